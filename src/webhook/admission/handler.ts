import type { Agreement } from '../../fargate/eks-decision.ts';
import type { FindingCode } from '../../fargate/finding.ts';
import type { PREDICTION_KINDS } from '../../fargate/prediction.ts';
import type { ProfileSet } from '../../fargate/profile-set.ts';
import type { AdmissionResponse } from './response.ts';
import type { AdmissionRequest } from './review.ts';

/**
 * Answers one request from what is already in memory: no I/O, no waiting.
 *
 * @throws BadReviewError, FieldTypeError when the request cannot be answered as it is; anything else is our own fault.
 */
export type Handler = (request: AdmissionRequest) => HandlerResult;

/**
 * Answers a request whose objects are too large to be read. They are absent from it.
 *
 * @param problem what is too large, as a sentence without its end.
 */
export type UnreadHandler = (request: AdmissionRequest, problem: string) => HandlerResult;

/** The answer, and what log and metrics record of it. */
export interface HandlerResult {
  readonly response: AdmissionResponse;
  /** Absent where nothing was predicted. */
  readonly prediction: (typeof PREDICTION_KINDS)[number] | undefined;
  readonly findings: readonly FindingCode[];
  /** Absent where EKS had no say, or nothing is known to compare with. */
  readonly comparison?: EksComparison | undefined;
  /** Whether a pod gets no annotations, because with them it would have more than Kubernetes takes. */
  readonly areAnnotationsLeftOut?: boolean | undefined;
}

/** Our view of a pod beside EKS's. */
export interface EksComparison {
  readonly agreement: Agreement;
  readonly isDisagreement: boolean;
  /** One line: what we would have predicted, and why. */
  readonly ours: string;
  /** The profile that EKS has chosen, or `none`. */
  readonly theirs: string;
}

/** What the handlers need of the profiles in memory. */
export interface Profiles {
  /** Undefined while none have been loaded. */
  readonly current: ProfileSet | undefined;
  /** Asks for a load outside the regular ones; returns at once. */
  requestRefresh(options: { readonly describeAll: boolean }): void;
}
