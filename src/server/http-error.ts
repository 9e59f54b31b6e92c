import { BadReviewError } from '../admission/review.ts';
import { FieldTypeError } from '../documents/field.ts';

/** The metav1.StatusReason of each code. Source: k8s.io/apimachinery, meta/v1/types.go. */
const REASONS = {
  400: 'BadRequest',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  500: 'InternalError',
} as const;

export type ErrorCode = keyof typeof REASONS;

/** A call that is answered with an error. The API server shows the message to the user, so it is one line. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(oneLine(message), options);
    this.code = code;
  }

  /** A metav1.Status: of any other body, kubectl shows no word. */
  toStatus() {
    const { code, message } = this;
    return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason: REASONS[code], code };
  }
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

/** A field's path holds what people write: keys of labels can be long and hold anything. */
const MESSAGE_LIMIT = 1_024;

function oneLine(message: string): string {
  const line = message.slice(0, MESSAGE_LIMIT).replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
  return message.length > MESSAGE_LIMIT ? `${line}…` : line;
}
