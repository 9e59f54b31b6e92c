import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { temporaryFolder } from '../support/temporary-folder.ts';

const SOURCE = new URL('../../src/profiles/file-source.ts', import.meta.url).href;

test('profiles of 4 MB of JSON are read in a heap of 64 MiB, and one that is written twice is found', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'profiles.json');
  const profiles = JSON.stringify(Array.from({ length: 8_000 }, (_, index) => profileOf(index)));
  assert.ok(profiles.length > 4_000_000);

  await writeFile(file, profiles);
  assert.equal(await load(file), '8000 profiles');

  await writeFile(file, profiles.replace('"p7"', '"p8"'));
  assert.match(await load(file), /p8/);
});

function profileOf(index: number): object {
  const selectors = ['web', 'api', 'jobs', 'cache', 'edge'].map((tier) => ({
    namespace: `team-${index}-${tier}`,
    labels: { app: `app-${index}`, tier, environment: 'production' },
  }));
  return {
    fargateProfileName: `p${index}`,
    clusterName: 'demo',
    podExecutionRoleArn: 'arn:aws:iam::111122223333:role/fargate-pods',
    selectors,
  };
}

/** In a process of its own, whose heap is small. */
async function load(path: string): Promise<string> {
  const script = `
    const { createFileSource } = await import(${JSON.stringify(SOURCE)});
    const ignore = () => {};
    const source = createFileSource({
      path: ${JSON.stringify(path)},
      clusterName: undefined,
      onForeignProfile: ignore,
      onImpossibleSelector: ignore,
      onUnreadProfile: ignore,
    });
    const { signal } = new AbortController();
    const text = await source.load({ signal }).then(({ length }) => length + ' profiles', ({ message }) => message);
    process.stdout.write(text);
  `;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--max-old-space-size=64',
    '--input-type=module',
    '--eval',
    script,
  ]);
  return stdout;
}
