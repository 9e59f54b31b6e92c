import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { NextFunction, Request, Response } from 'express';

export interface Answer {
  readonly code: number;
  readonly body: string;
  readonly headers?: OutgoingHttpHeaders;
}

/** Never with `Retry-After`: the API server would repeat the call until the webhook's timeout. */
export function errorAnswer(error: HttpError, headers: OutgoingHttpHeaders = {}): Answer {
  return { code: error.code, body: JSON.stringify(error.toStatus()), headers };
}

/** Writes JSON with its length, in one piece. */
export function send(response: ServerResponse, { code, body, headers = {} }: Answer): void {
  const length = Buffer.byteLength(body);
  response.writeHead(code, { 'content-type': 'application/json', 'content-length': length, ...headers });
  response.end(body);
}

export function answerText(response: Response, code: number, text: string): void {
  response.status(code).type('text/plain').end(text);
}

/** Express shows a stack otherwise. Four parameters are how it knows an error handler. */
export function answerFault(_error: unknown, _request: Request, response: Response, _next: NextFunction): void {
  answerText(response, 500, 'internal error\n');
}

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

type ErrorCode = keyof typeof REASONS;

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
