import type { Variable } from './cel.ts';

/** A Kubernetes object, as a manifest says it. */
export interface PolicyObject {
  readonly apiVersion: string;
  readonly kind: PolicyKind;
  readonly metadata: { readonly name: string };
  readonly spec: object;
}

export const POLICY_KINDS = [
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

/** Of policies, each with a binding of its name. No profile changes them, so that rights can be limited to them. */
export const POLICY_NAMES = {
  MutatingAdmissionPolicy: ['fargate-pods'],
  ValidatingAdmissionPolicy: ['fargate-workloads', 'fargate-enforce', 'fargate-profiles'],
} as const;

/** v1 from Kubernetes 1.36 on; before, v1beta1, which a cluster serves only where its operator has turned it on. */
export const MUTATING_API_VERSIONS = ['v1', 'v1beta1'] as const;
export type MutatingApiVersion = (typeof MUTATING_API_VERSIONS)[number];

/** The parts that can be printed alone. */
export const POLICY_PARTS = ['mutate', 'warn', 'profiles'] as const;
export type PolicyPart = (typeof POLICY_PARTS)[number];

export interface PolicyParts {
  readonly kind: PolicyKind;
  readonly name: string;
  readonly description: string;
  readonly spec: object;
  readonly version?: MutatingApiVersion;
}

export function policyObject({ kind, name, description, spec, version = 'v1' }: PolicyParts): PolicyObject {
  return {
    apiVersion: `admissionregistration.k8s.io/${version}`,
    kind,
    metadata: { name, ...metadata(description) },
    spec,
  };
}

function metadata(description: string): object {
  return {
    labels: { 'app.kubernetes.io/name': 'fargate-admission' },
    annotations: { 'kubernetes.io/description': description },
  };
}

/**
 * The namespaces that the webhook leaves out as well. Every field that the API server defaults is written out, so that a
 * server-side apply of the same object changes nothing.
 */
export function constraints(resourceRules: readonly object[]): object {
  return {
    matchPolicy: 'Equivalent',
    namespaceSelector: {
      matchExpressions: [
        { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', 'fargate-admission'] },
      ],
    },
    objectSelector: {},
    resourceRules,
  };
}

/** The variables that the expressions need, directly or not, in their order. The API server evaluates no other either. */
export function neededVariables(variables: readonly Variable[], expressions: readonly string[]): readonly Variable[] {
  const needed = new Set<string>();
  const take = (expression: string): void => {
    for (const [, name = ''] of expression.matchAll(REFERENCE)) {
      if (needed.has(name)) continue;
      needed.add(name);
      take(variables.find((variable) => variable.name === name)?.expression ?? '');
    }
  };
  expressions.forEach(take);
  return variables.filter(({ name }) => needed.has(name));
}

const REFERENCE = /\bvariables\.(\w+)/g;
