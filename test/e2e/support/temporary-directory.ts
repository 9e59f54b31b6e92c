import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaveWill } from './last-will.ts';

/** A folder that does not outlive this process. */
export interface TemporaryDirectory {
  readonly path: string;
  remove(): Promise<void>;
}

export async function makeTemporaryDirectory(): Promise<TemporaryDirectory> {
  const path = await mkdtemp(join(tmpdir(), 'fargate-admission-e2e-'));
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
