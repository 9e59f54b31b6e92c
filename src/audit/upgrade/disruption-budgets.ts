import type { Field } from '../../documents/field.ts';
import { ownValue, type Pod, type StringMap } from '../../fargate/pod.ts';

/** A PodDisruptionBudget, as far as it says which evictions it allows. */
export interface DisruptionBudget {
  readonly namespace: string;
  readonly name: string;
  /** Why it allows no eviction, however healthy its pods are; absent where it allows some. */
  readonly forbids?: string;
}

interface KnownBudget extends DisruptionBudget {
  readonly selects: (labels: StringMap) => boolean;
}

/** The budgets of a cluster. */
export class DisruptionBudgets {
  readonly #byNamespace = new Map<string, KnownBudget[]>();

  /** An item of a list of policy/v1. @throws FieldTypeError */
  add(item: Field): void {
    const metadata = item.get('metadata');
    const namespace = metadata.get('namespace').string() ?? '';
    const forbids = whyNever(item);
    const budget = {
      namespace,
      name: metadata.get('name').string() ?? '',
      ...(forbids === undefined ? {} : { forbids }),
      selects: readSelector(item.get('spec').get('selector')),
    };
    const known = this.#byNamespace.get(namespace);
    if (known === undefined) this.#byNamespace.set(namespace, [budget]);
    else known.push(budget);
  }

  of({ namespace, labels }: Pod): readonly DisruptionBudget[] {
    const inNamespace = this.#byNamespace.get(namespace) ?? [];
    return inNamespace.filter(({ selects }) => selects(labels)).map(({ selects: _, ...budget }) => budget);
  }
}

/** Source: Kubernetes, "Specifying a Disruption Budget for your Application". */
function whyNever(item: Field): string | undefined {
  const { value: most } = item.get('spec').get('maxUnavailable');
  if (most === 0 || most === '0' || most === '0%') return `maxUnavailable is ${most}`;
  const { value: least } = item.get('spec').get('minAvailable');
  if (least === '100%') return 'minAvailable is 100%';
  const expected = item.get('status').get('expectedPods').number() ?? 0;
  const isAll = typeof least === 'number' && expected > 0 && least >= expected;
  return isAll ? `minAvailable is ${least}, and it has ${expected} pods` : undefined;
}

/** One that is absent selects nothing, and an empty one every pod of the namespace. Source: Kubernetes API reference, policy/v1. */
function readSelector(selector: Field): (labels: StringMap) => boolean {
  if (!selector.isPresent) return () => false;
  const pairs = Object.entries(selector.get('matchLabels').stringMap());
  const expressions = selector.get('matchExpressions').list().map(readExpression);
  return (labels) =>
    pairs.every(([key, value]) => ownValue(labels, key) === value) && expressions.every((matches) => matches(labels));
}

/** Source: Kubernetes API reference, LabelSelectorRequirement. An operator that is not known selects nothing. */
function readExpression(expression: Field): (labels: StringMap) => boolean {
  const key = expression.get('key').string() ?? '';
  const values = new Set(
    expression
      .get('values')
      .list()
      .map((value) => value.string() ?? ''),
  );
  const isAmong = (value: string | undefined) => value !== undefined && values.has(value);
  switch (expression.get('operator').string()) {
    case 'In':
      return (labels) => isAmong(ownValue(labels, key));
    case 'NotIn':
      return (labels) => !isAmong(ownValue(labels, key));
    case 'Exists':
      return (labels) => ownValue(labels, key) !== undefined;
    case 'DoesNotExist':
      return (labels) => ownValue(labels, key) === undefined;
    default:
      return () => false;
  }
}
