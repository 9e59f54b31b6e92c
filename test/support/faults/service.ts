import type { TestContext } from 'node:test';
import { profileFile } from '../profile-files.ts';
import { pairFiles } from '../tls/certificates.ts';
import { type Balancer, startBalancer } from './balancer.ts';
import { inForm } from './form.ts';
import { type Replica, type ReplicaOptions, startReplica } from './replica.ts';

/** Replicas with one certificate and the same profiles, behind one port. */
export interface Service {
  readonly balancer: Balancer;
  readonly caPem: string;
  /** The two that run at first. */
  readonly replicas: readonly [Replica, Replica];
  /** One more, ready and behind the balancer. */
  add(): Promise<Replica>;
}

/** The product's own 10 s suit a cluster whose endpoints change within seconds; this balancer sees it at once. */
const QUIET_PERIOD = inForm({ short: '2s', full: '10s' });

export async function startService(t: TestContext, options: Pick<ReplicaOptions, 'preloads'> = {}): Promise<Service> {
  const balancer = await startBalancer(t);
  const pair = await pairFiles(t);
  const flags = [`--profiles=${await profileFile(t)}`, `--quiet-period=${QUIET_PERIOD}`];
  const add = async (): Promise<Replica> => {
    const replica = await startReplica(t, { ...options, flags, pair });
    await balancer.add(replica);
    return replica;
  };
  return { balancer, caPem: pair.caPem, replicas: [await add(), await add()], add };
}
