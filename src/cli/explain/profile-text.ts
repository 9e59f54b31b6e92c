import type { Prediction } from '../../fargate/prediction.ts';
import {
  describePart,
  type EvaluatedPart,
  type MatchResult,
  type ProfileEvaluation,
  type SelectorEvaluation,
} from '../../fargate/selector-evaluation.ts';
import { type Decision, decisionOf, noteOnProfile } from '../../inspection/decision.ts';
import { type Paint, printable } from '../shared/terminal-text.ts';

/** Every profile and selector, with ✓ or ✗ and why; `?` where it cannot be known before the pods are made. */
export function profileLines(
  profiles: readonly ProfileEvaluation[],
  prediction: Prediction,
  paint: Paint,
): readonly string[] {
  if (profiles.length === 0) return ['Profiles: the cluster has none'];
  const decision = decisionOf(prediction);
  const lines = profiles.flatMap((evaluation) => [
    `${mark(evaluation.result, paint)} ${printable(headOf(evaluation, decision))}`,
    ...evaluation.profile.healthIssues.map(
      ({ code, message }) => `  ${paint('warning', printable(`! ${code}: ${message}`))}`,
    ),
    ...selectorLines(evaluation, paint).map(indent),
  ]);
  return ['Profiles, in the order in which EKS prefers them:', ...lines.map(indent)];
}

function headOf({ profile, result }: ProfileEvaluation, decision: Decision): string {
  const { name, status } = profile;
  const note = noteOnProfile({ name, status, result }, decision);
  return `${name}, ${status}${note === undefined ? '' : `: ${note}`}`;
}

function selectorLines({ selectors }: ProfileEvaluation, paint: Paint): readonly string[] {
  if (selectors.length === 0) return ['it has no selectors'];
  return selectors.flatMap(({ result, parts }: SelectorEvaluation, index) => {
    const head = `${mark(result, paint)} selector ${index}`;
    const [first, ...more] = parts;
    // A selector of nothing but a namespace takes one line.
    if (first !== undefined && more.length === 0) return [`${head}: ${printable(describePart(first))}`];
    return [head, ...parts.map((part) => `  ${partLine(part, paint)}`)];
  });
}

function partLine(part: EvaluatedPart, paint: Paint): string {
  return `${mark(part.result, paint)} ${printable(describePart(part))}`;
}

function mark(result: MatchResult, paint: Paint): string {
  switch (result) {
    case 'matches':
      return paint('good', '✓');
    case 'may-match':
      return paint('warning', '?');
    case 'fails':
      return paint('bad', '✗');
  }
}

function indent(line: string): string {
  return `  ${line}`;
}
