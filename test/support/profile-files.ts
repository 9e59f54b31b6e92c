import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { createFileSource } from '../../src/profiles/file-source.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Takes all of the namespace shop. */
export const WEB_YAML = 'fargateProfileName: web\nselectors:\n  - namespace: shop\n';
export const BATCH_YAML = 'fargateProfileName: batch\nselectors:\n  - namespace: batch\n';
export const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n';

export const LOAD_OPTIONS = { signal: new AbortController().signal, describeAll: false };

/** A folder with these files, by their paths in it, for one test. */
export async function folderWith(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder(t);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

/** @returns the path of a file of this text, alone in its folder, for one test. */
export async function fileWith(t: TestContext, name: string, text: string): Promise<string> {
  return join(await folderWith(t, { [name]: text }), name);
}

/** A profile as a file of the AWS CLI holds it. */
export interface FileProfile {
  readonly fargateProfileName: string;
  readonly selectors: readonly { readonly namespace: string; readonly labels?: Readonly<Record<string, string>> }[];
}

export const WEB_FILE: FileProfile = { fargateProfileName: 'web', selectors: [{ namespace: 'shop' }] };

/** @returns the path of a file with these profiles, alone in its folder, for one test. */
export function profileFile(t: TestContext, profiles: readonly FileProfile[] = [WEB_FILE]): Promise<string> {
  return fileWith(t, 'profiles.json', JSON.stringify(profiles));
}

export async function namesAt(path: string, clusterName?: string): Promise<readonly string[]> {
  const profiles = await createFileSource({
    path,
    clusterName,
    readInput: async () => '',
    onForeignProfile: () => {},
    onImpossibleSelector: () => {},
    onUnreadProfile: () => {},
  }).load(LOAD_OPTIONS);
  return profiles.map(({ name }) => name);
}

export async function namesIn(t: TestContext, file: string, text: string): Promise<readonly string[]> {
  return namesAt(await fileWith(t, file, text));
}

export async function assertRejects(path: string, message: string): Promise<void> {
  await assert.rejects(namesAt(path), { name: 'ProfileLoadError', message });
}
