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

/** A field's path holds what people write: keys of labels can be long and hold anything. */
const MESSAGE_LIMIT = 1_024;

function oneLine(message: string): string {
  const line = message.slice(0, MESSAGE_LIMIT).replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
  return message.length > MESSAGE_LIMIT ? `${line}…` : line;
}
