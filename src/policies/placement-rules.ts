import { TAINT } from '../fargate/placement.ts';
import { COMPUTE_TYPE_ANNOTATION, FARGATE_SCHEDULER, PROFILE_LABEL } from '../fargate/prediction.ts';
import type { FargateProfile } from '../fargate/profile.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';
import type { WorkloadFindingCode } from '../fargate/workload-findings.ts';
import { firstCase, list, literal, type Variable } from './cel.ts';
import { type Example, exampleProfile, type Values, type Words, wordsOf } from './words.ts';
import { problem, type WorkloadRule } from './workload-rule.ts';

/** Why a pod does not run where its author likely wants it, as `checkPlacement` finds it. */
export function placementRules(profiles: ProfileSet): readonly WorkloadRule[] {
  return [
    rule(
      'fargate-scheduler',
      waiting(),
      "variables.waits && !variables.mayMatch && variables.reason != 'profile-not-active'",
    ),
    notActive(profiles),
    rule('profile-not-found', words('profile-not-found', NOT_FOUND), isFound('profile-not-found')),
    rule('profile-not-matching', words('profile-not-matching', NOT_MATCHING), isFound('profile-not-matching')),
    keptOff('daemon-set', DAEMON_SET),
    keptOff('scheduler-name', { spec: { schedulerName: '<<value>>' } }, 'variables.scheduler'),
    keptOff('node-name', { spec: { nodeName: '<<value>>' } }, 'variables.node'),
    profileAnnotation(),
    unhealthy(profiles),
    toleration(profiles),
  ];
}

const DAEMON_SET: Example = { metadata: { ownerReferences: [{ kind: 'DaemonSet', name: 'x', controller: true }] } };
const OPTED_OUT: Example = { metadata: { annotations: { [COMPUTE_TYPE_ANNOTATION]: 'ec2' } } };
const NOT_FOUND: Example = { metadata: { labels: { [PROFILE_LABEL]: '<<name>>' } }, profiles: [] };
/** Without a selector there is no nearest one: which part does not match is left to the webhook. */
const NOT_MATCHING: Example = {
  metadata: { labels: { [PROFILE_LABEL]: '<<name>>' } },
  profiles: [exampleProfile({ name: '<<name>>', selectors: [] })],
};
const NO_PROFILE: Example = { profiles: [] };

function words(code: WorkloadFindingCode, example: Example, values: Values = {}): Words {
  return wordsOf(code, example, { name: 'variables.namedProfile', ...values });
}

function rule(code: WorkloadFindingCode, { field, message }: Words, test: string): WorkloadRule {
  return { code, problems: `${test} ? [${problem(field, message)}] : []` };
}

function isFound(reason: WorkloadFindingCode): string {
  return `variables.placement == ${literal(reason)}`;
}

/** A pod that names the fargate-scheduler, and that no profile takes. */
function waiting(): Words {
  const said = (example: Example): string =>
    words('fargate-scheduler', { ...example, spec: { schedulerName: FARGATE_SCHEDULER } }).message;
  const message = firstCase(
    [
      [reasonIs('opted-out'), said(OPTED_OUT)],
      [reasonIs('daemon-set'), said(DAEMON_SET)],
      [reasonIs('profile-not-found'), said(NOT_FOUND)],
      [reasonIs('profile-not-matching'), said(NOT_MATCHING)],
    ],
    said(NO_PROFILE),
  );
  return { field: literal('spec.schedulerName'), message: `(${message})` };
}

function reasonIs(reason: string): string {
  return `variables.reason == ${literal(reason)}`;
}

export function inactiveProfiles({ profiles }: ProfileSet): readonly FargateProfile[] {
  return profiles.filter(({ status }) => status !== 'ACTIVE');
}

function notActive(profiles: ProfileSet): WorkloadRule {
  const code = 'profile-not-active';
  const said = (spec: object): Words | undefined => {
    const all = inactiveProfiles(profiles).map((profile) => ofProfile(code, profile, { spec }));
    const [first] = all;
    return first && { field: first.field, message: `${list(all.map(({ message }) => message))}[variables.inactive]` };
  };
  const [waits, other] = [said({ schedulerName: FARGATE_SCHEDULER }), said({})];
  if (waits === undefined || other === undefined) return { code, problems: '[]' };
  const isWaiting = `variables.waits && ${reasonIs(code)}`;
  return {
    code,
    problems: `${rule(code, waits, isWaiting).problems.replace(/ : \[\]$/, '')} : ${rule(code, other, isFound(code)).problems}`,
  };
}

/** The words about a real profile. Its name and the texts of EKS may contain anything, so they are values. */
function ofProfile(code: WorkloadFindingCode, { name, status, healthIssues }: FargateProfile, example: Example): Words {
  const values = healthIssues.flatMap((issue, index) => [
    [`code${index}`, literal(issue.code)] as const,
    [`message${index}`, literal(issue.message)] as const,
  ]);
  const marked = healthIssues.map((_issue, index) => ({ code: `<<code${index}>>`, message: `<<message${index}>>` }));
  const profile = exampleProfile({ status, healthIssues: marked });
  return wordsOf(code, { ...example, profiles: [profile] }, { ...Object.fromEntries(values), profile: literal(name) });
}

