import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';

interface ListenOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Absent: every address, IPv6 and IPv4. */
  readonly address: string | undefined;
}

/** A port could not be opened: in use, not permitted, or the address is not this machine's. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** The port that is listened on. @throws ListenError */
export async function listen(server: Server | TlsServer, { port, address }: ListenOptions): Promise<number> {
  server.listen({ port, host: address });
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new ListenError(`cannot listen on port ${port}: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
  return portOf(server, port);
}

function portOf(server: Server | TlsServer, asked: number): number {
  const bound = server.address();
  return bound === null || typeof bound === 'string' ? asked : bound.port;
}

const SWEEP_INTERVAL_MS = 50;

/** Stops listening at once, lets calls under way finish, and breaks those that take longer than the limit. */
export async function close(server: Server | TlsServer, limitMs: number): Promise<void> {
  // Node closes the connections that are idle now; one whose call is answered later turns idle then.
  const sweeper = setInterval(() => server.closeIdleConnections(), SWEEP_INTERVAL_MS);
  const breaker = setTimeout(() => server.closeAllConnections(), limitMs);
  server.close();
  await once(server, 'close');
  clearInterval(sweeper);
  clearTimeout(breaker);
}

interface DrainOptions {
  /** How long calls are still answered while endpoints forget this pod. */
  readonly quietPeriodMs: number;
  readonly wait: (delayMs: number) => Promise<void>;
}

/** The first half of stopping: not ready any more, and still answering. */
export interface Drain {
  isDraining(): boolean;
  /** Resolves at the end of the quiet period. */
  begin(): Promise<void>;
}

export function createDrain({ quietPeriodMs, wait }: DrainOptions): Drain {
  let isUnderWay = false;
  return {
    isDraining: () => isUnderWay,
    begin: () => {
      isUnderWay = true;
      return wait(quietPeriodMs);
    },
  };
}
