import { Agent } from 'node:https';
import { Field } from '../../../src/documents/field.ts';
import { type Answer, call } from './call.ts';
import type { Replica } from './replica.ts';

export interface Attack {
  /** Names it in a failure. */
  readonly what: string;
  readonly path: string;
  readonly body: string | Uint8Array;
}

export interface FloodReport {
  readonly calls: number;
  /** Such as `200: 12, 400: 3`. */
  readonly statuses: string;
  /** What was wrong, and with which attack. */
  readonly failures: readonly string[];
}

/** All that anybody may get who sends what is no good; 500 would be a fault of ours. */
export const HARMLESS: ReadonlySet<number> = new Set([200, 400, 404, 405, 408, 413, 415, 431]);

const CONNECTIONS = 8;

/** The largest are read in turn, and wait for one another. */
const PATIENCE_MS = 60_000;

/** Sends each attack on one of a few connections, and looks at every answer. */
export async function flood(
  replica: Replica,
  attacks: Iterable<Attack>,
  connections = CONNECTIONS,
): Promise<FloodReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, ca: replica.caPem });
  const statuses = new Map<number, number>();
  const failures: string[] = [];
  const iterator = attacks[Symbol.iterator]();

  async function sendUntilDone(): Promise<void> {
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
      const attack = next.value;
      const answer = await call({
        url: `${replica.url}${attack.path}`,
        agent,
        body: attack.body,
        patienceMs: PATIENCE_MS,
      });
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const objection = objectionTo(answer, attack);
      if (objection !== undefined) failures.push(`${objection}: ${attack.what}: ${excerpt(attack.body)}`);
    }
  }

  await Promise.all(Array.from({ length: connections }, sendUntilDone));
  agent.destroy();
  const sorted = [...statuses].toSorted(([a], [b]) => a - b);
  const calls = sorted.reduce((sum, [, count]) => sum + count, 0);
  return { calls, statuses: sorted.map(([status, count]) => `${status}: ${count}`).join(', '), failures };
}

/** Only what is wrong with a Fargate profile is ever denied. */
function objectionTo({ status, body }: Answer, { path }: Attack): string | undefined {
  if (!HARMLESS.has(status)) return `status ${status}: ${body}`;
  if (status !== 200)
    return new Field(JSON.parse(body)).get('kind').value === 'Status' ? undefined : `no Status: ${body}`;
  const response = new Field(JSON.parse(body)).get('response');
  const isDenied = !response.get('allowed').boolean();
  return isDenied && path !== '/validate/profiles' ? `denied: ${body}` : undefined;
}

const EXCERPT = 400;

function excerpt(body: string | Uint8Array): string {
  return Buffer.from(body).subarray(0, EXCERPT).toString();
}
