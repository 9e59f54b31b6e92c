import type { NextFunction, Request, Response } from 'express';

export function answerText(response: Response, code: number, text: string): void {
  response.status(code).type('text/plain').end(text);
}

/** Express shows a stack otherwise. Four parameters are how it knows an error handler. */
export function answerFault(_error: unknown, _request: Request, response: Response, _next: NextFunction): void {
  answerText(response, 500, 'internal error\n');
}
