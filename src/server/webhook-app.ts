import type { IncomingMessage } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { type AdmissionRequest, parseReview } from '../admission/review.ts';
import { type Answer, errorAnswer, reviewAnswer, send } from './answer.ts';
import { type BodyBudget, createBodyBudget } from './body-budget.ts';
import { HttpError, toHttpError } from './http-error.ts';
import { BODY_BUDGET, readJson } from './request-body.ts';
import { type Outcome, type ReviewRecord, reviewRecord } from './review-record.ts';
import type { Webhook } from './webhook.ts';

export interface WebhookAppOptions {
  readonly webhooks: readonly Webhook[];
  /** True from the moment on which each answer closes its connection. */
  readonly isDraining: () => boolean;
  /** Called once a review, after its answer is written. */
  readonly onReview: (record: ReviewRecord) => void;
}

/**
 * The HTTP contract of the webhooks: an AdmissionReview in, an AdmissionReview out, a metav1.Status for every error.
 * A fault of our own is 500 and no AdmissionReview, so that the operator's failurePolicy decides.
 */
export function createWebhookApp(options: WebhookAppOptions): Express {
  const app = express().disable('x-powered-by').disable('etag').disable('query parser');
  app.enable('case sensitive routing').enable('strict routing');
  app.use((_request, response, next) => {
    // The API server does not repeat a POST whose connection died, so it must stop using ours before the listener closes.
    if (options.isDraining()) response.setHeader('connection', 'close');
    next();
  });
  const budget = createBodyBudget(BODY_BUDGET);
  for (const webhook of options.webhooks) {
    app
      .route(webhook.path)
      .post((request, response) => answerReview(request, response, { webhook, options, budget }))
      .all((_request, response) => send(response, methodNotAllowed()));
  }
  app.use((request, response) => send(response, notFound(request.path)));
  app.use(answerFault);
  return app;
}

interface ReviewContext {
  readonly webhook: Webhook;
  readonly options: WebhookAppOptions;
  readonly budget: BodyBudget;
}

async function answerReview(request: Request, response: Response, context: ReviewContext): Promise<void> {
  const { webhook, options } = context;
  const startedAtMs = performance.now();
  const { answer, outcome } = await review(request, context);
  send(response, answer);
  options.onReview(reviewRecord(webhook.name, outcome, performance.now() - startedAtMs));
}

interface Reviewed {
  readonly answer: Answer;
  readonly outcome: Outcome;
}

async function review(call: IncomingMessage, { webhook, budget }: ReviewContext): Promise<Reviewed> {
  let request: AdmissionRequest | undefined;
  try {
    request = parseReview(await readJson(call, budget));
    const verdict = webhook.handler(request);
    return { answer: reviewAnswer(verdict.response), outcome: { kind: 'reviewed', request, verdict } };
  } catch (cause) {
    const error = toHttpError(cause, request?.uid);
    return { answer: errorAnswer(error), outcome: { kind: 'failed', request, error } };
  }
}

function methodNotAllowed(): Answer {
  return errorAnswer(new HttpError(405, 'reviews are sent by POST'), { allow: 'POST' });
}

function notFound(path: string): Answer {
  return errorAnswer(new HttpError(404, `there is no webhook at ${path}`));
}

/** Four parameters are how Express knows an error handler. */
function answerFault(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) next(error);
  else send(response, errorAnswer(toHttpError(error, undefined)));
}
