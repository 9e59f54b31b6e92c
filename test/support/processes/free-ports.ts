import { once } from 'node:events';
import { createServer } from 'node:net';
import { listenLocally } from '../local-server.ts';
import { DaemonExitedError } from './daemon.ts';

const ATTEMPTS = 3;

/** A port of 127.0.0.1 on which nothing listens at this moment. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  const port = await listenLocally(server);
  await once(server.close(), 'close');
  return port;
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
