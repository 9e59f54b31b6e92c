// usage: npm run bench:check      the processor time of check beside kubeconform and kube-score, on the same files
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CheckInput, writeCheckInputs } from './check-inputs.ts';
import { compileProgram } from './compiled-program.ts';
import { type Spread, spreadOf } from './statistics.ts';
import { spreadText, tableText } from './table.ts';

const ROUNDS = 5;

interface Checker {
  readonly name: string;
  readonly command: (input: CheckInput) => readonly string[];
}

const PROFILES = `fargateProfile:
  fargateProfileName: shop
  selectors:
    - namespace: shop-*
`;

const folder = await mkdtemp(join(tmpdir(), 'bench-check-'));
try {
  const inputs = await writeCheckInputs(folder);
  const profiles = join(folder, 'profiles.yaml');
  await writeFile(profiles, PROFILES);
  const main = await compileProgram(folder);
  const ours: Checker = {
    name: 'fargate-admission check',
    command: ({ path }) => [process.execPath, main, 'check', '-f', path, '--profiles', profiles],
  };
  const peers = findPeers();
  const rows = inputs.flatMap((input) => measure(input, [ours, ...peers]));
  process.stdout.write(
    `Node ${process.versions.node}, ${cpus().length} cores; CPU seconds, median of ${ROUNDS} (least to most)\n\n`,
  );
  process.stdout.write(`${tableText(['input', 'program', 'CPU seconds', 'ours to it'], rows)}\n`);
} finally {
  await rm(folder, { recursive: true });
}

/** Each program once in each round, so that what disturbs one disturbs all. */
function measure(input: CheckInput, checkers: readonly Checker[]): readonly (readonly string[])[] {
  const rounds = Array.from({ length: ROUNDS }, () => checkers.map((checker) => cpuSeconds(checker.command(input))));
  return checkers.map(({ name }, index) => {
    const own = spreadOf(rounds.map((round) => round[index] ?? Number.NaN));
    return [input.name, name, spreadText(own), index === 0 ? '' : spreadText(ratioTo(rounds, index))];
  });
}

function ratioTo(rounds: readonly (readonly number[])[], index: number): Spread {
  return spreadOf(rounds.map((round) => (round[0] ?? Number.NaN) / (round[index] ?? Number.NaN)));
}

/** Of user and system. Exit codes say what was found, and do not count. */
function cpuSeconds(command: readonly string[]): number {
  const script = 'TIMEFORMAT="%3U %3S"; time "$0" "$@" > /dev/null 2> /dev/null';
  const { stderr } = spawnSync('bash', ['-c', script, ...command], { encoding: 'utf8' });
  const [user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number);
  return user + system;
}

function findPeers(): readonly Checker[] {
  const kubeconform = find('kubeconform', 'KUBECONFORM', ['-v']);
  const kubeScore = find('kube-score', 'KUBE_SCORE', ['version']);
  // Without a network it has no schemas, and only parses.
  const withoutSchemas = ['-ignore-missing-schemas', '-schema-location', join(folder, 'none/{{.ResourceKind}}.json')];
  return [
    ...(kubeconform === undefined
      ? []
      : [
          {
            name: 'kubeconform, no schemas',
            command: ({ path }: CheckInput) => [kubeconform, ...withoutSchemas, path],
          },
        ]),
    ...(kubeScore === undefined
      ? []
      : [{ name: 'kube-score', command: ({ files }: CheckInput) => [kubeScore, 'score', ...files] }]),
  ];
}

function find(name: string, variable: string, test: readonly string[]): string | undefined {
  const program = process.env[variable] ?? name;
  if (spawnSync(program, test).error === undefined) return program;
  process.stderr.write(`${name} is not there: install it, or set ${variable} to its path\n`);
  return undefined;
}
