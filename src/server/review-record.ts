import type { EksComparison, Verdict } from '../admission/handler.ts';
import type { AdmissionRequest } from '../admission/review.ts';
import { type Field, FieldTypeError } from '../documents/field.ts';
import type { HttpError } from './http-error.ts';

export const REVIEW_RESULTS = ['allowed', 'denied', 'patched', 'bad_request', 'error'] as const;
export type ReviewResult = (typeof REVIEW_RESULTS)[number];

/** What log and metrics are told of one review: nothing of the object but its name. */
export interface ReviewRecord extends Partial<RequestFacts> {
  readonly webhook: string;
  readonly result: ReviewResult;
  /** From the request's headers to the answer. */
  readonly durationMs: number;
  readonly prediction?: string;
  readonly findings: readonly string[];
  /** How our view compares with EKS's; both are told only where they differ. */
  readonly agreement?: string;
  readonly ownPrediction?: string;
  readonly eksProfile?: string;
  /** Why it could not be reviewed. */
  readonly error?: HttpError;
}

export interface RequestFacts {
  readonly uid: string;
  readonly operation: string;
  /** `Pod`, or with its group as `FargateProfile.eks.services.k8s.aws`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name?: string;
  /** Where the API server has yet to make up a name. */
  readonly generateName?: string;
  readonly dryRun: boolean;
}

/** What became of a call; `request` is absent where the call was no review. */
export type Outcome =
  | { readonly kind: 'reviewed'; readonly request: AdmissionRequest; readonly verdict: Verdict }
  | { readonly kind: 'failed'; readonly request: AdmissionRequest | undefined; readonly error: HttpError };

export function reviewRecord(webhook: string, outcome: Outcome, durationMs: number): ReviewRecord {
  const facts = outcome.request === undefined ? {} : requestFacts(outcome.request);
  if (outcome.kind === 'failed') {
    const result = outcome.error.code === 500 ? 'error' : 'bad_request';
    return { ...facts, webhook, result, durationMs, findings: [], error: outcome.error };
  }
  const { response, prediction, findings, comparison } = outcome.verdict;
  const result = response.patch === undefined ? (response.allowed ? 'allowed' : 'denied') : 'patched';
  const predicted = prediction === undefined ? {} : { prediction };
  return { ...facts, webhook, result, durationMs, findings, ...predicted, ...comparisonFacts(comparison) };
}

function comparisonFacts(comparison: EksComparison | undefined) {
  if (comparison === undefined) return {};
  const { agreement, isDisagreement, ours, theirs } = comparison;
  return isDisagreement ? { agreement, ownPrediction: ours, eksProfile: theirs } : { agreement };
}

function requestFacts({ uid, operation, kind, namespace, name, dryRun, object }: AdmissionRequest): RequestFacts {
  const ofObject = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
  return {
    uid: cut(uid),
    operation,
    kind: cut(ofObject),
    namespace: cut(namespace),
    ...(name === '' ? generateNameOf(object) : { name: cut(name) }),
    dryRun,
  };
}

function generateNameOf(object: Field): { generateName?: string } {
  try {
    const generateName = object.get('metadata').get('generateName').string();
    return generateName === undefined ? {} : { generateName: cut(generateName) };
  } catch (error) {
    // Telling the caller what is wrong with the object is the handler's part.
    if (error instanceof FieldTypeError) return {};
    throw error;
  }
}

/** No name in Kubernetes is longer; a mutating webhook sees it before the API server has checked it. */
const NAME_LIMIT = 253;

function cut(text: string): string {
  return text.slice(0, NAME_LIMIT);
}
