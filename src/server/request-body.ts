import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { BodyBudget, BodyBudgetOptions } from './body-budget.ts';
import { HttpError } from './http-error.ts';
import { holdsMoreValues } from './json-values.ts';

/** An etcd object is 1.5 MiB at most, the API server takes requests of 3 MiB, and an UPDATE carries the object twice. */
export const BODY_LIMIT_BYTES = 7 * 1024 * 1024;

/**
 * A real review has hundreds, a very large one some ten thousand. So many as this take 50 MiB once they are parsed, of the
 * 128 MiB that Node sets itself in a container of 256 MiB.
 */
export const MOST_VALUES = 500_000;

/**
 * Two of the largest bodies at a time, the others wait; and 64 KiB for each of the 1,024 connections, so that an ordinary
 * review never waits for anybody. The process itself takes some 90 MiB of the 256 MiB that the Deployment gives it.
 */
export const BODY_BUDGET: BodyBudgetOptions = { totalBytes: 2 * BODY_LIMIT_BYTES, alwaysBytes: 64 * 1024 };

/**
 * Reads the body of a request, and tells it, or why there is none to be had: HttpError 415 for another content type or a
 * compressed body, 413 over {@link BODY_LIMIT_BYTES}, 400 for one that breaks off.
 *
 * By a callback, not a promise: all that an ordinary review waits for is one event.
 */
export function receiveBody(
  request: IncomingMessage,
  budget: BodyBudget,
  tell: (body: Buffer | HttpError) => void,
): void {
  const refusal = refusalOf(request.headers);
  const bytes = bytesToHold(request.headers);
  if (refusal !== undefined) tell(refusal);
  else if (budget.isAlwaysThere(bytes)) collect(request, tell);
  else void collectInTurn(request, { budget, bytes, tell });
}

/** @throws HttpError 413 for more than {@link MOST_VALUES}, 400 for what is no JSON. */
export function parseJson(body: Buffer): unknown {
  if (holdsMoreValues(body, MOST_VALUES)) throw new HttpError(413, `the body holds more than ${MOST_VALUES} values`);
  try {
    return JSON.parse(body.toString());
  } catch (error) {
    throw new HttpError(400, `the body is not JSON${placeOf(error)}`);
  }
}

const JSON_TYPE = 'application/json';

function refusalOf({ 'content-type': type = '', 'content-encoding': encoding }: IncomingHttpHeaders) {
  // As every API server writes it.
  if (type !== JSON_TYPE && mediaTypeOf(type) !== JSON_TYPE) {
    return new HttpError(415, `content type must be ${JSON_TYPE}, not ${JSON.stringify(type)}`);
  }
  if (encoding === undefined || encoding.toLowerCase() === 'identity') return undefined;
  return new HttpError(415, 'compressed bodies are not read');
}

function mediaTypeOf(contentType: string): string {
  const [mediaType = ''] = contentType.split(';', 1);
  return mediaType.trim().toLowerCase();
}

/** Nothing is kept of a body that is too large; one that does not tell its length may be as large as any. */
function bytesToHold(headers: IncomingHttpHeaders): number {
  const bytes = declaredBytes(headers) ?? BODY_LIMIT_BYTES;
  return bytes > BODY_LIMIT_BYTES ? 0 : bytes;
}

function declaredBytes({ 'content-length': length }: IncomingHttpHeaders): number | undefined {
  return length === undefined ? undefined : Number(length);
}

interface Turn {
  readonly budget: BodyBudget;
  readonly bytes: number;
  readonly tell: (body: Buffer | HttpError) => void;
}

/** Until it may enter, nothing of the body is read, and its sender is held up by the connection's own windows. */
async function collectInTurn(request: IncomingMessage, { budget, bytes, tell }: Turn): Promise<void> {
  const broken = new AbortController();
  const abort = (): void => broken.abort();
  request.once('close', abort);
  try {
    const leave = await budget.enter(bytes, broken.signal);
    collect(request, (body) => {
      tell(body);
      leave();
    });
  } catch (cause) {
    tell(brokenConnection(cause));
  } finally {
    request.off('close', abort);
  }
}

/**
 * Of a body over the limit nothing is kept, but it is read to its end: the sender looks at the answer only then.
 * The listener's request timeout ends one that never does.
 */
function collect(request: IncomingMessage, tell: (body: Buffer | HttpError) => void): void {
  const isTooLarge = (declaredBytes(request.headers) ?? 0) > BODY_LIMIT_BYTES;
  let chunks: Buffer[] = [];
  let lengthBytes = 0;
  let isWhole = false;
  request.on('data', (chunk: Buffer) => {
    lengthBytes += chunk.length;
    if (lengthBytes <= BODY_LIMIT_BYTES && !isTooLarge) chunks.push(chunk);
    else chunks = [];
  });
  request.on('end', () => {
    isWhole = true;
    if (lengthBytes <= BODY_LIMIT_BYTES) tell(joined(chunks, lengthBytes));
    else tell(new HttpError(413, `the body is larger than ${BODY_LIMIT_BYTES} bytes`));
  });
  request.on('error', (cause) => {
    // A connection may also break while the answer is on its way.
    if (!isWhole) tell(brokenConnection(cause));
  });
}

/** An ordinary review comes in one piece. */
function joined(chunks: readonly Buffer[], lengthBytes: number): Buffer {
  const [first] = chunks;
  return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, lengthBytes);
}

function brokenConnection(cause: unknown): HttpError {
  return new HttpError(400, 'the connection broke before the body ended', { cause });
}

/** V8 says where, or else quotes the body, which may hold what is nobody's business. */
function placeOf(error: unknown): string {
  const [, place] = /in JSON at position \d+ \((line \d+ column \d+)\)$/.exec(String(error)) ?? [];
  return place === undefined ? '' : `: see ${place}`;
}
