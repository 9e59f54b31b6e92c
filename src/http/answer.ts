import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import type { HttpError } from './http-error.ts';

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
