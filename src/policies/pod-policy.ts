import type { ProfileSet } from '../fargate/profile-set.ts';
import { capacityVariables } from './capacity-variables.ts';
import { firstCase, list, literal, literals, type Variable } from './cel.ts';
import { ADMITTED_POD, decisionVariables } from './decision-variables.ts';
import {
  constraints,
  type MutatingApiVersion,
  neededVariables,
  POLICY_NAMES,
  type PolicyObject,
  policyObject,
} from './policy-object.ts';

export interface PodPolicyOptions {
  /** Of the annotations' keys, without the slash. */
  readonly annotationPrefix: string;
  readonly version: MutatingApiVersion;
}

const [NAME] = POLICY_NAMES.MutatingAdmissionPolicy;

/** Writes on each new pod where it will run, as the webhook does: the same annotations, in the same order of decision. */
export function podPolicy(
  profiles: ProfileSet,
  { annotationPrefix, version }: PodPolicyOptions,
): readonly PolicyObject[] {
  const keys = ['profile', 'selector', 'capacity'].map((name) => `${annotationPrefix}/${name}`);
  const mutation = patchExpression(keys);
  const variables = [
    ...decisionVariables(profiles, ADMITTED_POD),
    ...capacityVariables(),
    ...annotationVariables(keys),
  ];
  const policy = policyObject({
    kind: 'MutatingAdmissionPolicy',
    name: NAME,
    description:
      'Writes on each new pod the Fargate profile that takes it, the selector, and the capacity that Fargate provisions.',
    version,
    spec: {
      // An annotation is a prediction. No pod is refused for the lack of it.
      failurePolicy: 'Ignore',
      // EKS's own webhook comes after all policies: only the second time is its decision on the pod.
      reinvocationPolicy: 'IfNeeded',
      matchConstraints: constraints([
        { apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'], scope: 'Namespaced' },
      ]),
      variables: neededVariables(variables, [mutation]),
      mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: mutation } }],
    },
  });
  const binding = policyObject({
    kind: 'MutatingAdmissionPolicyBinding',
    name: NAME,
    description: 'Puts the policy of the same name into effect.',
    version,
    spec: { policyName: NAME },
  });
  return [policy, binding];
}

/** Of all keys and values of an object together. Source: Kubernetes, apimachinery, `TotalAnnotationSizeLimitB`. */
const MAX_ANNOTATIONS_BYTES = 256 * 1024;

/** `written`: what the pod's annotations are to say. Nothing where the API server would refuse the pod with them. */
function annotationVariables(keys: readonly string[]): readonly Variable[] {
  const [profile = '', selector = '', capacity = ''] = keys.map(literal);
  // With `dyn` the entries have one type for CEL, also where no profile is ACTIVE and it knows no type of theirs.
  const named = `${profile}: dyn(variables.onFargate.profile), ${selector}: dyn(variables.onFargate.selector)`;
  const prediction = firstCase(
    [
      ['variables.isUnconfirmed', `{${profile}: dyn(variables.namedProfile)}`],
      ['variables.onFargate.size() == 0', '{}'],
      ["variables.capacity == ''", `{${named}}`],
    ],
    `{${named}, ${capacity}: dyn(variables.capacity)}`,
  );
  return [
    { name: 'prediction', expression: prediction },
    {
      name: 'others',
      expression: `variables.annotations.transformMapEntry(key, value, !(key in ${literals(keys)}), {key: value})`,
    },
    {
      name: 'bytes',
      expression: `${bytesOf('variables.others')} + ${bytesOf('variables.prediction')}`,
    },
    { name: 'written', expression: `variables.bytes <= ${MAX_ANNOTATIONS_BYTES} ? variables.prediction : {}` },
  ];
}

function bytesOf(map: string): string {
  return `${map}.map(key, bytes(key).size() + bytes(${map}[key]).size()).sum()`;
}

/** Touches nothing but the three annotations. They are taken away where they are on the pod and should not be. */
function patchExpression(keys: readonly string[]): string {
  const whole = `JSONPatch{op: 'add', path: '/metadata/annotations', value: variables.written}`;
  const single = keys.map((name) => {
    const [key, path] = [
      literal(name),
      literal(`/metadata/annotations/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    ];
    return `(${key} in variables.written ? [JSONPatch{op: 'add', path: ${path}, value: variables.written[${key}]}] :
${key} in variables.annotations ? [JSONPatch{op: 'remove', path: ${path}}] : [])`;
  });
  return `variables.annotations.size() > 0 ? ${single.join(' + ')} :
variables.written.size() > 0 ? ${list([whole])} : []`;
}
