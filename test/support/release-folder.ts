import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ownEnvironment, type ProgramResult, runProgram } from './processes/run-program.ts';
import { makeTemporaryFolder, temporaryFolder } from './temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What the scripts of a release read. */
const NEEDED = ['hack', 'src/documents', 'src/fargate', 'manifests', 'docs/guides', 'LICENSE'];

export const CHANGELOG = `# Changelog

## Unreleased

## 1.2.3 - 2026-01-31

### Added

- The answer.

## 1.2.2 - 2026-01-30

- The question.
`;

let prepared: Promise<string> | undefined;

/** A copy of the repository at version 1.2.3, with another changelog, for one test. */
export async function releaseFolder(t: TestContext): Promise<string> {
  prepared ??= prepareRelease();
  const folder = join(await temporaryFolder(t), 'fargate-admission');
  await cp(await prepared, folder, { recursive: true });
  return folder;
}

/** Once for a whole file of tests: it takes processes of Node.js. */
async function prepareRelease(): Promise<string> {
  const folder = join((await makeTemporaryFolder()).path, 'fargate-admission');
  await mkdir(folder);
  for (const path of NEEDED) await cp(join(ROOT, path), join(folder, path), { recursive: true });
  for (const path of ['package.json', 'package-lock.json']) await cp(join(ROOT, path), join(folder, path));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'CHANGELOG.md'), '## Unreleased\n\n- The answer.\n');
  await runScript(folder, ['hack/release/prepare.ts', '1.2.3']);
  await writeFile(join(folder, 'CHANGELOG.md'), CHANGELOG);
  return folder;
}

/** Runs a script of hack/ there. */
export function runScript(folder: string, command: readonly string[], path?: string): Promise<ProgramResult> {
  const [script = '', ...args] = command;
  const env = ownEnvironment(...(path === undefined ? [] : [path]), dirname(process.execPath));
  const [program, first] = script.endsWith('.ts') ? [process.execPath, [script]] : [join(folder, script), []];
  return runProgram(program, [...first, ...args], { cwd: folder, env });
}

/** A program of this name that prints its arguments, one line a call, into `calls`, and then runs this. */
export async function standIn(folder: string, name: string, script = ''): Promise<void> {
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, name), `#!/bin/sh\necho "${name} $*" >>"${bin}/calls"\n${script}\n`, { mode: 0o755 });
}
