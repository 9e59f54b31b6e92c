import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PROFILES_FOLDER } from './workload-fixtures.ts';

const ROOT = new URL('../../', import.meta.url);

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
