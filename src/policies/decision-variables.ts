import { COMPUTE_TYPE_ANNOTATION, DEFAULT_SCHEDULER, FARGATE_SCHEDULER, PROFILE_LABEL } from '../fargate/prediction.ts';
import type { CompiledProfile, ProfileSet } from '../fargate/profile-set.ts';
import { chunks, firstCase, literal, literals, type Variable } from './cel.ts';
import { type MatchedPod, matchingVariables, selectorVariable } from './matching-variables.ts';

/** What the policies compare: the same variables for a pod and for the template of one. */
export interface DecidedPod extends MatchedPod {
  /** What has the `metadata` and `spec` of the pods. */
  readonly pod: string;
  /** Whether EKS's own webhook may have seen it. */
  readonly mayBeAdmitted: string;
  /** Whether a DaemonSet makes the pods. */
  readonly isOfDaemonSet: string;
  /** A list of the labels that a controller gives to the pods with `variables.workloadName` as value; empty for none. */
  readonly labelsFromName: string;
  /** A list of the labels that a controller adds with a value that is not known before; empty for none. */
  readonly comingLabels: string;
}

/** As pods come to the admission policy: already made. */
export const ADMITTED_POD: DecidedPod = {
  pod: 'object',
  mayBeAdmitted: 'true',
  isOfDaemonSet:
    "object.metadata.?ownerReferences.orValue([]).exists(owner, owner.?controller.orValue(false) && owner.kind == 'DaemonSet')",
  hasComingLabels: false,
  labelsFromName: '',
  comingLabels: '',
};

/**
 * Where a pod runs, in the order in which EKS and the scheduler decide: as `predictAdmitted` for what EKS has seen, and as
 * `predict` for a template.
 *
 * `onFargate` has the name of the profile that takes the pod and the index of its selector, and is empty where none does.
 * `isUnconfirmed`: the pod carries a decision as EKS writes it, and the profiles do not confirm it.
 */
export function decisionVariables(profiles: ProfileSet, pod: DecidedPod): readonly Variable[] {
  const active = activeOf(profiles);
  return [
    { name: 'pod', expression: pod.pod },
    { name: 'podLabels', expression: 'variables.pod.?metadata.?labels.orValue({})' },
    ...labelVariables(pod),
    { name: 'annotations', expression: 'variables.pod.?metadata.?annotations.orValue({})' },
    { name: 'namedProfile', expression: `variables.labels[?${literal(PROFILE_LABEL)}].orValue('')` },
    { name: 'scheduler', expression: "variables.pod.spec.?schedulerName.orValue('')" },
    { name: 'node', expression: "variables.pod.spec.?nodeName.orValue('')" },
    {
      name: 'isChosenByEks',
      expression: `${pod.mayBeAdmitted === 'true' ? '' : `${pod.mayBeAdmitted} && `}variables.scheduler == ${literal(FARGATE_SCHEDULER)} && variables.namedProfile != ''`,
    },
    ...keptOffVariables(pod),
    ...matchingVariables(profiles.compiled, pod),
    ...takingVariables(active),
    { name: 'onFargate', expression: 'variables.isKeptOff ? {} : variables.taking' },
    { name: 'isUnconfirmed', expression: 'variables.isChosenByEks && variables.onFargate.size() == 0' },
  ];
}

/** Those of the template count where the controller adds none of the same key. */
function labelVariables({ labelsFromName, comingLabels }: DecidedPod): readonly Variable[] {
  if (labelsFromName === '') return [{ name: 'labels', expression: 'variables.podLabels' }];
  const own =
    'variables.podLabels.filter(key, !(key in variables.labelsFromName)).map(key, [dyn(key), dyn(variables.podLabels[key])])';
  const pairs = `(${own} + variables.labelsFromName.map(key, [dyn(key), dyn(variables.workloadName)]))`;
  return [
    { name: 'labelsFromName', expression: labelsFromName },
    { name: 'labels', expression: `${pairs}.transformMapEntry(index, pair, {pair[0]: pair[1]})` },
    { name: 'comingLabels', expression: `${comingLabels}.filter(key, !(key in variables.podLabels))` },
  ];
}

/** EKS has written the scheduler itself on a pod that it has chosen, and a node comes later. */
function keptOffVariables({ isOfDaemonSet }: DecidedPod): readonly Variable[] {
  const own = literals(['', DEFAULT_SCHEDULER, FARGATE_SCHEDULER]);
  return [
    { name: 'hasNode', expression: "!variables.isChosenByEks && variables.node != ''" },
    { name: 'isOfDaemonSet', expression: isOfDaemonSet },
    { name: 'hasForeignScheduler', expression: `!variables.isChosenByEks && !(variables.scheduler in ${own})` },
    {
      name: 'isOptedOut',
      expression: `variables.annotations[?${literal(COMPUTE_TYPE_ANNOTATION)}].orValue('') == 'ec2'`,
    },
    {
      name: 'isKeptOff',
      expression:
        'variables.hasNode || variables.isOfDaemonSet || variables.hasForeignScheduler || variables.isOptedOut',
    },
  ];
}

interface ActiveProfile {
  readonly name: string;
  /** Among all profiles. */
  readonly index: number;
}

function activeOf({ compiled }: ProfileSet): readonly ActiveProfile[] {
  return compiled
    .map(({ profile }: CompiledProfile, index) => ({ name: profile.name, index, status: profile.status }))
    .filter(({ status }) => status === 'ACTIVE');
}

/** The first ACTIVE profile by name that matches and, where the pod names one, is that one. */
function takingVariables(active: readonly ActiveProfile[]): readonly Variable[] {
  const variables = chunks(active).map((profiles, group) => ({
    name: `taking${group}`,
    expression: firstCase(profiles.map(takingCase), '{}'),
  }));
  if (variables.length === 0) return [{ name: 'taking', expression: '{}' }];
  const names = variables.map(({ name }) => `variables.${name}`);
  const cases = names.slice(0, -1).map((name) => [`${name}.size() > 0`, name] as const);
  return [...variables, { name: 'taking', expression: firstCase(cases, names.at(-1) ?? '{}') }];
}

function takingCase({ name, index }: ActiveProfile): readonly [test: string, result: string] {
  const selector = selectorVariable(index);
  return [
    `variables.namedProfile in ${literals(['', name])} && ${selector} >= 0`,
    `{'profile': ${literal(name)}, 'selector': string(${selector})}`,
  ];
}
