import { FieldTypeError } from '../../documents/field.ts';
import { type Answer, HttpError } from '../../http/answer.ts';
import type { AdmissionResponse } from '../admission/response.ts';
import { BadReviewError } from '../admission/review.ts';

export function reviewAnswer(response: AdmissionResponse): Answer {
  return { code: 200, body: JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response }) };
}

/** Whatever was thrown on the way to an answer: the caller's fault where it is known to be that, else our own. */
export function toHttpError(error: unknown, uid: string | undefined): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof BadReviewError || error instanceof FieldTypeError) {
    return new HttpError(400, error.message, { cause: error });
  }
  if (isStackOverflow(error)) return new HttpError(413, 'the object is nested too deeply', { cause: error });
  const where = uid === undefined ? 'its log says why' : `its log says why, under uid ${uid}`;
  return new HttpError(500, `fargate-admission failed on this request; ${where}`, { cause: error });
}

/** JSON.parse takes any depth; what then compares two objects may not. The nesting of the request is all that recursion here follows. */
function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message === 'Maximum call stack size exceeded';
}
