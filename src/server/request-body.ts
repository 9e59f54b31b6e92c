import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

/** An etcd object is 1.5 MiB at most, the API server takes requests of 3 MiB, and an UPDATE carries the object twice. */
export const BODY_LIMIT_BYTES = 7 * 1024 * 1024;

/**
 * The JSON document that a request carries.
 *
 * @throws HttpError 415 for another content type or a compressed body, 413 over {@link BODY_LIMIT_BYTES}, 400 for a body that is no JSON.
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  checkContentType(request.headers);
  return parseJson(await readBody(request));
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

/**
 * Of a body over the limit nothing is kept, but it is read to its end: the sender looks at the answer only then.
 * The listener's request timeout ends one that never does.
 */
function readBody(request: IncomingMessage): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  let chunks: Buffer[] = [];
  let lengthBytes = 0;
  request.on('data', (chunk: Buffer) => {
    lengthBytes += chunk.length;
    if (lengthBytes <= BODY_LIMIT_BYTES) chunks.push(chunk);
    else chunks = [];
  });
  request.on('end', () => {
    if (lengthBytes <= BODY_LIMIT_BYTES) resolve(Buffer.concat(chunks, lengthBytes));
    else reject(new HttpError(413, `the body is larger than ${BODY_LIMIT_BYTES} bytes`));
  });
  request.on('error', (cause) => reject(new HttpError(400, 'the connection broke before the body ended', { cause })));
  return promise;
}

function parseJson(body: Buffer): unknown {
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
