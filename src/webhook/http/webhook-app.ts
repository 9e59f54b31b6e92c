import type { ServerResponse } from 'node:http';
import type { ErrorRequestHandler, Express, NextFunction, Request, Response } from 'express';
import { type Answer, errorAnswer, HttpError, send } from '../../http/answer.ts';
import { createApp } from '../../http/express.ts';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import { type AdmissionRequest, parseReview, parseReviewHead } from '../admission/review.ts';
import { createBodyRoom } from './body-room.ts';
import { LargeBody } from './large-body.ts';
import { BODY_ROOM_BYTES, type Body, headOf, parseJson, receiveBody, type UnreadBody } from './request-body.ts';
import { reviewAnswer, toHttpError } from './review-answer.ts';
import { type Outcome, type ReviewRecord, reviewFacts, type Webhook } from './review-record.ts';

interface WebhookAppOptions {
  readonly webhooks: readonly Webhook[];
  /** True from the moment on which each answer closes its connection. */
  readonly isDraining: () => boolean;
  /** Called once a review, after its answer is written. */
  readonly onReview: (record: ReviewRecord) => void;
  /** For how long a large body takes. */
  readonly clock?: Clock;
}

/**
 * The HTTP contract of the webhooks: an AdmissionReview in, an AdmissionReview out, a metav1.Status for every error.
 * A fault of our own is 500 and no AdmissionReview, so that the operator's failurePolicy decides.
 */
export function createWebhookApp(options: WebhookAppOptions): Express {
  const app = createApp().disable('query parser');
  app.enable('case sensitive routing').enable('strict routing');
  const receive = createReceiver(options);
  for (const webhook of options.webhooks) {
    app
      .route(webhook.path)
      .post((request, response, next) => receive({ request, response, next, webhook, startedAtMs: performance.now() }))
      .all((_request, response) => reply(response, methodNotAllowed(), options));
  }
  app.use((request, response) => reply(response, notFound(request.path), options));
  app.use(faultAnswerer(options));
  return app;
}

/** As Express hands it over. */
interface Call {
  readonly request: Request;
  readonly response: Response;
  readonly next: NextFunction;
  readonly webhook: Webhook;
  readonly startedAtMs: number;
}

interface ReceivedCall extends Call {
  readonly body: Body;
}

/** What is parsed of so many bodies of ordinary size is some megabytes. */
const MAX_AT_ONCE = 32;

/** Reads the body of each call and answers it, together with those that came in the same turn; a large one by itself. */
function createReceiver(options: WebhookAppOptions): (call: Call) => void {
  const { clock = systemClock } = options;
  const room = createBodyRoom({ totalBytes: BODY_ROOM_BYTES, clock });
  const answerWithOthers = createBatcher<ReceivedCall>(MAX_AT_ONCE, (calls) => answerReviews(calls, options));
  return (call) => {
    receiveBody(call.request, room, (body) => {
      const received = { ...call, body };
      if (body instanceof LargeBody) answerReviews([received], options);
      else answerWithOthers(received);
    });
  };
}

/** Stage by stage: decide, answer, record. Express answers a fault of one call; other calls are not affected. */
function answerReviews(calls: readonly ReceivedCall[], options: WebhookAppOptions): void {
  const decisions = calls.map(decide);
  for (const { call, answer } of decisions) attempt(call, () => reply(call.response, answer, options));
  const answeredAtMs = performance.now();
  for (const { call, facts } of decisions) {
    attempt(call, () => options.onReview({ ...facts, durationMs: answeredAtMs - call.startedAtMs }));
  }
}

interface Decision {
  readonly call: ReceivedCall;
  readonly answer: Answer;
  readonly facts: Omit<ReviewRecord, 'durationMs'>;
}

/** What was reviewed is not kept until the whole group is: it may be large. */
function decide(call: ReceivedCall): Decision {
  const outcome = review(call.body, call.webhook);
  return { call, answer: answerTo(outcome), facts: reviewFacts(call.webhook.name, outcome) };
}

function attempt({ next }: Call, act: () => void): void {
  try {
    act();
  } catch (error) {
    next(error);
  }
}

function review(body: Body, webhook: Webhook): Outcome {
  if (!Buffer.isBuffer(body) && !(body instanceof LargeBody)) return answerUnread(body, webhook);
  const head = body instanceof LargeBody ? headOf(body) : body;
  let request: AdmissionRequest | undefined;
  try {
    request = parseReview(parseJson(body));
    return { kind: 'reviewed', request, verdict: webhook.handler(request) };
  } catch (cause) {
    const error = toHttpError(cause, request?.uid);
    return error.code === 413 ? answerUnread({ error, head }, webhook) : { kind: 'failed', request, error };
  }
}

/** What is too large is denied where it otherwise might be: with `failurePolicy: Ignore` an error would let it through. */
function answerUnread({ error, head }: UnreadBody, { unreadHandler }: Webhook): Outcome {
  const request = head === undefined ? undefined : parseReviewHead(head.toString());
  if (request === undefined || unreadHandler === undefined) return { kind: 'failed', request, error };
  return { kind: 'reviewed', request, verdict: unreadHandler(request, error.message), error };
}

function answerTo(outcome: Outcome): Answer {
  return outcome.kind === 'reviewed' ? reviewAnswer(outcome.verdict.response) : errorAnswer(outcome.error);
}

/** The API server does not repeat a POST whose connection died, so it must stop using ours before the listener closes. */
function reply(response: ServerResponse, answer: Answer, { isDraining }: Pick<WebhookAppOptions, 'isDraining'>): void {
  if (isDraining()) response.setHeader('connection', 'close');
  send(response, answer);
}

function methodNotAllowed(): Answer {
  return errorAnswer(new HttpError(405, 'reviews are sent by POST'), { allow: 'POST' });
}

function notFound(path: string): Answer {
  return errorAnswer(new HttpError(404, `there is no webhook at ${path}`));
}

/** Four parameters are how Express knows an error handler. */
function faultAnswerer(options: WebhookAppOptions): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) next(error);
    else reply(response, errorAnswer(toHttpError(error, undefined)), options);
  };
}

/**
 * Gathers what comes within one turn of the event loop, and hands it over when the turn ends, in groups of at most `most`.
 *
 * Under load a turn brings many reviews. Worked on one after the other, each finds the code of all its stages gone from
 * the processor's caches; stage by stage for a whole group, only the first does.
 */
export function createBatcher<Item>(most: number, handOver: (group: readonly Item[]) => void): (item: Item) => void {
  let items: Item[] = [];

  function end(): void {
    const gathered = items;
    items = [];
    for (let first = 0; first < gathered.length; first += most) handOver(gathered.slice(first, first + most));
  }

  return (item) => {
    if (items.length === 0) setImmediate(end);
    items.push(item);
  };
}
