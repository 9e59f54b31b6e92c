import { FINDINGS, SEVERITIES } from '../fargate/finding.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';
import type { WorkloadFindingCode } from '../fargate/workload-findings.ts';
import { capacityVariables } from './capacity-variables.ts';
import { literal, type Variable } from './cel.ts';
import { containerRules } from './container-rules.ts';
import { nearMissRule } from './near-miss-rule.ts';
import { placementRules } from './placement-rules.ts';
import { podRules } from './pod-rules.ts';
import { constraints, neededVariables, POLICY_NAMES, type PolicyObject, policyObject } from './policy-object.ts';
import { ending } from './words.ts';
import { templateChanges } from './workload-kinds.ts';
import type { WorkloadRule } from './workload-rule.ts';
import { workloadVariables } from './workload-variables.ts';

const [NAME, ENFORCING_NAME] = POLICY_NAMES.ValidatingAdmissionPolicy;

/** What is said about workloads whose pods will not run as intended. Never denies. */
export function workloadPolicy(profiles: ProfileSet): readonly PolicyObject[] {
  const rules = workloadRules(profiles).filter(({ problems }) => problems !== '[]');
  const policy = policyObject({
    kind: 'ValidatingAdmissionPolicy',
    name: NAME,
    description:
      'Warns about workloads whose pods Fargate refuses, or that do not run on Fargate although they seem meant to.',
    spec: {
      failurePolicy: 'Ignore',
      matchConstraints: constraints(WORKLOAD_RULES),
      matchConditions: [MADE_BY_A_PERSON, changesPods()],
      // One for each code: the API server prints a warning for each that fails.
      ...specOf(profiles, rules, rules.map(warningValidation)),
    },
  });
  const binding = policyObject({
    kind: 'ValidatingAdmissionPolicyBinding',
    name: NAME,
    description: 'Warns of what the policy of the same name finds, and writes it into the audit log.',
    spec: { policyName: NAME, validationActions: ['Warn', 'Audit'] },
  });
  return [policy, binding];
}

/**
 * Denies workloads with one of the findings, in namespaces that ask for it. Whether a controller made the object does not
 * matter: anybody can name one. Neither does the annotation that suppresses warnings.
 */
export function enforcingPolicy(
  profiles: ProfileSet,
  codes: ReadonlySet<WorkloadFindingCode>,
): readonly PolicyObject[] {
  const rules = workloadRules(profiles).filter(({ code, problems }) => codes.has(code) && problems !== '[]');
  if (rules.length === 0) return [];
  const policy = policyObject({
    kind: 'ValidatingAdmissionPolicy',
    name: ENFORCING_NAME,
    description: `Denies workloads with a finding of ${rules.map(({ code }) => code).join(', ')}.`,
    spec: {
      failurePolicy: 'Ignore',
      matchConstraints: constraints(WORKLOAD_RULES),
      matchConditions: [changesPods()],
      ...specOf(profiles, rules, [denyingValidation(rules)]),
    },
  });
  const binding = policyObject({
    kind: 'ValidatingAdmissionPolicyBinding',
    name: ENFORCING_NAME,
    description: 'Denies in the namespaces with the label fargate-admission/enforce=true.',
    spec: {
      policyName: ENFORCING_NAME,
      validationActions: ['Deny'],
      matchResources: {
        matchPolicy: 'Equivalent',
        namespaceSelector: { matchLabels: { 'fargate-admission/enforce': 'true' } },
        objectSelector: {},
      },
    },
  });
  return [policy, binding];
}

/** A warning about what a controller makes goes to the controller, and no person reads it. */
const MADE_BY_A_PERSON = {
  name: 'made-by-a-person',
  expression:
    "request.?subResource.orValue('') == 'ephemeralcontainers' || !object.metadata.?ownerReferences.orValue([]).exists(owner, owner.?controller.orValue(false))",
};

function changesPods(): object {
  return { name: 'changes-pods', expression: templateChanges() };
}

