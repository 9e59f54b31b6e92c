import type { Finding } from '../../fargate/finding.ts';
import { isBoundForFargate } from '../../fargate/prediction.ts';
import { describeObject, describePlace } from '../shared/object-reference.ts';
import type { OutputContext } from '../shared/outputs.ts';
import { type Paint, printable, SEVERITY_TONES } from '../shared/terminal-text.ts';
import { decisionLines } from './decision-text.ts';
import type { Explanation } from './explanation.ts';
import { profileLines } from './profile-text.ts';
import { sizeLines } from './size-text.ts';

export function renderText(explanations: readonly Explanation[], { paint }: Pick<OutputContext, 'paint'>): string {
  return explanations.map((explanation) => renderOne(explanation, paint)).join('\n');
}

function renderOne(explanation: Explanation, paint: Paint): string {
  const { profiles, prediction, findings } = explanation;
  const sections = [
    decisionLines(explanation).map(printable),
    profileLines(profiles, prediction, paint),
    sizeSection(explanation),
    findingLines(findings, paint),
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

function findingLines(findings: readonly Finding[], paint: Paint): readonly string[] {
  if (findings.length === 0) return ['Findings: none'];
  const lines = findings.flatMap(({ severity, code, field, message, fix }) => [
    `${paint(SEVERITY_TONES[severity], severity)} ${code} at ${printable(field)}`,
    `  ${printable(message)}`,
    `  Fix: ${printable(fix)}`,
  ]);
  return ['Findings, worst first:', ...lines.map((line) => `  ${line}`)];
}
