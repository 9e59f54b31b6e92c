import type { TestContext } from 'node:test';
import { wantsProfile } from './forecast.ts';
import { startLoad } from './load.ts';
import { requireReturned, SETTLING, settledMemory } from './memory.ts';
import { podReview } from './real-reviews.ts';
import { type FileProfile, profileFile, type Replica, startReplica, WEB } from './replica.ts';
import { type Reports, requireNoFailure } from './report.ts';

/** As the Deployment and the image set it. */
export const HEAP_OF_CONTAINER = '--max-old-space-size=100 --max-semi-space-size=16';

/** Has something done to a replica of its own while others ask it about pods: they are answered, and memory returns. */
export async function underLoad(
  t: TestContext,
  act: (replica: Replica) => Promise<void>,
  profiles: readonly FileProfile[] = [WEB],
): Promise<Reports> {
  const flags = [`--profiles=${await profileFile(t, profiles)}`, '--cluster-name=demo'];
  const replica = await startReplica(t, { flags, preloads: [SETTLING], nodeOptions: HEAP_OF_CONTAINER });
  const { url, caPem } = replica;
  const load = startLoad(t, { url: `${url}/mutate/pods`, caPem, body: podReview({}), objection: wantsProfile('web') });
  await load.reach(500);
  const memoryBefore = await settledMemory(replica);
  const before = load.report();
  await act(replica);
  const during = load.report();
  const memoryAfter = await settledMemory(replica);
  await load.stop();
  requireNoFailure(t, 'reviews of others before', before);
  requireNoFailure(t, 'reviews of others meanwhile', during);
  requireReturned(t, memoryBefore, memoryAfter);
  return { before, during };
}
