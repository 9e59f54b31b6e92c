import { FieldPath } from '../fargate/field-path.ts';
import type { Field } from './field.ts';
import { type PodTemplate, podTemplatesOf, type WorkloadKind } from './workloads/workload-kind.ts';
import { type KindTable, workloadKindOf } from './workloads/workload-kinds.ts';

/**
 * Why nothing can be said of a workload, although its kind makes pods; undefined where something can. It is only a part of
 * one, such as a patch of kustomize or an assertion of a test; or its pods come from elsewhere. The API server accepts no
 * pod without a container and no container without an image, and it knows no directive. So what an API server sends of
 * Kubernetes' own kinds is always whole.
 *
 * Sources: Kubernetes API reference, PodSpec and Container; "Update API Objects in Place Using kubectl patch".
 *
 * @throws FieldTypeError where a field that is read has another type than the Kubernetes API gives it.
 */
export function skipReason(document: Field, kinds: KindTable): string | undefined {
  const kind = workloadKindOf(document, kinds);
  if (kind === undefined) return undefined;
  if (kind.pods.kind === 'unknown') return `its pods cannot be predicted: ${kind.pods.reason}`;
  const directive = findDirective(document.value);
  if (directive !== undefined) return partial(`${directive} is a directive of a patch`);
  const reference = kind.references?.find((path) => document.at(path).isPresent);
  const templates = podTemplatesOf(document, kind).filter(
    ({ template }) => reference === undefined || template.isPresent,
  );
  if (templates.length === 0) {
    return reference === undefined
      ? `no template in it makes a pod; the program looks in ${placesOf(kind).join(', ')}`
      : `its pods come from what ${FieldPath.of(...reference)} names; check that object`;
  }
  const sign = kind.fillsTemplate ? undefined : templates.map(signOf).find((found) => found !== undefined);
  return sign === undefined ? undefined : partial(sign);
}

/** Where the program looks for pod templates. */
export function placesOf({ pods }: WorkloadKind): readonly string[] {
  switch (pods.kind) {
    case 'templates':
      return pods.places.map(({ path }) => path.join('.').replaceAll('.*', '[*]'));
    case 'fields':
      return pods.places;
    case 'unknown':
      return [];
  }
}

function partial(sign: string): string {
  return `only a part of a workload, such as a patch: ${sign}`;
}

/** Where the controller puts the pods together, it adds images too. */
function signOf({ template, fields }: PodTemplate): string | undefined {
  if (fields !== undefined) return undefined;
  const spec = template.get('spec');
  const containers = spec.get('containers');
  if (containers.list().length === 0) return `${containers.path} is missing`;
  const lacking = [...spec.get('initContainers').list(), ...containers.list()].find(hasNoImage);
  return lacking === undefined ? undefined : `${lacking.path.to('image')} is missing`;
}

function hasNoImage(container: Field): boolean {
  return !container.get('image').string();
}

/** A key of a strategic merge patch. Source: Kubernetes, apimachinery `strategicpatch/patch.go`. */
const DIRECTIVE = /^\$(?:patch|retainKeys|setElementOrder\/.*|deleteFromPrimitiveList\/.*)$/;

/** Each value once: an alias of YAML may stand for the same one in many places. */
function findDirective(document: unknown): string | undefined {
  const seen = new Set<object>();
  const waiting: unknown[] = [document];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    for (const [key, child] of Object.entries(value)) {
      if (DIRECTIVE.test(key)) return key;
      waiting.push(child);
    }
  }
  return undefined;
}
