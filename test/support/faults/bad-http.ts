import { rawPost } from './raw-connection.ts';
import { podReview } from './real-reviews.ts';

/** Bytes after which the connection is closed. */
export interface BadHttp {
  readonly what: string;
  readonly bytes: string;
  /** Of the answer; undefined where none comes. */
  readonly status: number | undefined;
}

const REVIEW = podReview({});
const LONG = 'x'.repeat(20_000);
const HEADERS = Array.from({ length: 3_000 }, (_, index) => `a${index}: 1`);
const CLOSE = 'Connection: close';

export const BAD_HTTP: readonly BadHttp[] = [
  { what: 'no HTTP', status: 400, bytes: 'hello\r\n\r\n' },
  { what: 'HTTP/2 unasked', status: 400, bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' },
  { what: 'no host', status: 400, bytes: 'POST /mutate/pods HTTP/1.1\r\nContent-Length: 0\r\n\r\n' },
  { what: 'an unknown method', status: 400, bytes: head('BREW /') },
  { what: 'a tunnel', status: undefined, bytes: head('CONNECT example.com:443') },
  { what: 'TRACE', status: 405, bytes: head('TRACE /mutate/pods', CLOSE) },
  { what: 'GET', status: 405, bytes: head('GET /mutate/pods', CLOSE) },
  { what: 'another path', status: 404, bytes: rawPost({ path: '/mutate/pods/', headers: [CLOSE], body: REVIEW }) },
  {
    what: 'a path that is no UTF-8',
    status: 404,
    bytes: rawPost({ path: '/%E0%A4%A', headers: [CLOSE], body: REVIEW }),
  },
  { what: 'a path that is no URL', status: 404, bytes: rawPost({ path: 'http://[', headers: [CLOSE], body: REVIEW }) },
  { what: 'two lengths', status: 400, bytes: rawPost({ headers: ['Content-Length: 1'], body: REVIEW }) },
  { what: 'length and chunks', status: 400, bytes: rawPost({ headers: ['Transfer-Encoding: chunked'], body: REVIEW }) },
  { what: 'a negative length', status: 400, bytes: head('POST /mutate/pods', 'Content-Length: -1') },
  { what: 'a length of 24 digits', status: 400, bytes: head('POST /mutate/pods', `Content-Length: ${'9'.repeat(24)}`) },
  { what: 'a broken chunk', status: 400, bytes: chunked('zz\r\n') },
  { what: 'a long chunk extension', status: 413, bytes: chunked(`2;${LONG}\r\n{}\r\n0\r\n\r\n`) },
  { what: 'long trailers', status: 431, bytes: chunked(`2\r\n{}\r\n0\r\nX: ${LONG}\r\n\r\n`) },
  {
    what: 'chunks without end',
    status: 413,
    bytes: chunked(`1400000\r\n${'x'.repeat(0x1400000)}\r\n0\r\n\r\n`, CLOSE),
  },
  { what: 'long headers', status: 431, bytes: rawPost({ headers: [`X-Long: ${LONG}`], body: REVIEW }) },
  { what: '3,000 headers', status: 431, bytes: rawPost({ headers: HEADERS, body: REVIEW }) },
  { what: 'a null byte in a header', status: 400, bytes: rawPost({ headers: ['X: a\0b'], body: REVIEW }) },
  {
    what: 'an unknown expectation',
    status: 200,
    bytes: rawPost({ headers: ['Expect: miracles', CLOSE], body: REVIEW }),
  },
  { what: 'an upgrade', status: 200, bytes: rawPost({ headers: ['Upgrade: websocket', CLOSE], body: REVIEW }) },
  { what: 'no content type', status: 415, bytes: head('POST /mutate/pods', 'Content-Length: 0', CLOSE) },
  { what: 'compression', status: 415, bytes: rawPost({ headers: ['Content-Encoding: gzip', CLOSE], body: REVIEW }) },
];

function head(start: string, ...headers: readonly string[]): string {
  return `${[`${start} HTTP/1.1`, 'Host: localhost', ...headers].join('\r\n')}\r\n\r\n`;
}

function chunked(chunks: string, ...headers: readonly string[]): string {
  const all = ['Content-Type: application/json', 'Transfer-Encoding: chunked', ...headers];
  return `${head('POST /mutate/pods', ...all)}${chunks}`;
}
