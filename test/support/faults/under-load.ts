import type { TestContext } from 'node:test';
import { Field } from '../../../src/documents/field.ts';
import { readBaseObject, valueAt } from '../manifests.ts';
import { type FileProfile, profileFile, WEB_FILE } from '../profile-files.ts';
import { startLoad } from './load.ts';
import { requireReturned, SETTLING, settledMemory } from './memory.ts';
import { wantsProfile } from './prediction-annotations.ts';
import { podReview } from './real-reviews.ts';
import { type Replica, startReplica } from './replica.ts';
import { type Reports, requireNoFailure } from './report.ts';

/** Source: the Dockerfile. */
const OPTIONS_OF_IMAGE = '--max-semi-space-size=16';

/** What {@link startReplica} needs for the memory that a container has. */
export const MEMORY_OF_CONTAINER = memoryOfContainer();

function memoryOfContainer() {
  const [container] = new Field(valueAt(readBaseObject('Deployment'), 'spec.template.spec.containers')).list();
  const variables = container?.get('env').list() ?? [];
  const set = new Map(
    variables.map((variable) => [variable.get('name').string() ?? '', variable.get('value').string() ?? '']),
  );
  const { NODE_OPTIONS: options = '', ...env } = Object.fromEntries(set);
  return { nodeOptions: `${OPTIONS_OF_IMAGE} ${options}`, env };
}

/** Has something done to a replica of its own while others ask it about pods: they are answered, and memory returns. */
export async function underLoad(
  t: TestContext,
  act: (replica: Replica) => Promise<void>,
  profiles: readonly FileProfile[] = [WEB_FILE],
): Promise<Reports> {
  const flags = [`--profiles=${await profileFile(t, profiles)}`, '--cluster-name=demo'];
  const replica = await startReplica(t, { flags, preloads: [SETTLING], ...MEMORY_OF_CONTAINER });
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
