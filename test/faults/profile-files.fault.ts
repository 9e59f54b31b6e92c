import assert from 'node:assert/strict';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { type Answer, call } from '../support/faults/call.ts';
import { startLoad } from '../support/faults/load.ts';
import { profileIn } from '../support/faults/prediction-annotations.ts';
import { podReview } from '../support/faults/real-reviews.ts';
import { type Replica, startReplica } from '../support/faults/replica.ts';
import { requireNoFailure } from '../support/faults/report.ts';
import { profileFile, WEB_FILE } from '../support/profile-files.ts';

const NEW: typeof WEB_FILE = { ...WEB_FILE, fargateProfileName: 'new' };

interface Damage {
  readonly what: string;
  /** Puts something else where the file was. */
  readonly harm: (path: string) => Promise<unknown>;
  /** What the log says, besides the file's name. */
  readonly reason: RegExp;
}

const DAMAGES: readonly Damage[] = [
  {
    what: 'cut off',
    harm: (path) => writeFile(path, JSON.stringify([WEB_FILE]).slice(0, -20)),
    reason: /Missing closing "quote/,
  },
  { what: 'emptied', harm: (path) => writeFile(path, ''), reason: /holds no Fargate profile/ },
  { what: 'filled with bytes', harm: (path) => writeFile(path, Buffer.alloc(64, 0xff)), reason: /is not UTF-8 text/ },
  { what: 'removed', harm: async () => undefined, reason: /ENOENT|no such file/ },
  // The user root can read every file.
  { what: 'made unreadable', harm: unreadable, reason: /ELOOP|too many symbolic links/ },
  { what: 'replaced by an empty folder', harm: emptyFolder, reason: /holds no YAML and no JSON file/ },
];

describe('a file of profiles that is', () => {
  test('damaged in many ways and fixed each time never costs a review its answer', async (t) => {
    const path = await profileFile(t);
    const replica = await startReplica(t, { flags: [`--profiles=${path}`, '--refresh-interval=1s'] });
    const { url, caPem } = replica;
    const load = startLoad(t, {
      url: `${url}/mutate/pods`,
      caPem,
      body: podReview({}),
      objection: wantsOneOf('web', 'new'),
    });
    for (const damage of DAMAGES) {
      await replace(path, [NEW]);
      await eventually(() => requireProfile(replica, 'new'));
      await rm(path, { recursive: true, force: true });
      await damage.harm(path);
      await eventually(() => requireTold(replica, path, damage));
      await requireProfile(replica, 'new');
      await rm(path, { recursive: true, force: true });
      await replace(path, [WEB_FILE]);
      await eventually(() => requireProfile(replica, 'web'));
      t.diagnostic(`${damage.what}: ${lastReason(replica).replace(path, 'FILE')}`);
    }
    requireNoFailure(t, `${DAMAGES.length} kinds of damage`, await load.stop());
  });
});

/** As editors do: what is read is the old file or the new one. */
async function replace(path: string, profiles: readonly (typeof WEB_FILE)[]): Promise<void> {
  await writeFile(`${path}.next`, JSON.stringify(profiles));
  await rename(`${path}.next`, path);
}

/** A link to itself. */
async function unreadable(path: string): Promise<void> {
  await symlink(path, path);
}

async function emptyFolder(path: string): Promise<void> {
  await mkdir(path);
}

async function requireProfile({ url, caPem }: Replica, name: string): Promise<void> {
  const { body } = await call({ url: `${url}/mutate/pods`, caPem, body: podReview({}) });
  assert.equal(profileIn(body), name);
}

/** Says which file, and what is wrong with it. */
function requireTold(replica: Replica, path: string, { reason }: Damage): void {
  const message = lastReason(replica);
  assert.ok(message.includes(path), message);
  assert.match(message, reason);
}

function lastReason({ logLines }: Replica): string {
  return String(logLines().findLast(({ msg }) => msg === 'profiles not loaded')?.['reason']);
}

function wantsOneOf(...names: readonly string[]): (answer: Answer) => string | undefined {
  return ({ status, body }) => {
    const profile = status === 200 ? profileIn(body) : `status ${status}`;
    return names.includes(profile) ? undefined : profile;
  };
}
