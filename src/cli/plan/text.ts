import type { PlannedPods, PlannedProfile, PlannedWorkload, PlanReport } from '../../audit/plan/plan-report.ts';
import type { ProfileChangeKind } from '../../audit/plan/planned-profiles.ts';
import { describeEstimate } from '../../fargate/price-list.ts';
import { awsCheckLines } from '../shared/aws-checks/text.ts';
import type { OutputContext } from '../shared/outputs.ts';
import {
  count,
  describeAmount,
  describeMoney,
  type Paint,
  printable,
  RESULT_TONES,
  type Tone,
} from '../shared/terminal-text.ts';

/** For a person: the profiles, each workload that something becomes of, and what it comes to. */
export function renderPlan(report: PlanReport, { paint }: Pick<OutputContext, 'paint'>): string {
  const sections = [
    [...report.profiles.flatMap((profile) => profileLines(profile, paint)), ...operationLines(report)],
    report.workloads.flatMap((workload) => workloadLines(workload, paint)),
    awsCheckLines(report.awsChecks, paint),
    summaryLines(report),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

const MARKS: Readonly<
  Record<ProfileChangeKind, { readonly mark: string; readonly tone: Tone; readonly words: string }>
> = {
  created: { mark: '+', tone: 'good', words: 'would be created' },
  replaced: {
    mark: '±',
    tone: 'warning',
    words: 'would be replaced: EKS cannot change a profile, and deleting it stops its pods',
  },
  deleted: { mark: '-', tone: 'bad', words: 'would be deleted, which stops its pods' },
  unchanged: { mark: '=', tone: 'faint', words: 'stays as it is' },
};

const CREATED_FIRST =
  'would be created before the old one is deleted, which EKS refuses: a name is unique in a cluster. Give the new one another name, or delete the old one first';

function profileLines({ name, change, isCreatedFirst, findings }: PlannedProfile, paint: Paint): readonly string[] {
  const { mark, tone, words: usual } = MARKS[change];
  const words = isCreatedFirst ? CREATED_FIRST : usual;
  return [
    `${paint(tone, mark)} profile ${paint('strong', printable(name))} ${words}`,
    ...findings.flatMap(({ severity, code, field, message, fix }) => [
      `  ${severity}  ${printable(`${field}: ${message}`)} ${paint('faint', `[${code}]`)}`,
      `  ${' '.repeat(severity.length)}  fix: ${printable(fix)}`,
    ]),
  ];
}

/** Source: EKS, "currently has Fargate profile A in status CREATING" (seen). */
function operationLines({ profileOperations }: PlanReport): readonly string[] {
  if (profileOperations < 2) return [];
  return [
    `EKS creates and deletes one profile at a time: wait for each of these ${profileOperations} operations before the next, as Terraform does`,
  ];
}

function workloadLines({ kind, namespace, name, changes }: PlannedWorkload, paint: Paint): readonly string[] {
  const head = paint('strong', printable(`${kind} ${namespace}/${name}`));
  return [head, ...changes.flatMap((pods) => podLines(pods, paint))];
}

function podLines(planned: PlannedPods, paint: Paint): readonly string[] {
  const { result, pods, stopped, restartsOffFargate, to = '', refusals } = planned;
  const label = paint(RESULT_TONES[result], result);
  const indent = ' '.repeat(result.length);
  return [
    `  ${label}  ${count(pods, 'pod')} ${printable(changeText(planned))}`,
    ...(stopped > 0 ? [`  ${indent}  stopped at once: ${stopped} of ${pods}`] : []),
    ...(restartsOffFargate
      ? [
          `  ${indent}  they may restart before profile ${printable(to)} is ACTIVE, and then stay off Fargate until they are created again`,
        ]
      : []),
    ...refusals.flatMap(({ code, field, message, fix }) => [
      `  ${indent}  Fargate would refuse such a pod: ${printable(`${field}: ${message}`)} ${paint('faint', `[${code}]`)}`,
      `  ${indent}  fix: ${printable(fix)}`,
    ]),
  ];
}

/** What becomes of a pod once it is next created. */
function changeText(planned: PlannedPods): string {
  const { change, from = '', to = '', sizeBefore = 'no size', sizeAfter = 'no size', reason } = planned;
  switch (change) {
    case 'moves-to-fargate':
      return `would move to Fargate profile ${to}, ${sizeAfter}: ${reason}`;
    case 'leaves-fargate':
      return `would leave Fargate profile ${from}: ${reason}`;
    case 'stays-off-fargate':
      return `would stay off Fargate, where profile ${from} would take new ones now: ${reason}`;
    case 'changes-profile':
      return `would change from Fargate profile ${from} to ${to}, ${sizeAfter}: ${reason}`;
    case 'changes-size':
      return `would get ${sizeAfter} instead of ${sizeBefore} on Fargate profile ${to}`;
    case 'unknown':
      return `may run on Fargate or not: ${reason}`;
    case 'unchanged':
      return `would be on Fargate profile ${to} again, ${sizeAfter}`;
  }
}

/** The first says it all. */
export function summaryLines({ summary, prices, planned }: PlanReport): readonly string[] {
  const { pods, changes, refused, stopped, before, after } = summary;
  const parts = [
    `${changes['moves-to-fargate']} would move to Fargate`,
    `${changes['leaves-fargate']} leave it`,
    ...(changes['stays-off-fargate'] > 0 ? [`${changes['stays-off-fargate']} stay off it`] : []),
    ...(changes.unknown > 0 ? [`${changes.unknown} may do either`] : []),
    `${changes['changes-profile']} change profile`,
    `${changes['changes-size']} change size`,
  ];
  const difference = after.costPerMonth - before.costPerMonth;
  const sign = difference < 0 ? '-' : '+';
  const money = (amount: number) => describeMoney(amount, prices.currency);
  return [
    `When they are next created, of ${count(pods, 'pod')} ${parts.join(', ')}; Fargate would refuse ${refused}. Stopped at once: ${stopped}.`,
    `If all pods were created again, on Fargate: ${count(before.pods, 'pod')}, ${describeAmount(before.provisioned)}, ${money(before.costPerMonth)} a month → ${count(after.pods, 'pod')}, ${describeAmount(after.provisioned)}, ${money(after.costPerMonth)} (${sign}${money(Math.abs(difference))})`,
    describeEstimate(prices, after.provisioned),
    printable(`Pods of ${planned.pods}, ${planned.at}; profiles from ${planned.profiles}.`),
  ];
}
