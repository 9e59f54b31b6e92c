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
 * Two of the largest bodies at a time, the others wait; and 32 KiB for each of the 1,024 connections, so that an ordinary
 * review never waits for anybody. The process itself takes some 90 MiB of the 256 MiB that the Deployment gives it.
 */
export const BODY_BUDGET: BodyBudgetOptions = { totalBytes: 2 * BODY_LIMIT_BYTES, alwaysBytes: 32 * 1024 };

/**
 * The JSON document that a request carries.
 *
 * @throws HttpError 415 for another content type or a compressed body, 413 over {@link BODY_LIMIT_BYTES} or
 * {@link MOST_VALUES}, 400 for a body that is no JSON or breaks off.
 */
export async function readJson(request: IncomingMessage, budget: BodyBudget): Promise<unknown> {
  checkContentType(request.headers);
  const leave = await enter(request, budget);
  try {
    return parseJson(await readBody(request));
  } finally {
    leave();
  }
}

function checkContentType({
  'content-type': type = '',
  'content-encoding': encoding = 'identity',
}: IncomingHttpHeaders) {
  const [mediaType = ''] = type.split(';', 1);
  if (mediaType.trim().toLowerCase() !== 'application/json') {
    throw new HttpError(415, `content type must be application/json, not ${JSON.stringify(type)}`);
  }
  if (encoding.toLowerCase() !== 'identity') throw new HttpError(415, 'compressed bodies are not read');
}

/** Until it may enter, nothing of the body is read, and its sender is held up by the connection's own windows. */
async function enter(request: IncomingMessage, budget: BodyBudget): Promise<() => void> {
  const bytes = bytesToHold(request.headers);
  if (budget.isAlwaysThere(bytes)) return () => undefined;
  const broken = new AbortController();
  const abort = (): void => broken.abort();
  request.once('close', abort);
  try {
    return await budget.enter(bytes, broken.signal);
  } catch (cause) {
    throw brokenConnection(cause);
  } finally {
    request.off('close', abort);
  }
}

/** Nothing is kept of a body that is too large; one that does not tell its length may be as large as any. */
function bytesToHold(headers: IncomingHttpHeaders): number {
  const bytes = declaredBytes(headers) ?? BODY_LIMIT_BYTES;
  return bytes > BODY_LIMIT_BYTES ? 0 : bytes;
}

function declaredBytes({ 'content-length': length }: IncomingHttpHeaders): number | undefined {
  return length === undefined ? undefined : Number(length);
}

/**
 * Of a body over the limit nothing is kept, but it is read to its end: the sender looks at the answer only then.
 * The listener's request timeout ends one that never does.
 */
function readBody(request: IncomingMessage): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const isTooLarge = (declaredBytes(request.headers) ?? 0) > BODY_LIMIT_BYTES;
  let chunks: Buffer[] = [];
  let lengthBytes = 0;
  request.on('data', (chunk: Buffer) => {
    lengthBytes += chunk.length;
    if (lengthBytes <= BODY_LIMIT_BYTES && !isTooLarge) chunks.push(chunk);
    else chunks = [];
  });
  request.on('end', () => {
    if (lengthBytes <= BODY_LIMIT_BYTES) resolve(Buffer.concat(chunks, lengthBytes));
    else reject(new HttpError(413, `the body is larger than ${BODY_LIMIT_BYTES} bytes`));
  });
  request.on('error', (cause) => reject(brokenConnection(cause)));
  return promise;
}

function brokenConnection(cause: unknown): HttpError {
  return new HttpError(400, 'the connection broke before the body ended', { cause });
}

function parseJson(body: Buffer): unknown {
  if (holdsMoreValues(body, MOST_VALUES)) throw new HttpError(413, `the body holds more than ${MOST_VALUES} values`);
  try {
    return JSON.parse(body.toString());
  } catch (error) {
    throw new HttpError(400, `the body is not JSON${placeOf(error)}`);
  }
}

/** V8 says where, or else quotes the body, which may hold what is nobody's business. */
function placeOf(error: unknown): string {
  const [, place] = /in JSON at position \d+ \((line \d+ column \d+)\)$/.exec(String(error)) ?? [];
  return place === undefined ? '' : `: see ${place}`;
}
