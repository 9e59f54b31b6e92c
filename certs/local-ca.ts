import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Field } from '../src/documents/field.ts';
import { type Installation, type OptionValues, parseArguments, readInstallation, USAGE } from './options.ts';
import { OPTIONS_FILE, type OverlayFile, overlayFiles, VALID_DAYS } from './overlay-files.ts';

const DEFAULT_OUTPUT = resolve(import.meta.dirname, '../manifests/overlays/local-ca/generated');

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(args);
  if (parsed.kind === 'help') {
    process.stdout.write(USAGE);
    return 0;
  }
  if (parsed.kind === 'invalid') return refuse(parsed.problems);
  const { values, output = DEFAULT_OUTPUT } = parsed;
  const lastRun = await readLastRun(join(output, OPTIONS_FILE));
  if (lastRun.kind === 'invalid') return refuse(lastRun.problems);
  const result = readInstallation(values, lastRun.values);
  if (result.kind === 'invalid') return refuse(result.problems);
  await generate(result.installation, output);
  return 0;
}

function refuse(problems: readonly string[]): number {
  process.stderr.write(`${problems.join('\n')}\n\n${USAGE}`);
  return 2;
}

type LastRun =
  | { readonly kind: 'read'; readonly values: OptionValues }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

async function readLastRun(path: string): Promise<LastRun> {
  const text = await readIfThere(path);
  if (text === undefined) return { kind: 'read', values: {} };
  try {
    return { kind: 'read', values: new Field(JSON.parse(text)).stringMap() };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { kind: 'invalid', problems: [`${path}: ${problem}; fix: delete it, and give every option`] };
  }
}

async function generate(installation: Installation, output: string): Promise<void> {
  const nowMs = Date.now();
  const previousCaPem = await readIfThere(join(output, 'ca.crt'));
  const files = await overlayFiles(installation, { previousCaPem, nowMs });
  await mkdir(output, { recursive: true });
  for (const file of files) await replace(output, file);
  const expiry = new Date(nowMs + VALID_DAYS * 86_400_000).toISOString().slice(0, 10);
  process.stdout.write(`Wrote ${files.map(({ name }) => name).join(', ')} to ${output}.\n`);
  process.stdout.write(`The certificate is valid until ${expiry}: run this and kubectl apply -k again before then.\n`);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removed first: a file that is there would keep its mode, and a key is for its owner alone. */
async function replace(folder: string, { name, text, mode }: OverlayFile): Promise<void> {
  const path = join(folder, name);
  await rm(path, { force: true });
  await writeFile(path, text, { mode, flag: 'wx' });
}
