import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type IssuedPair, issuePair } from '../../../src/tls/issue.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** For localhost, by name and address. */
export function localPair(nowMs: number = Date.now()): Promise<IssuedPair> {
  return issuePair({ hosts: ['localhost', '127.0.0.1'], nowMs, validDays: 1 });
}

/** The same as files of one test. */
export async function pairFiles(t: TestContext) {
  return writePair(await temporaryFolder(t));
}

export async function writePair(folder: string) {
  const pair = await localPair();
  const paths = { certificatePath: join(folder, 'tls.crt'), keyPath: join(folder, 'tls.key') };
  await writeFile(paths.certificatePath, pair.certificatePem);
  await writeFile(paths.keyPath, pair.keyPem, { mode: 0o600 });
  return { ...paths, caPem: pair.caPem };
}
