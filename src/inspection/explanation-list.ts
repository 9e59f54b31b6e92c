import type { LivePod } from '../documents/workloads/live-pod.ts';
import type { ContainerRequests, ContainerRole, ResourceArithmetic, SizeArithmetic } from '../fargate/capacity.ts';
import type { Prediction } from '../fargate/prediction.ts';
import type { HealthIssue, ProfileStatus } from '../fargate/profile.ts';
import type { InvalidQuantity } from '../fargate/requests.ts';
import { describePart, type MatchResult, type ProfileEvaluation } from '../fargate/selector-evaluation.ts';
import { type Decision, decisionOf, type Size, sizeOf } from './decision.ts';
import { type Explanation, isDecidedByEks } from './explanation.ts';
import type { Location, ObjectReference } from './object-reference.ts';
import type { PlacedFinding } from './suppress-items.ts';

/** What `explain -o json` and `-o yaml` print: always a list, however many workloads there are. */
export interface ExplanationList {
  readonly apiVersion: 'fargate-admission/v1alpha1';
  readonly kind: 'ExplanationList';
  readonly items: readonly JsonExplanation[];
}

/** A field that is absent does not apply. */
export interface JsonExplanation {
  readonly object: ObjectReference;
  /** Where it was read from a file. */
  readonly location?: Location;
  /** Of a pod that exists and has one. */
  readonly node?: JsonNode;
  readonly decision: JsonDecision;
  /** In the order in which EKS prefers them. */
  readonly profiles: readonly JsonProfile[];
  readonly size: JsonSize;
  /** Worst first. */
  readonly findings: readonly PlacedFinding[];
  /** With why each is hidden. */
  readonly suppressed: Explanation['suppressed'];
}

export interface JsonNode {
  readonly name: string;
  /** What EKS says it has provisioned, in its words: `0.25vCPU 0.5GB`. */
  readonly provisioned?: string;
}

export interface JsonDecision extends Decision {
  /**
   * True where this is about a new pod: about those that a workload will make, or, for a pod that exists and on which
   * EKS has not decided, about one like it.
   */
  readonly isPrediction: boolean;
}

export interface JsonProfile {
  readonly name: string;
  readonly status: ProfileStatus;
  readonly healthIssues: readonly HealthIssue[];
  /** `may-match`: it depends on a label whose value is not known before the pods are made. */
  readonly result: MatchResult;
  readonly takesThePod: boolean;
  readonly selectors: readonly { readonly result: MatchResult; readonly parts: readonly JsonPart[] }[];
}

/** The namespace of a selector, or one of its label pairs. */
export interface JsonPart {
  readonly kind: 'namespace' | 'label';
  readonly result: MatchResult;
  /** In words: `label tier=frontend (the pod has tier=front)`. */
  readonly text: string;
}

/** Without the arithmetic where a quantity is invalid. */
export type JsonSize = Size & Partial<JsonArithmetic>;

export interface JsonArithmetic {
  /** In the order in which they start. */
  readonly containers: readonly JsonContainer[];
  readonly cpuMillis: JsonSum;
  readonly memoryBytes: JsonSum;
}

export interface JsonContainer {
  readonly name: string;
  readonly role: ContainerRole;
  /** Absent where neither a request nor a limit says it. */
  readonly cpuMillis?: number;
  readonly memoryBytes?: number;
  /** Those of `cpu` and `memory` that are not requested, so that the limit counts. */
  readonly fromLimit: readonly ('cpu' | 'memory')[];
}

export interface JsonSum {
  /** By the init container that asks for most, with the sidecars started before it. */
  readonly starting: number;
  /** By sidecars and containers together. */
  readonly running: number;
  /** Replaces both. */
  readonly podLevel?: number;
  /** What Fargate adds for itself. */
  readonly overhead: number;
  /** What the size has to hold: requested and overhead. */
  readonly needed: number;
}

export function explanationList(explanations: readonly Explanation[]): ExplanationList {
  return {
    apiVersion: 'fargate-admission/v1alpha1',
    kind: 'ExplanationList',
    items: explanations.map(jsonExplanation),
  };
}

function jsonExplanation(explanation: Explanation): JsonExplanation {
  const { object, location, live, prediction, profiles, size, findings, suppressed } = explanation;
  return {
    object,
    ...(location === undefined ? {} : { location }),
    ...(live?.nodeName === undefined ? {} : { node: jsonNode(live, live.nodeName) }),
    decision: { ...decisionOf(prediction), isPrediction: live === undefined || !isDecidedByEks(prediction) },
    profiles: profiles.map((evaluation) => jsonProfile(evaluation, prediction)),
    size: jsonSize(size),
    findings,
    suppressed,
  };
}

function jsonNode({ provisioned }: LivePod, name: string): JsonNode {
  return { name, ...(provisioned === undefined ? {} : { provisioned }) };
}

function jsonProfile({ profile, result, selectors }: ProfileEvaluation, prediction: Prediction): JsonProfile {
  const { name, status, healthIssues } = profile;
  return {
    name,
    status,
    healthIssues,
    result,
    takesThePod: prediction.kind === 'fargate' && prediction.profile.name === name,
    selectors: selectors.map((selector) => ({
      result: selector.result,
      parts: selector.parts.map((part) => ({ kind: part.kind, result: part.result, text: describePart(part) })),
    })),
  };
}

function jsonSize(size: SizeArithmetic | InvalidQuantity): JsonSize {
  if (size.kind === 'invalid-quantity') return sizeOf(size);
  const { capacity, cpu, memory, memoryOverhead } = size;
  return {
    ...sizeOf(capacity),
    containers: size.containers.map(jsonContainer),
    cpuMillis: jsonSum({ ...cpu, overhead: 0n }, Number),
    memoryBytes: jsonSum({ ...memory, overhead: memoryOverhead }, wholeBytes),
  };
}

function jsonContainer({ name, role, cpu, memory }: ContainerRequests): JsonContainer {
  const asked = { cpu, memory };
  return {
    name,
    role,
    ...(cpu === undefined ? {} : { cpuMillis: Number(cpu.amount) }),
    ...(memory === undefined ? {} : { memoryBytes: wholeBytes(memory.amount) }),
    fromLimit: (['cpu', 'memory'] as const).filter((resource) => asked[resource]?.from === 'limit'),
  };
}

function jsonSum(
  { starting, running, podLevel, requested, overhead }: ResourceArithmetic & { readonly overhead: bigint },
  toNumber: (thousandths: bigint) => number,
): JsonSum {
  return {
    starting: toNumber(starting),
    running: toNumber(running),
    ...(podLevel === undefined ? {} : { podLevel: toNumber(podLevel) }),
    overhead: toNumber(overhead),
    needed: toNumber(requested + overhead),
  };
}

function wholeBytes(thousandths: bigint): number {
  return Number((thousandths + 999n) / 1000n);
}
