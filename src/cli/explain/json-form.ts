import type { ContainerRole } from '../../fargate/capacity.ts';
import type { HealthIssue, ProfileStatus } from '../../fargate/profile.ts';
import type { Verdict } from '../../fargate/selector-evaluation.ts';
import type { CheckedFinding, Decision, Location, ObjectReference, Size } from '../check/report.ts';

/** What `explain -o json` prints: always a list, however many workloads there are. */
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
  readonly findings: readonly JsonFinding[];
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
  readonly isForecast: boolean;
}

export interface JsonProfile {
  readonly name: string;
  readonly status: ProfileStatus;
  readonly healthIssues: readonly HealthIssue[];
  /** `may-match`: it depends on a label whose value is not known before the pods are made. */
  readonly verdict: Verdict;
  readonly takesThePod: boolean;
  readonly selectors: readonly { readonly verdict: Verdict; readonly parts: readonly JsonPart[] }[];
}

/** The namespace of a selector, or one of its label pairs. */
export interface JsonPart {
  readonly kind: 'namespace' | 'label';
  readonly verdict: Verdict;
  /** In words: `label tier=frontend; the pod has tier=front`. */
  readonly text: string;
}

export type JsonFinding = Omit<CheckedFinding, 'location'>;

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
