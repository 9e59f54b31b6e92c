import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext } from 'node:test';
import { leaveWill } from './processes/last-will.ts';

/** A folder of its own for one test, removed after it. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const path = await newFolder();
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** One for the surrounding suite. @returns its path, for use inside of tests. */
export function useTemporaryFolder(): () => string {
  let folder: TemporaryFolder | undefined;
  before(async () => {
    folder = await makeTemporaryFolder();
  });
  after(() => folder?.remove());
  return () => {
    if (folder === undefined) throw new Error('the folder is used before it is there');
    return folder.path;
  };
}

/** A folder that does not outlive this process, whichever way that ends. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

export async function makeTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await newFolder();
  // Twice, because a program that dies at the same moment may still write into it.
  const revoke = leaveWill('rm -rf "$0" || { sleep 1; rm -rf "$0"; }', path);
  return {
    path,
    async remove() {
      await rm(path, { recursive: true, force: true });
      revoke();
    },
  };
}

function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'fargate-admission-'));
}