/** Worst first, each code once. */
export function workloadRules(profiles: ProfileSet): readonly WorkloadRule[] {
  const rules = [...podRules(), ...containerRules(), ...placementRules(profiles), nearMissRule(profiles)];
  return rules.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ code }: WorkloadRule): number {
  return SEVERITIES.indexOf(FINDINGS[code].severity);
}

interface Validation {
  readonly expression: string;
  readonly message: string;
  readonly messageExpression: string;
}

/** `message` counts where the text holds a character that no warning may have. */
function warningValidation({ code }: WorkloadRule): Validation {
  return {
    expression: `${literal(code)} in variables.ignored || variables.${variableName(code)}.size() == 0`,
    message: `${FINDINGS[code].title} [${code}]`,
    messageExpression: messageExpression(code),
  };
}

/** One for all codes, because the API server shows only the first that fails. */
function denyingValidation(rules: readonly WorkloadRule[]): Validation {
  const texts = rules.map(
    ({ code }) => `(variables.${variableName(code)}.size() > 0 ? [${messageExpression(code)}] : [])`,
  );
  return {
    expression: rules.map(({ code }) => `variables.${variableName(code)}.size() == 0`).join(' && '),
    message: `The pods of the workload have a finding of ${rules.map(({ code }) => code).join(', ')}`,
    messageExpression: `(${texts.join(' + ')}).join('; ').substring(0, [(${texts.join(' + ')}).join('; ').size(), ${MAX_MESSAGE_CHARACTERS}].min())`,
  };
}

function specOf(profiles: ProfileSet, rules: readonly WorkloadRule[], validations: readonly Validation[]): object {
  const own = rules.map(({ code, problems }) => ({ name: variableName(code), expression: problems }));
  const variables = [...workloadVariables(profiles), ...capacityVariables().filter(isNew(profiles)), ...own];
  const expressions = validations.flatMap(({ expression, messageExpression: text }) => [expression, text]);
  return { variables: neededVariables(variables, expressions), validations };
}

function isNew(profiles: ProfileSet): (variable: Variable) => boolean {
  const known = new Set(workloadVariables(profiles).map(({ name }) => name));
  return ({ name }) => !known.has(name);
}

/** The API server takes 5 KiB of text, and a character has up to 4 bytes. */
const MAX_MESSAGE_CHARACTERS = 1000;

/** As the webhook: the subject first, then what is specific, then the fix and the code. */
function messageExpression(code: WorkloadFindingCode): string {
  const problems = `variables.${variableName(code)}.join('; ')`;
  const cut = `(${problems}.size() > ${MAX_MESSAGE_CHARACTERS} ? ${problems}.substring(0, ${MAX_MESSAGE_CHARACTERS}) + ' …' : ${problems})`;
  const taker =
    FINDINGS[code].severity === 'error'
      ? ` + (variables.isBound && !${problems}.contains('Fargate profile ' + variables.profileName) ? ' (Fargate profile ' + variables.profileName + ' takes the pod)' : '')`
      : '';
  return `variables.subject + ': ' + ${cut}${taker} + ${ending(code)}`;
}

/** CEL has no names with hyphens. */
function variableName(code: string): string {
  return code.replaceAll(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

const WORKLOAD_RULES = [
  { apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'], scope: 'Namespaced' },
  {
    apiGroups: [''],
    apiVersions: ['v1'],
    resources: ['pods/ephemeralcontainers'],
    operations: ['UPDATE'],
    scope: 'Namespaced',
  },
  ...(
    [
      ['', 'replicationcontrollers'],
      ['apps', 'deployments', 'replicasets', 'statefulsets', 'daemonsets'],
      ['batch', 'jobs', 'cronjobs'],
    ] as const
  ).map(([group, ...resources]) => ({
    apiGroups: [group],
    apiVersions: ['v1'],
    resources,
    operations: ['CREATE', 'UPDATE'],
    scope: 'Namespaced',
  })),
];
