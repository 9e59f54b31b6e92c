import type { PlannedPods, PlannedProfile, PlannedWorkload, PlanReport } from '../../audit/plan/plan-report.ts';
import type { ProfileChangeKind } from '../../audit/plan/planned-profiles.ts';
import { count, describeAmount, describeMoney } from '../shared/amount-text.ts';
import type { OutputContext } from '../shared/outputs.ts';
import { type Paint, printable, RESULT_TONES, type Tone } from '../shared/terminal-text.ts';

/** For a person: the profiles, each workload that something becomes of, and what it comes to. */
export function renderPlan(report: PlanReport, { paint }: Pick<OutputContext, 'paint'>): string {
  const sections = [
    report.profiles.flatMap((profile) => profileLines(profile, paint)),
    report.workloads.flatMap((workload) => workloadLines(workload, paint)),
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

function profileLines({ name, change, findings }: PlannedProfile, paint: Paint): readonly string[] {
  const { mark, tone, words } = MARKS[change];
  return [
    `${paint(tone, mark)} profile ${paint('strong', printable(name))} ${words}`,
    ...findings.flatMap(({ severity, code, message, fix }) => [
      `  ${severity}  ${printable(message)} ${paint('faint', `[${code}]`)}`,
      `  ${' '.repeat(severity.length)}  fix: ${printable(fix)}`,
    ]),
  ];
}

function workloadLines({ kind, namespace, name, changes }: PlannedWorkload, paint: Paint): readonly string[] {
  const head = paint('strong', printable(`${kind} ${namespace}/${name}`));
  return [head, ...changes.flatMap((pods) => podLines(pods, paint))];
}

function podLines(planned: PlannedPods, paint: Paint): readonly string[] {
  const { result, pods, stopped, refusals } = planned;
  const label = paint(RESULT_TONES[result], result);
  const indent = ' '.repeat(result.length);
  return [
    `  ${label}  ${count(pods, 'pod')} ${printable(changeText(planned))}`,
    ...(stopped > 0 ? [`  ${indent}  stopped at once: ${stopped} of ${pods}`] : []),
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
    case 'unchanged':
      return `would be on Fargate profile ${to} again, ${sizeAfter}`;
  }
}

function summaryLines({ summary, prices, planned }: PlanReport): readonly string[] {
  const { pods, changes, refused, stopped, before, after } = summary;
  const parts = [
    `${changes['moves-to-fargate']} would move to Fargate`,
    `${changes['leaves-fargate']} leave it`,
    ...(changes['stays-off-fargate'] > 0 ? [`${changes['stays-off-fargate']} stay off it`] : []),
    `${changes['changes-profile']} change profile`,
    `${changes['changes-size']} change size`,
  ];
  const difference = after.costPerMonth - before.costPerMonth;
  const sign = difference < 0 ? '-' : '+';
  return [
    `When they are next created, of ${count(pods, 'pod')} ${parts.join(', ')}; Fargate would refuse ${refused}. Stopped at once: ${stopped}.`,
    `If all pods were created again, on Fargate: ${count(before.pods, 'pod')}, ${describeAmount(before.provisioned)}, ${describeMoney(before.costPerMonth)} a month → ${count(after.pods, 'pod')}, ${describeAmount(after.provisioned)}, ${describeMoney(after.costPerMonth)} (${sign}${describeMoney(Math.abs(difference))})`,
    `An estimate by the ${prices.source}: $${prices.vcpuHour} a vCPU-hour, $${prices.gigabyteHour} a GB-hour, ${prices.hoursPerMonth} hours a month.`,
    printable(`Pods of ${planned.pods}, ${planned.at}; profiles from ${planned.profiles}.`),
  ];
}
