import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a test needs to do what `docker build` would do. */
export interface Dockerfile {
  /** Arguments of npm in the stage `dependencies`. */
  readonly dependenciesCommand: readonly string[];
  /** Paths that the stages take from the repository. */
  readonly contextCopies: readonly string[];
  /** Paths that the last stage takes from the others, all of them below /app on both sides. */
  readonly imageCopies: readonly StageCopy[];
  readonly imageBase: string;
  readonly imageUser: string;
  /** Paths that .dockerignore lets through. */
  readonly allowedContext: readonly string[];
}

export interface StageCopy {
  readonly stage: string;
  readonly path: string;
}

export function readDockerfile(path: string): Dockerfile {
  const lines = linesOf(path);
  const stages = lines.flatMap((line, index) => (line.startsWith('FROM ') ? [index] : []));
  const dependencies = lines.slice(lines.findIndex((line) => line.endsWith(' AS dependencies')));
  const image = lines.slice(stages.at(-1));
  const ignore = linesOf(join(dirname(path), '.dockerignore'));
  return {
    dependenciesCommand: firstArguments(dependencies, 'RUN npm'),
    contextCopies: [...new Set(lines.flatMap(contextSources))],
    imageCopies: image.flatMap(stageCopy),
    imageBase: firstArguments(image, 'FROM').join(' '),
    imageUser: firstArguments(image, 'USER').join(' '),
    allowedContext: ignore.filter((line) => line.startsWith('!')).map((line) => line.slice(1)),
  };
}

function linesOf(path: string): readonly string[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

function firstArguments(lines: readonly string[], instruction: string): readonly string[] {
  const line = lines.find((candidate) => candidate.startsWith(`${instruction} `));
  if (line === undefined) throw new RangeError(`the Dockerfile has no ${instruction} where it is expected`);
  return line.slice(instruction.length + 1).split(' ');
}

function contextSources(line: string): readonly string[] {
  const [instruction, ...paths] = line.split(' ');
  return instruction === 'COPY' && !line.includes('--from=') ? paths.slice(0, -1) : [];
}

function stageCopy(line: string): readonly StageCopy[] {
  if (!line.startsWith('COPY ')) return [];
  const [, stage, path, target] = /^COPY --from=(\w+) \/app\/(\S+) (\S+)$/.exec(line) ?? [];
  if (stage === undefined || path === undefined || path !== target) throw new RangeError(`not understood: ${line}`);
  return [{ stage, path }];
}
