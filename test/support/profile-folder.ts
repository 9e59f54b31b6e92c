import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createFileSource } from '../../src/profiles/file-source.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const WEB = 'fargateProfileName: web\nselectors:\n  - namespace: shop\n';
export const BATCH = 'fargateProfileName: batch\nselectors:\n  - namespace: batch\n';
export const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n';

export const LOAD_OPTIONS = { signal: new AbortController().signal, describeAll: false };

export async function folderWith(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder(t);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

export async function namesAt(path: string, clusterName?: string): Promise<readonly string[]> {
  const profiles = await createFileSource({
    path,
    clusterName,
    onForeignProfile: () => {},
    onImpossibleSelector: () => {},
    onUnreadProfile: () => {},
  }).load(LOAD_OPTIONS);
  return profiles.map(({ name }) => name);
}

export async function namesIn(t: TestContext, file: string, text: string): Promise<readonly string[]> {
  return namesAt(join(await folderWith(t, { [file]: text }), file));
}

export async function assertRejects(path: string, message: string): Promise<void> {
  await assert.rejects(namesAt(path), { name: 'ProfileLoadError', message });
}
