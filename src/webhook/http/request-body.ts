import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { HttpError } from '../../http/answer.ts';
import type { BodyRoom } from './body-room.ts';
import { LargeBody } from './large-body.ts';

const MIB = 1024 * 1024;

/**
 * What an API server can send. An object is stored in 1.5 MiB at most (etcd, `--max-request-bytes`), and an UPDATE carries two.
 * Go writes `<`, `>`, `&` and control characters with six bytes each (encoding/json). 1 MiB is for all else in a review.
 * An API server takes requests of up to 3 MiB, but what does not fit in etcd is not stored, whatever the answer is.
 */
export const MAX_BODY_BYTES = 2 * 6 * 1.5 * MIB + MIB;

/**
 * What parsing may take of the heap, for which the Deployment sets 100 MiB: some 20 are in use at rest. It holds two objects
 * that consist of one value in escaped characters, two with 786,432 empty arguments each (1.5 MiB at two bytes), and two
 * ordinary ones of 2.5 MiB of JSON.
 */
export const MAX_PARSING_BYTES = 64 * MIB;

/** A body of so many bytes is always read, so that an ordinary review never waits: 64 MiB on 1,024 connections. */
const MAX_ORDINARY_BYTES = 64 * 1024;

/** Of the large bodies that are being read together; the first of them may go beyond it, up to {@link MAX_BODY_BYTES}. */
export const BODY_ROOM_BYTES = 16 * MIB;

/** Before the objects, a review has some kilobytes. */
const HEAD_BYTES = 16 * 1024;

/** A body that cannot be reviewed. */
export interface UnreadBody {
  readonly error: HttpError;
  /** Its beginning, where the rest is too much. */
  readonly head: Buffer | undefined;
}

/** An ordinary body, a large one, or why there is none. A large one is gone once `onBody` returns. */
export type Body = Buffer | LargeBody | UnreadBody;

/**
 * Reads the body of a request, and passes on the body, or why there is none: HttpError 415 for another content type or a
 * compressed body, 413 over {@link MAX_BODY_BYTES}, 400 for one that breaks off or comes too slowly.
 *
 * By a callback, not a promise: all that an ordinary review waits for is one event.
 */
export function receiveBody(request: IncomingMessage, room: BodyRoom, onBody: (body: Body) => void): void {
  const refusal = refusalOf(request.headers);
  if (refusal !== undefined) onBody({ error: refusal, head: undefined });
  else if (declaredBytes(request.headers) <= MAX_ORDINARY_BYTES) collect(request, onBody);
  else collectLarge(request, room, onBody);
}

/** @throws HttpError 413 for what takes too much memory, 400 for what is no JSON. */
export function parseJson(body: Buffer | LargeBody): unknown {
  return parseText(body instanceof LargeBody ? textOf(body) : body.toString());
}

/** Gives the body's memory back, since the text takes as much. */
function textOf(body: LargeBody): string {
  if (body.parsingBytes > MAX_PARSING_BYTES) throw new HttpError(413, 'the body holds too many values');
  const text = body.bytes().toString();
  body.cut(0);
  return text;
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
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

/** A body without a declared length may have any size. */
function declaredBytes({ 'content-length': length }: IncomingHttpHeaders): number {
  return length === undefined ? Number.POSITIVE_INFINITY : Number(length);
}

function collect(request: IncomingMessage, onBody: (body: Body) => void): void {
  const chunks: Buffer[] = [];
  let lengthBytes = 0;
  let isWhole = false;
  request.on('data', (chunk: Buffer) => {
    lengthBytes += chunk.length;
    chunks.push(chunk);
  });
  request.on('end', () => {
    isWhole = true;
    onBody(joined(chunks, lengthBytes));
  });
  request.on('error', (cause) => {
    // A connection may also break while the answer is on its way.
    if (!isWhole) onBody(brokenConnection(cause));
  });
}

/** An ordinary review comes in one piece. */
function joined(chunks: readonly Buffer[], lengthBytes: number): Buffer {
  const [first] = chunks;
  return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, lengthBytes);
}

/**
 * Of a body over the limit only the beginning is kept, but it is read to its end: the sender looks at the answer only then.
 * The listener's request timeout ends one that never does.
 */
function collectLarge(request: IncomingMessage, room: BodyRoom, onBody: (body: Body) => void): void {
  const body = new LargeBody(MAX_BODY_BYTES);
  let lengthBytes = 0;
  let isOver = false;
  const place = room.enter({
    pause: () => request.pause(),
    resume: () => request.resume(),
    hasMore: () => request.readableLength > 0,
    end: () => {
      finish({ error: new HttpError(400, 'the body came too slowly, while others waited'), head: undefined });
      request.destroy();
    },
  });

  function finish(result: Body): void {
    if (isOver) return;
    isOver = true;
    place.leave();
    onBody(result);
    body.cut(0);
  }

  request.on('data', (chunk: Buffer) => {
    lengthBytes += chunk.length;
    if (isOver || lengthBytes - chunk.length > MAX_BODY_BYTES) return;
    body.add(chunk);
    if (lengthBytes > MAX_BODY_BYTES) {
      body.cut(HEAD_BYTES);
      place.leave();
    } else {
      place.take(chunk.length);
    }
  });
  request.on('end', () => finish(lengthBytes > MAX_BODY_BYTES ? tooLarge(body) : body));
  request.on('error', (cause) => finish(brokenConnection(cause)));
}

function tooLarge(body: LargeBody): UnreadBody {
  return { error: new HttpError(413, `the body is larger than ${MAX_BODY_BYTES} bytes`), head: headOf(body) };
}

/** A copy. */
export function headOf(body: Buffer | LargeBody): Buffer {
  return Buffer.from(body instanceof LargeBody ? body.bytes().subarray(0, HEAD_BYTES) : body);
}

function brokenConnection(cause: unknown): UnreadBody {
  return { error: new HttpError(400, 'the connection broke before the body ended', { cause }), head: undefined };
}

/** V8 says where, or else quotes the body, which may hold what must not be logged. */
function placeOf(error: unknown): string {
  const [, place] = /in JSON at position \d+ \((line \d+ column \d+)\)$/.exec(String(error)) ?? [];
  return place === undefined ? '' : `: see ${place}`;
}
