import type { CompiledSelector, ProfileSet } from '../fargate/profile-set.ts';
import { IGNORE_ANNOTATION } from '../suppression/annotations.ts';
import { containersVariables, containerVariables } from './capacity-variables.ts';
import { allOf, firstCase, firstPosition, literal, literals, patternTest, type Variable } from './cel.ts';
import { decisionVariables } from './decision-variables.ts';
import { pairTest, selectorVariable } from './matching-variables.ts';
import { nearMissVariables } from './near-miss-rule.ts';
import { inactiveProfiles, reasonVariables } from './placement-rules.ts';
import { nodeVariables, PROVISIONED_STORAGE } from './pod-rules.ts';
import { KINDS, ofKind, WORKLOAD_POD } from './workload-kinds.ts';

/** Codes that the author of the object suppresses. */
const IGNORE = `[?${literal(IGNORE_ANNOTATION)}]`;

/** In the order in which each may read those before it. */
export function workloadVariables(profiles: ProfileSet): readonly Variable[] {
  return [
    { name: 'workloadName', expression: "object.metadata.?name.orValue('')" },
    {
      name: 'subject',
      expression:
        "request.kind.kind + ' ' + (variables.workloadName == '' ? object.metadata.?generateName.orValue('') : variables.workloadName)",
    },
    { name: 'prefix', expression: ofKind(({ kind, path }) => literal(kind === 'Pod' ? '' : `${path}.`)) },
    ...decisionVariables(profiles, WORKLOAD_POD),
    { name: 'inactive', expression: inactiveExpression(profiles) },
    { name: 'mayMatch', expression: mayMatchExpression(profiles) },
    ...reasonVariables(profiles),
    { name: 'otherwise', expression: 'variables.isOptedOut ? {} : variables.taking' },
    {
      name: 'claims',
      expression:
        "request.kind.kind == 'StatefulSet' ? object.spec.?volumeClaimTemplates.orValue([]).map(claim, claim.metadata.name) : []",
    },
    { name: 'boundSpecs', expression: 'variables.isBound && !variables.isEphemeral ? [variables.pod.spec] : []' },
    ...containerVariables(),
    { name: 'places', expression: placesExpression() },
    ...containersVariables({ name: 'storage', resource: 'ephemeral-storage' }),
    PROVISIONED_STORAGE,
    ...nodeVariables(),
    {
      name: 'workloadLabels',
      expression: "request.kind.kind == 'Pod' ? {} : object.metadata.?labels.orValue({})",
    },
    ...nearMissVariables(profiles),
    {
      name: 'ignored',
      expression: `(object.metadata.?annotations${IGNORE}.orValue('') + ',' + variables.annotations${IGNORE}.orValue('')).split(',').map(word, word.trim())`,
    },
  ];
}

/** Of the first profile by name that matches and is not ACTIVE, among those; -1 for none. */
function inactiveExpression(profiles: ProfileSet): string {
  const cases = inactiveProfiles(profiles).map(({ name }, position) => {
    const index = profiles.profiles.findIndex((profile) => profile.name === name);
    const test = `variables.namedProfile in ${literals(['', name])} && ${selectorVariable(index)} >= 0`;
    return [test, position] as const;
  });
  return firstPosition(cases);
}

/** Whether an ACTIVE profile takes the pod if a controller gives the right value to one of its labels. */
function mayMatchExpression({ compiled }: ProfileSet): string {
  const tests = compiled
    .filter(({ profile }) => profile.status === 'ACTIVE')
    .flatMap(({ profile, selectors }) =>
      selectors
        .filter(readsComingLabel)
        .map((selector) => `variables.namedProfile in ${literals(['', profile.name])} && ${mayMatchTest(selector)}`),
    );
  return tests.length === 0 ? 'false' : tests.join(' ||\n');
}

const COMING_LABELS = [
  ...new Set([
    ...KINDS.flatMap(({ controllerAssignedLabels = [], labelsFromName = [] }) => [
      ...controllerAssignedLabels,
      ...labelsFromName,
    ]),
    'batch.kubernetes.io/job-completion-index',
  ]),
];

function readsComingLabel({ labels }: CompiledSelector): boolean {
  return labels.some(({ keyPattern }) => COMING_LABELS.some((key) => keyPattern.matches(key)));
}

function mayMatchTest({ namespace, labels }: CompiledSelector): string {
  const pairs = labels.map(
    (pair) =>
      `(${pairTest(pair, { hasComingLabels: false })} || variables.comingLabels.exists(key, ${patternTest('key', pair.keyPattern)}))`,
  );
  return allOf([patternTest('request.namespace', namespace), ...pairs]);
}

/** Each container that Fargate is to run, with its place: of an update of ephemeral containers only those that are new. */
function placesExpression(): string {
  const placed = (containers: string, name: string): string =>
    `${containers}.transformList(index, container, {'field': dyn(variables.prefix + ${literal(`spec.${name}[`)} + string(index) + ']'), 'container': dyn(container)})`;
  const known = 'oldObject.spec.?ephemeralContainers.orValue([]).map(known, known.name)';
  const fresh = `variables.pod.spec.?ephemeralContainers.orValue([]).transformList(index, container, !(container.name in ${known}), {'field': dyn('spec.ephemeralContainers[' + string(index) + ']'), 'container': dyn(container)})`;
  return firstCase(
    [
      ['!variables.isBound', '[]'],
      ['variables.isEphemeral', fresh],
    ],
    `${placed('variables.initContainers', 'initContainers')} + ${placed('variables.containers', 'containers')}`,
  );
}
