import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** A program that a test runs: where it is, or what to do about it. */
export type FoundProgram =
  | { readonly kind: 'found'; readonly path: string }
  | { readonly kind: 'missing'; readonly message: string };

/** What HELM names, or `helm` on the PATH. */
export function findHelm(environment: Environment = process.env): FoundProgram {
  const paths = [environment['HELM'] ?? '', ...onPath('helm', environment)];
  return firstOf(paths, 'no helm: set HELM to the path of Helm 4, or put it on the PATH');
}

/** What KUBEBUILDER_ASSETS holds, as for the end-to-end tests, or `kubectl` on the PATH. */
export function findKubectl(environment: Environment = process.env): FoundProgram {
  const assets = environment['KUBEBUILDER_ASSETS'];
  const paths = [...(assets === undefined ? [] : [join(assets, 'kubectl')]), ...onPath('kubectl', environment)];
  return firstOf(paths, 'no kubectl: set KUBEBUILDER_ASSETS to a folder that has it, or put it on the PATH');
}

/**
 * The `skip` option of a test that runs these programs.
 *
 * @throws ProgramMissingError instead where FARGATE_ADMISSION_HELM_REQUIRED is `true`: no test may go missing unseen in CI.
 */
export function skipWithout(...programs: readonly FoundProgram[]): string | false {
  const missing = programs.find((program) => program.kind === 'missing');
  if (missing === undefined) return false;
  if (process.env['FARGATE_ADMISSION_HELM_REQUIRED'] === 'true') throw new ProgramMissingError(missing.message);
  return missing.message;
}

/** A program that must be there is not. */
export class ProgramMissingError extends Error {
  override readonly name = 'ProgramMissingError';
}

/** @throws ProgramMissingError */
export function pathOf(program: FoundProgram): string {
  if (program.kind === 'missing') throw new ProgramMissingError(program.message);
  return program.path;
}

export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface HelmOptions {
  /** What it reads from standard input. */
  readonly input?: string;
  /** The environment beside PATH. */
  readonly env: Readonly<Record<string, string>>;
}

/** Runs it to its end, whatever its exit code. */
export function runHelm(args: readonly string[], { input = '', env }: HelmOptions): Promise<ProgramResult> {
  const { promise, resolve, reject } = Promise.withResolvers<ProgramResult>();
  const options = { env: { PATH: process.env['PATH'], ...env }, maxBuffer: MAX_OUTPUT_BYTES };
  const child = execFile(pathOf(findHelm()), args, options, (error, stdout, stderr) => {
    const code = error === null ? 0 : error.code;
    if (typeof code === 'number') resolve({ code, stdout, stderr });
    else reject(error);
  });
  child.stdin?.on('error', () => undefined).end(input);
  return promise;
}

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

function onPath(name: string, environment: Environment): readonly string[] {
  return (environment['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
}

function firstOf(paths: readonly string[], message: string): FoundProgram {
  const path = paths.find(isExecutable);
  return path === undefined ? { kind: 'missing', message } : { kind: 'found', path };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
