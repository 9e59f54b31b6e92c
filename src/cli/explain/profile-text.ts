import type { Prediction } from '../../fargate/prediction.ts';
import {
  describePart,
  type EvaluatedPart,
  type MatchResult,
  type ProfileEvaluation,
  type SelectorEvaluation,
} from '../../fargate/selector-evaluation.ts';
import { type Paint, printable } from '../shared/terminal-text.ts';

/** Every profile and selector, with ✓ or ✗ and why; `?` where it cannot be known before the pods are made. */
export function profileLines(
  profiles: readonly ProfileEvaluation[],
  prediction: Prediction,
  paint: Paint,
): readonly string[] {
  if (profiles.length === 0) return ['Profiles: the cluster has none'];
  const lines = profiles.flatMap((evaluation) => [
    `${mark(evaluation.result, paint)} ${printable(headOf(evaluation, prediction))}`,
    ...evaluation.profile.healthIssues.map(
      ({ code, message }) => `  ${paint('warning', printable(`! ${code}: ${message}`))}`,
    ),
    ...selectorLines(evaluation, paint).map(indent),
  ]);
  return ['Profiles, in the order in which EKS prefers them:', ...lines.map(indent)];
}

function headOf({ profile, result }: ProfileEvaluation, prediction: Prediction): string {
  const { name, status } = profile;
  if (prediction.kind === 'fargate' && prediction.profile.name === name) return `${name}, ${status}: takes the pod`;
  if (result === 'fails') return `${name}, ${status}`;
  if (status !== 'ACTIVE') return `${name}, ${status}: only an ACTIVE profile takes pods`;
  if (prediction.kind !== 'fargate' || result === 'may-match') return `${name}, ${status}`;
  const winner = prediction.profile.name;
  switch (prediction.decidedBy) {
    case 'selector':
      return `${name}, ${status}: not chosen: ${winner} sorts first`;
    case 'label':
      return `${name}, ${status}: not chosen: the pod names ${winner}`;
    case 'eks':
      return `${name}, ${status}: not chosen: EKS has chosen ${winner}`;
  }
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
