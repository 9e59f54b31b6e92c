import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Server } from 'node:net';

/** Listens on a free port of 127.0.0.1. @returns the port. */
export async function listenLocally(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server listens on no port');
  return address.port;
}

/** Ends it with every connection that is open. Does nothing where it is closed already. */
export async function closeNow(server: HttpServer | HttpsServer): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  server.close(resolve);
  server.closeAllConnections();
  await promise;
}
