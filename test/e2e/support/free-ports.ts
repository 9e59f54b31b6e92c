import { once } from 'node:events';
import { createServer } from 'node:net';
import { DaemonExitedError } from './daemon.ts';

const ATTEMPTS = 3;

/** A port of 127.0.0.1 on which nothing listens at this moment. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await once(server.close(), 'close');
  if (address === null || typeof address === 'string') throw new TypeError('the server listened on no port');
  return address.port;
}

/** Repeats a start that finds its own free ports, where another process took one of them before it was used. */
export async function retryLostPortRace<T>(start: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof DaemonExitedError && error.lostPortRace)) throw error;
    }
  }
}
