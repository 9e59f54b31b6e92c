import type { ContainerProblem } from '../../audit/diagnosis/container-problems.ts';
import type { PodDiagnosis } from '../../audit/diagnosis/diagnosis.ts';
import type { PodEvent } from '../../audit/diagnosis/pod-events.ts';
import { describeSkew } from '../../audit/version-skew.ts';
import type { OutputContext } from '../shared/outputs.ts';
import { count, type Paint, printable, RESULT_TONES } from '../shared/terminal-text.ts';

/** A person who looks into one pod reads no more. */
const MAX_EVENTS = 3;

/** At most ten lines. */
export function renderDiagnosis(diagnosis: PodDiagnosis, { paint }: Pick<OutputContext, 'paint'>): string {
  const rows: readonly Row[] = [
    ['placement', describePlacement(diagnosis)],
    ['new pod', describePrediction(diagnosis)],
    ['node', describeNode(diagnosis)],
    ['profile', describeProfile(diagnosis)],
    ['container', describeContainers(diagnosis.containers)],
    ...eventRows(diagnosis.events),
    ['do', diagnosis.fix === '' ? 'nothing' : diagnosis.fix],
  ];
  const shown = rows.flatMap(([title, text]) => (text === '' ? [] : [rowLine(title, text, paint)]));
  return `${[headLine(diagnosis, paint), ...shown].join('\n')}\n`;
}

type Row = readonly [title: string, text: string];

function rowLine(title: string, text: string, paint: Paint): string {
  return `  ${paint('faint', title.padEnd(9))}  ${printable(text)}`;
}

/** What the judge says, except of a pod that is in its place and does not run. */
function headLine({ pod, workload, verdict, runsAsMeant }: PodDiagnosis, paint: Paint): string {
  const { result, message, code } = verdict;
  const owner = workload.kind === 'Pod' ? '' : ` of ${workload.kind} ${workload.name}`;
  const isInPlace = result === 'pass' || result === 'skip';
  const [shown, tone] = isInPlace && !runsAsMeant ? (['fail', 'bad'] as const) : [result, RESULT_TONES[result]];
  const name = paint('strong', printable(`Pod ${pod.namespace}/${pod.name}${owner}`));
  return `${paint(tone, shown)}  ${name} ${printable(message)} ${paint('faint', `[${code}]`)}`;
}

function describePlacement({ placement, provisioned, pod }: PodDiagnosis): string {
  const size = provisioned === undefined ? '' : `, ${provisioned} provisioned`;
  switch (placement.kind) {
    case 'fargate':
      return `Fargate, profile ${placement.profileName ?? '(none)'}${size}, ${pod.phase}`;
    case 'fargate-pending':
      return `none: waits for Fargate, profile ${placement.profileName ?? '(none)'}, ${pod.phase}`;
    case 'other-node':
      return `off Fargate, ${pod.phase}`;
    case 'pending':
      return `none: waits for a node off Fargate, ${pod.phase}`;
  }
}

function describePrediction({ prediction: { onFargate, profile, reason, size } }: PodDiagnosis): string {
  if (!onFargate) return `off Fargate: ${reason}`;
  return `Fargate, profile ${profile ?? '(not confirmed)'}${size === undefined ? '' : `, ${size}`}: ${reason}`;
}

function describeNode({ node, controlPlaneVersion }: PodDiagnosis): string {
  if (node === undefined) return '';
  const { name, kubeletVersion, ready, skew } = node;
  const health = ready === undefined ? '' : `, ${ready ? 'Ready' : 'not Ready'}`;
  const kubelet = kubeletVersion === undefined ? '' : `, kubelet ${kubeletVersion}`;
  const controlPlane = controlPlaneVersion === undefined ? '' : ` (control plane ${controlPlaneVersion}`;
  const comparison =
    controlPlane === '' ? '' : `${controlPlane}${skew === undefined ? '' : `: ${describeSkew(skew)}`})`;
  return `${name}${health}${kubelet}${comparison}`;
}

function describeProfile({ profile }: PodDiagnosis): string {
  if (profile === undefined) return '';
  const { name, status = 'not in the cluster', healthIssues } = profile;
  const health = healthIssues.map(({ code, message }) => `${code}: ${message}`).join('; ');
  return `${name}, ${status}, ${health === '' ? 'no health issue known' : health}`;
}

function describeContainers(containers: readonly ContainerProblem[]): string {
  const [first, ...others] = containers;
  if (first === undefined) return '';
  const { container, reason, message, restarts } = first;
  const more = others.length === 0 ? '' : `; and ${count(others.length, 'more container')}`;
  const restarted = restarts === 0 ? '' : `, ${count(restarts, 'restart')}`;
  return `${container}: ${reason}${message === '' ? '' : `: ${message}`}${restarted}${more}`;
}

function eventRows(events: readonly PodEvent[]): readonly Row[] {
  return events.slice(0, MAX_EVENTS).map(({ at, from, reason, message, count: times }) => {
    const often = times > 1 ? ` (${times} times)` : '';
    return ['event', `${at === '' ? '' : `${at} `}${from} ${reason}${often}: ${message}`];
  });
}
