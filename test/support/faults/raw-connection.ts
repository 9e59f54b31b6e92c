import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { Replica } from './replica.ts';

/** A connection on which anything can be written. */
export interface RawConnection {
  readonly socket: TLSSocket;
  /** The status of every answer so far, in order. */
  statuses(): readonly number[];
  /** Everything that has come back. */
  text(): string;
  /** Resolves once the other side has closed it. */
  readonly closed: Promise<unknown>;
}

export async function openConnection({ port, caPem }: Replica): Promise<RawConnection> {
  const transport = connectTcp({ port, host: '127.0.0.1', allowHalfOpen: true });
  const socket = connect({ socket: transport, servername: 'localhost', ca: caPem });
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.on('end', () => socket.end());
  const closed = new Promise((resolve) => socket.on('close', resolve));
  // One that breaks is closed as well.
  socket.on('error', () => undefined);
  await Promise.race([once(socket, 'secureConnect'), closed]);
  const statuses = () => [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  return { socket, statuses, text: () => text, closed };
}

export interface RawRequest {
  readonly path?: string;
  readonly headers?: readonly string[];
  readonly body: string;
}

/** The bytes of a POST with these headers besides the usual ones. */
export function rawPost({ path = '/mutate/pods', headers = [], body }: RawRequest): string {
  const lines = [
    `POST ${path} HTTP/1.1`,
    'Host: localhost',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
