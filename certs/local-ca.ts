import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Options, readOptions, USAGE } from './options.ts';
import { type OverlayFile, overlayFiles, VALID_DAYS } from './overlay-files.ts';

const DEFAULT_OUTPUT = resolve(import.meta.dirname, '../manifests/overlays/local-ca/generated');

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const result = readOptions(args);
  if (result.kind === 'help') {
    process.stdout.write(USAGE);
    return 0;
  }
  if (result.kind === 'invalid') {
    process.stderr.write(`${result.problems.join('\n')}\n\n${USAGE}`);
    return 2;
  }
  await generate(result.options);
  return 0;
}

async function generate({ installation, output = DEFAULT_OUTPUT }: Options): Promise<void> {
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
