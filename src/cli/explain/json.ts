import type { LivePod } from '../../documents/workloads/live-pod.ts';
import type { Prediction } from '../../fargate/prediction.ts';
import { describePart, type ProfileEvaluation } from '../../fargate/selector-evaluation.ts';
import { decisionOf } from '../check/check-object.ts';
import { printableJson } from '../shared/terminal-text.ts';
import { isDecidedByEks } from './decision-text.ts';
import type { Explanation } from './explanation.ts';
import type { ExplanationList, JsonExplanation, JsonNode, JsonProfile } from './json-form.ts';
import { jsonSize } from './size-json.ts';

/** For a program. */
export function renderJson(explanations: readonly Explanation[]): string {
  const list: ExplanationList = {
    apiVersion: 'fargate-admission/v1alpha1',
    kind: 'ExplanationList',
    items: explanations.map(jsonExplanation),
  };
  return `${printableJson(list)}\n`;
}

function jsonExplanation(explanation: Explanation): JsonExplanation {
  const { object, location, live, prediction, profiles, size, findings } = explanation;
  return {
    object,
    ...(location === undefined ? {} : { location }),
    ...(live?.nodeName === undefined ? {} : { node: jsonNode(live, live.nodeName) }),
    decision: { ...decisionOf(prediction), isForecast: live === undefined || !isDecidedByEks(prediction) },
    profiles: profiles.map((evaluation) => jsonProfile(evaluation, prediction)),
    size: jsonSize(size),
    findings: findings.map(({ severity, code, field, message, fix }) => ({ severity, code, field, message, fix })),
  };
}

function jsonNode({ provisioned }: LivePod, name: string): JsonNode {
  return { name, ...(provisioned === undefined ? {} : { provisioned }) };
}

function jsonProfile({ profile, verdict, selectors }: ProfileEvaluation, prediction: Prediction): JsonProfile {
  const { name, status, healthIssues } = profile;
  return {
    name,
    status,
    healthIssues,
    verdict,
    takesThePod: prediction.kind === 'fargate' && prediction.profile.name === name,
    selectors: selectors.map((selector) => ({
      verdict: selector.verdict,
      parts: selector.parts.map((part) => ({ kind: part.kind, verdict: part.verdict, text: describePart(part) })),
    })),
  };
}
