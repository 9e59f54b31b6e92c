import { isBoundForFargate, type Prediction, reasonFor } from '../../fargate/prediction.ts';
import { type Explanation, isDecidedByEks } from '../../inspection/explanation.ts';
import { describeObject, describePlace } from '../../inspection/object-reference.ts';
import { describeSuppression } from '../../suppression/suppress.ts';
import type { OutputContext } from '../shared/outputs.ts';
import { type Paint, printable, SEVERITY_TONES } from '../shared/terminal-text.ts';
import { profileLines } from './profile-text.ts';
import { sizeLines } from './size-text.ts';

export function renderText(explanations: readonly Explanation[], style: TextStyle): string {
  return explanations.map((explanation) => renderOne(explanation, style)).join('\n');
}

type TextStyle = Pick<OutputContext, 'paint' | 'showsSuppressed'>;

function renderOne(explanation: Explanation, { paint, showsSuppressed }: TextStyle): string {
  const { profiles, prediction, findings, suppressed } = explanation;
  const sections = [
    decisionLines(explanation).map(printable),
    profileLines(profiles, prediction, paint),
    sizeSection(explanation),
    [...findingLines(findings, paint), ...suppressedLines(suppressed, showsSuppressed)],
  ];
  const body = sections.map((lines) => lines.map((line) => `  ${line}\n`).join('')).join('\n');
  return `${paint('strong', titleOf(explanation))}\n${body}`;
}

function titleOf({ object, location }: Explanation): string {
  const place = location === undefined ? '' : `, ${describePlace(location)}`;
  return printable(`${describeObject(object)}${place}`);
}

function sizeSection({ size, prediction, live }: Explanation): readonly string[] {
  const [head = '', ...rows] = sizeLines(size);
  const title = isBoundForFargate(prediction) ? 'Size' : 'Size, if it were on Fargate';
  const actual = live?.provisioned;
  const byEks = actual === undefined ? [] : [printable(`EKS reports that it has provisioned ${actual}.`)];
  return [`${title}: ${head}`, ...rows, ...byEks];
}

function findingLines(findings: Explanation['findings'], paint: Paint): readonly string[] {
  if (findings.length === 0) return ['Findings: none'];
  const lines = findings.flatMap(({ severity, code, field, message, fix }) => [
    `${paint(SEVERITY_TONES[severity], severity)} ${code} at ${printable(field)}`,
    `  ${printable(message)}`,
    `  Fix: ${printable(fix)}`,
  ]);
  return ['Findings, worst first:', ...lines.map((line) => `  ${line}`)];
}

function suppressedLines(suppressed: Explanation['suppressed'], showsSuppressed: boolean): readonly string[] {
  if (suppressed.length === 0) return [];
  if (!showsSuppressed) return [`Suppressed: ${suppressed.length}, which --show-suppressed shows`];
  const lines = suppressed.flatMap(({ severity, code, field, message, suppression }) => [
    `${severity} ${code} at ${printable(field)}`,
    `  ${printable(message)}`,
    `  ${printable(describeSuppression(suppression))}`,
  ]);
  return ['Suppressed:', ...lines.map((line) => `  ${line}`)];
}

/** Where the pods run, or will run, and why: a line each. */
function decisionLines(explanation: Explanation): readonly string[] {
  return [...placeLines(explanation), ...caveatLines(explanation)];
}

function placeLines({ prediction, live, workload }: Explanation): readonly string[] {
  if (live === undefined) return [`${placement(prediction, workload.kind === 'Pod' ? THIS_POD : ITS_PODS)}.`];
  const { nodeName } = live;
  const node = nodeName === undefined ? 'It has no node yet.' : `It runs on node ${nodeName}.`;
  if (prediction.kind === 'eks-unconfirmed' && nodeName !== undefined) {
    return [`The pod is on Fargate profile ${prediction.profileName}: ${reasonFor(prediction)}. ${node}`];
  }
  if (isDecidedByEks(prediction)) return [`${placement(prediction, THIS_POD)}. ${node}`];
  return [
    `The pod is not on Fargate: EKS chose no profile for it when it was created. ${node}`,
    `${placement(prediction, NEW_POD)}.`,
  ];
}

/** An error is what Fargate refuses a pod for, whatever is suppressed. */
function caveatLines({ prediction, assessed, suppressed }: Explanation): readonly string[] {
  const isRefused = isBoundForFargate(prediction) && assessed.some(({ severity }) => severity === 'error');
  const isUnmatched = assessed.some(({ code }) => code === 'fargate-scheduler');
  const mayChange = assessed.some(({ code }) => code === 'may-match');
  const rest = suppressed.length === 0 ? 'see the errors below' : 'see the errors below, and those that are suppressed';
  return [
    ...(isRefused ? [`Fargate refuses such a pod, which then stays Pending: ${rest}.`] : []),
    ...(isUnmatched ? [`No scheduler takes such a pod, which then stays Pending: ${rest}.`] : []),
    ...(mayChange ? ['That may turn out otherwise once the pods are made: see the selectors marked with "?".'] : []),
  ];
}

interface Wording {
  readonly onFargate: string;
  readonly perhaps: string;
  readonly notOnFargate: string;
  readonly unknown: string;
}

const THIS_POD: Wording = {
  onFargate: 'The pod is bound for',
  perhaps: 'The pod may be bound for',
  notOnFargate: 'The pod will not run on',
  unknown: 'Nothing is known of the pod',
};

const ITS_PODS: Wording = {
  onFargate: 'Its pods are bound for',
  perhaps: 'Its pods may be bound for',
  notOnFargate: 'Its pods will not run on',
  unknown: 'Nothing is known of its pods',
};

const NEW_POD: Wording = {
  onFargate: 'A new pod like it would be bound for',
  perhaps: 'A new pod like it may be bound for',
  notOnFargate: 'A new pod like it would not run on',
  unknown: 'Nothing is known of a new pod like it',
};

function placement(prediction: Prediction, { onFargate, perhaps, notOnFargate, unknown }: Wording): string {
  const reason = reasonFor(prediction);
  switch (prediction.kind) {
    case 'fargate':
      return `${onFargate} Fargate profile ${prediction.profile.name}: ${reason}`;
    case 'eks-unconfirmed':
      return `${perhaps} Fargate profile ${prediction.profileName}: ${reason}`;
    case 'not-fargate':
      return `${notOnFargate} Fargate: ${reason}`;
    case 'unknown':
      return `${unknown}: ${reason}`;
  }
}
