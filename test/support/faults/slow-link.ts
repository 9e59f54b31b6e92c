import { connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { listenLocally } from '../local-server.ts';

export interface SlowLinkOptions {
  /** On this machine. */
  readonly port: number;
  /** Each way. */
  readonly delayMs: number;
}

/** A port that leads to another over a link that takes its time. @returns the port. */
export async function startSlowLink(t: TestContext, { port, delayMs }: SlowLinkOptions): Promise<number> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const target = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    carry(client, target, delayMs);
    carry(target, client, delayMs);
  });
  t.after(() => server.close());
  return listenLocally(server);
}

/** In order, since timers of equal length are: data, its end, and a break as well. */
function carry(source: Socket, target: Socket, delayMs: number): void {
  const later = (act: () => void): void => void setTimeout(act, delayMs);
  source.on('data', (chunk) => later(() => target.write(chunk)));
  source.on('end', () => later(() => target.end()));
  source.on('error', () => later(() => target.destroy()));
  source.on('close', () => later(() => target.destroySoon()));
}
