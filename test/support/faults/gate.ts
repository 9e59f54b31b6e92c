import { connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { listenLocally } from '../local-server.ts';

/** A way to another port that can be closed: connections break, and no more come through. */
export interface Gate {
  readonly port: number;
  shut(): void;
  open(): void;
}

/** Open at first. */
export async function startGate(t: TestContext, targetPort: number): Promise<Gate> {
  const connections = new Set<Socket>();
  let isShut = false;
  const server = createServer((client) => {
    client.on('error', () => undefined);
    if (isShut) {
      client.destroy();
      return;
    }
    const target = connect(targetPort, '127.0.0.1');
    client.pipe(target).pipe(client);
    target.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.on('close', () => {
      connections.delete(client);
      target.destroy();
    });
    connections.add(client);
  });
  const shut = (): void => {
    isShut = true;
    for (const client of connections) client.destroy();
  };
  const port = await listenLocally(server);
  t.after(() => {
    shut();
    server.close();
  });
  return {
    port,
    shut,
    open: () => {
      isShut = false;
    },
  };
}
