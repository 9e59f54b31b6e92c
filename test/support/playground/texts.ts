import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PlaygroundInput } from '../../../src/playground/evaluate.ts';
import { runCli } from '../terminal.ts';
import { PROFILES_FOLDER } from '../workload-fixtures.ts';

const ROOT = new URL('../../../', import.meta.url);

/** A file that people would paste. */
export interface PastedFile {
  /** In the repository. */
  readonly path: string;
  readonly text: string;
}

const FOLDERS = [
  'test/fixtures/workloads/',
  'test/fixtures/workload-kinds/',
  'test/fixtures/unknown-kinds/',
  'test/fixtures/suppressions/',
  'test/fixtures/profile-rules/',
  'test/fixtures/profiles/',
  'test/fixtures/adoption/',
  'test/fixtures/workloads/profiles/',
  'manifests/examples/',
];

/** Every fixture and example that a command reads as one file. */
export const PASTED_FILES: readonly PastedFile[] = FOLDERS.flatMap((folder) =>
  readdirSync(new URL(folder, ROOT))
    .filter((name) => /\.(?:yaml|json)$/.test(name))
    .map((name) => pasted(`${folder}${name}`)),
);

/** The profiles of the cluster that the fixtures are made for. */
export const FIXTURE_PROFILES_TEXT = readdirSync(PROFILES_FOLDER)
  .map((name) => readFileSync(new URL(name, PROFILES_FOLDER), 'utf8'))
  .join('---\n');

/** What `demo` loads. */
export const EXAMPLE_PROFILES_TEXT = pasted('manifests/examples/profiles.yaml').text;

function pasted(path: string): PastedFile {
  return { path, text: readFileSync(fileURLToPath(new URL(path, ROOT)), 'utf8') };
}

/** What the commands print of two files of these names. */
export async function printed(folder: string, { workloads, profiles }: PlaygroundInput) {
  await writeFile(join(folder, 'workloads.yaml'), workloads);
  await writeFile(join(folder, 'profiles.yaml'), profiles);
  const flags = ['-f', join(folder, 'workloads.yaml'), '--profiles', join(folder, 'profiles.yaml'), '-o', 'json'];
  const check = await runCli(['check', ...flags, '-f', join(folder, 'profiles.yaml'), '--no-config']);
  const explain = await runCli(['explain', ...flags, '--no-config']);
  const parse = (text: string): unknown => JSON.parse(text.replaceAll(`${folder}/`, ''));
  return { check: parse(check.output), explanations: explain.output === '' ? undefined : parse(explain.output) };
}
