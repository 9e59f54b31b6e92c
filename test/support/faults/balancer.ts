import { connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { until } from '../eventually.ts';
import { listenLocally } from '../local-server.ts';

export interface Backend {
  readonly port: number;
  readonly opsUrl: string;
}

/** What a Service is to its pods: it spreads new connections over those that are ready, and leaves the others alone. */
export interface Balancer {
  readonly port: number;
  /** Resolves once it is found to be ready. */
  add(backend: Backend): Promise<void>;
  remove(backend: Backend): void;
}

/** The kubelet asks every 5 s, and then endpoints have to spread: the drain of a replica takes that into account. */
const PROBE_INTERVAL_MS = 100;

export async function startBalancer(t: TestContext): Promise<Balancer> {
  const backends = new Set<Backend>();
  let ready: readonly Backend[] = [];
  let turn = 0;
  let isStopped = false;

  async function probeUntilStopped(): Promise<void> {
    while (!isStopped) {
      ready = await readyAmong([...backends]);
      await setTimeout(PROBE_INTERVAL_MS);
    }
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    turn += 1;
    join(client, ready[turn % ready.length]);
  });
  const port = await listenLocally(server);
  const probing = probeUntilStopped();
  t.after(async () => {
    isStopped = true;
    server.close();
    await probing;
  });
  return {
    port,
    add: (backend) => {
      backends.add(backend);
      return until('the backend is ready', () => ready.includes(backend));
    },
    remove: (backend) => backends.delete(backend),
  };
}

async function readyAmong(backends: readonly Backend[]): Promise<readonly Backend[]> {
  const answers = await Promise.all(backends.map(isReady));
  return backends.filter((_backend, index) => answers[index]);
}

async function isReady({ opsUrl }: Backend): Promise<boolean> {
  try {
    const response = await fetch(`${opsUrl}/readyz`, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** Where no backend is ready, or the one chosen has just died, the connection breaks. */
function join(client: Socket, backend: Backend | undefined): void {
  if (backend === undefined) {
    client.on('error', () => undefined).destroy();
    return;
  }
  const server = connect({ port: backend.port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  client.pipe(server).pipe(client);
  for (const [one, other] of [
    [client, server],
    [server, client],
  ] as const) {
    one.on('error', () => other.destroy()).on('close', () => other.destroySoon());
  }
}
