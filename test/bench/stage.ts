import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { writePair } from '../support/tls/certificates.ts';
import { compileProgram, imageOptions } from './compiled-program.ts';
import { type Contestant, startContestant } from './contestant.ts';
import type { Cores } from './cores.ts';
import { ownNamespaces } from './profiles.ts';

/** What every contestant needs: files in a folder of their own. */
export interface Stage {
  readonly caPem: string;
  startFloor(): Promise<Contestant>;
  startPlainExpress(): Promise<Contestant>;
  /** The package's own entry point, compiled and with the options of Node that the image has, with ten profiles. */
  startOurs(): Promise<Contestant>;
  remove(): Promise<void>;
}

export const FLOOR = 'floor';
export const PLAIN_EXPRESS = 'plain express';
export const OURS = 'fargate-admission';

export async function prepareStage(cores: Cores | undefined): Promise<Stage> {
  const temporary = await makeTemporaryFolder();
  const folder = temporary.path;
  const { caPem, ...pair } = await writePair(folder);
  const profiles = join(folder, 'profiles.json');
  await writeFile(profiles, JSON.stringify(ownNamespaces()));
  const entry = await compileProgram(folder);
  const options = await imageOptions();
  const start = (name: string, args: readonly string[]) => startContestant({ name, args, cores });
  const server = (name: string) => [serverFile(name), pair.certificatePath, pair.keyPath];
  const paths = [`--profiles=${profiles}`, `--tls-cert-file=${pair.certificatePath}`, `--tls-key-file=${pair.keyPath}`];
  const ports = ['--bind-address=127.0.0.1', '--port=0', '--ops-port=0', '--quiet-period=0s'];
  return {
    caPem,
    startFloor: () => start(FLOOR, server('floor')),
    startPlainExpress: () => start(PLAIN_EXPRESS, server('plain-express')),
    startOurs: () => start(OURS, [...options, entry, 'serve', ...paths, ...ports]),
    remove: temporary.remove,
  };
}

function serverFile(name: string): string {
  return fileURLToPath(new URL(`servers/${name}.ts`, import.meta.url));
}
