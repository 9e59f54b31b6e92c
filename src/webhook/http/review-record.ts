import { FieldTypeError } from '../../documents/field.ts';
import type { HttpError } from '../../http/answer.ts';
import type { Handler, HandlerResult, UnreadHandler } from '../admission/handler.ts';
import type { AdmissionRequest } from '../admission/review.ts';

export const REVIEW_RESULTS = ['allowed', 'denied', 'patched', 'bad_request', 'error'] as const;
export type ReviewResult = (typeof REVIEW_RESULTS)[number];

/**
 * What log and metrics record of one review: nothing of the object but its name. A field that does not apply is there
 * as undefined, so that all records have one shape; the order of the fields is that of the log's line.
 */
export interface ReviewRecord {
  readonly uid: string | undefined;
  readonly webhook: string;
  readonly operation: string | undefined;
  /** `Pod`, or with its group as `FargateProfile.eks.services.k8s.aws`. */
  readonly kind: string | undefined;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  /** Where the API server has yet to make up a name. */
  readonly generateName: string | undefined;
  readonly dryRun: boolean | undefined;
  readonly result: ReviewResult;
  readonly prediction: HandlerResult['prediction'];
  /** Codes, each once: a pod of ten thousand containers has ten thousand findings. */
  readonly findings: HandlerResult['findings'];
  /** How our view compares with EKS's; both are recorded only where they differ. */
  readonly agreement: NonNullable<HandlerResult['comparison']>['agreement'] | undefined;
  readonly ownPrediction: string | undefined;
  readonly eksProfile: string | undefined;
  /** Present where the pod gets no annotations, because with them it would have more than Kubernetes takes. */
  readonly leftOut: 'annotations-too-long' | undefined;
  /** Why it could not be reviewed. */
  readonly error: HttpError | undefined;
  /** From the request's headers to the answer. */
  readonly durationMs: number;
}

/** What became of a call; `request` is absent where the call was no review. */
export type Outcome =
  | {
      readonly kind: 'reviewed';
      readonly request: AdmissionRequest;
      readonly verdict: HandlerResult;
      /** Why the verdict is about an object that could not be read. */
      readonly error?: HttpError | undefined;
    }
  | { readonly kind: 'failed'; readonly request: AdmissionRequest | undefined; readonly error: HttpError };

/** All but the time; holds on to nothing of the object that was reviewed. */
export function reviewFacts(webhook: string, outcome: Outcome): Omit<ReviewRecord, 'durationMs'> {
  const { request } = outcome;
  const verdict = outcome.kind === 'reviewed' ? outcome.verdict : undefined;
  const comparison = verdict?.comparison;
  const disagreement = comparison?.isDisagreement ? comparison : undefined;
  const hasName = request !== undefined && request.name !== '';
  return {
    uid: request && cut(request.uid),
    webhook,
    operation: request?.operation,
    kind: request && kindOf(request),
    namespace: request && cut(request.namespace),
    name: hasName ? cut(request.name) : undefined,
    generateName: request === undefined || hasName ? undefined : generateNameOf(request),
    dryRun: request?.dryRun,
    result: resultOf(outcome),
    prediction: verdict?.prediction,
    findings: eachOnce(verdict?.findings ?? []),
    agreement: comparison?.agreement,
    ownPrediction: disagreement?.ours,
    eksProfile: disagreement?.theirs,
    leftOut: verdict?.areAnnotationsLeftOut === true ? 'annotations-too-long' : undefined,
    error: outcome.error,
  };
}

function eachOnce(codes: HandlerResult['findings']): HandlerResult['findings'] {
  return codes.length < 2 ? codes : [...new Set(codes)];
}

function resultOf(outcome: Outcome): ReviewResult {
  if (outcome.kind === 'failed') return outcome.error.code === 500 ? 'error' : 'bad_request';
  const { response } = outcome.verdict;
  if (response.patch !== undefined) return 'patched';
  return response.allowed ? 'allowed' : 'denied';
}

function kindOf({ kind: { group, kind } }: AdmissionRequest): string {
  return cut(group === '' ? kind : `${kind}.${group}`);
}

function generateNameOf({ object }: AdmissionRequest): string | undefined {
  try {
    const generateName = object.get('metadata').get('generateName').string();
    return generateName && cut(generateName);
  } catch (error) {
    // Telling the caller what is wrong with the object is the handler's part.
    if (error instanceof FieldTypeError) return undefined;
    throw error;
  }
}

/** No name in Kubernetes is longer; a mutating webhook sees it before the API server has checked it. */
const NAME_LIMIT = 253;

function cut(text: string): string {
  return text.slice(0, NAME_LIMIT);
}

/** One webhook that the API server can call. */
export interface Webhook {
  /** Such as `/mutate/pods`: matched whole and by case, whatever query follows it. */
  readonly path: string;
  /** In the log and in the metrics. */
  readonly name: string;
  readonly handler: Handler;
  /** Where what is too large to be reviewed is denied; absent where failurePolicy decides. */
  readonly unreadHandler?: UnreadHandler;
}