/** Only where a profile takes the pod otherwise. */
function keptOff(code: WorkloadFindingCode, example: Example, value = "''"): WorkloadRule {
  const said = wordsOf(code, example, { value, profile: 'variables.otherwise.profile' });
  return rule(code, said, `${isFound(code)} && variables.otherwise.size() > 0`);
}

function profileAnnotation(): WorkloadRule {
  const code = 'profile-annotation';
  const metadata = { annotations: { [PROFILE_LABEL]: 'other' } };
  const on = wordsOf(code, { metadata });
  const off = wordsOf(code, { metadata, profiles: [] });
  const key = `[?${literal(PROFILE_LABEL)}]`;
  const named = `variables.annotations${key}`;
  const test = `!variables.isEphemeral && !variables.isUnconfirmed && ${named}.hasValue() && ${named} != variables.labels${key} && ${named} != optional.of(variables.profileName)`;
  const message = `(variables.isBound ? ${on.message} : ${off.message})`;
  return rule(code, { field: on.field, message }, test);
}

function unhealthy({ profiles }: ProfileSet): WorkloadRule {
  const code = 'profile-unhealthy';
  const entries = profiles
    .filter(({ status, healthIssues }) => status === 'ACTIVE' && healthIssues.length > 0)
    .map((profile) => {
      const texts = profile.healthIssues.map(
        (issue) => ofProfile(code, { ...profile, healthIssues: [issue] }, {}).message,
      );
      return `${literal(profile.name)}: ${list(texts)}`;
    });
  const found = `{${entries.join(', ')}}[?variables.profileName].orValue([]).map(message, ${problem(literal('metadata'), 'message')})`;
  const problems =
    entries.length === 0 ? '[]' : `variables.isEphemeral || variables.onFargate.size() == 0 ? [] : ${found}`;
  return { code, problems };
}

const TOLERATES = `(item.?effect.orValue('') in ['', ${literal(TAINT.effect)}] && (item.?operator.orValue('') == 'Exists' ? item.?key.orValue('') in ['', ${literal(TAINT.key)}] :
item.?operator.orValue('') in ['', 'Equal'] && item.?key.orValue('') == ${literal(TAINT.key)} && item.?value.orValue('') == ${literal(TAINT.value)}))`;

function toleration(profiles: ProfileSet): WorkloadRule {
  const code = 'fargate-toleration';
  const spec = { tolerations: [{ operator: 'Exists' }] };
  const said = (example: Example, values: Values = {}): string =>
    words(code, { ...example, spec: { ...spec, ...example.spec } }, values).message;
  const inactive = inactiveProfiles(profiles).map(
    (profile) => ofProfile(code, { ...profile, healthIssues: [] }, { spec }).message,
  );
  const message = firstCase(
    [
      [reasonIs('daemon-set'), said(DAEMON_SET)],
      [reasonIs('opted-out'), said(OPTED_OUT)],
      [reasonIs('scheduler-name'), said({ spec: { schedulerName: '<<value>>' } }, { value: 'variables.scheduler' })],
      ...(inactive.length === 0
        ? []
        : [[reasonIs('profile-not-active'), `${list(inactive)}[variables.inactive]`] as const]),
    ],
    said(NO_PROFILE),
  );
  const tolerations = 'variables.pod.spec.?tolerations.orValue([])';
  const field = "'spec.tolerations[' + string(index) + ']'";
  const isSchedulable = 'variables.impossibleNodeLabels.size() == 0 && !variables.hasImpossibleAffinity';
  const test = `!variables.isEphemeral && !variables.isBound && !variables.waits && !variables.hasNode && ${isSchedulable}`;
  const found = `${tolerations}.transformList(index, item, ${TOLERATES}, ${problem(field, `(${message})`)})`;
  return { code, problems: `${test} ? ${found}.filter(text, ${found}[0] == text) : []` };
}

/** What the rules of placement and of the pod read. */
export function reasonVariables(profiles: ProfileSet): readonly Variable[] {
  const names = list(profiles.profiles.map(({ name }) => literal(name)));
  return [
    {
      name: 'reason',
      expression: firstCase(
        [
          ['variables.hasNode', literal('node-name')],
          ['variables.isOfDaemonSet', literal('daemon-set')],
          ['variables.hasForeignScheduler', literal('scheduler-name')],
          ['variables.isOptedOut', literal('opted-out')],
          ['variables.onFargate.size() > 0', literal('fargate')],
          ['variables.inactive >= 0', literal('profile-not-active')],
          ["variables.namedProfile == ''", literal('no-selector-matches')],
          [`variables.namedProfile in ${names}`, literal('profile-not-matching')],
        ],
        literal('profile-not-found'),
      ),
    },
    { name: 'isBound', expression: 'variables.onFargate.size() > 0 || variables.isUnconfirmed' },
    {
      name: 'profileName',
      expression: "variables.onFargate[?'profile'].orValue(variables.isUnconfirmed ? variables.namedProfile : '')",
    },
    { name: 'isEphemeral', expression: "request.?subResource.orValue('') == 'ephemeralcontainers'" },
    {
      name: 'waits',
      expression: `!variables.isEphemeral && !variables.isBound && !variables.hasNode && variables.scheduler == ${literal(FARGATE_SCHEDULER)}`,
    },
    {
      name: 'placement',
      expression: firstCase(
        [
          ['variables.isEphemeral || variables.waits', "''"],
          ["variables.isUnconfirmed && variables.reason != 'profile-not-matching'", "''"],
        ],
        'variables.reason',
      ),
    },
  ];
}
