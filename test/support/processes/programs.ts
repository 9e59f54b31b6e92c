import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** A program that a test runs: where it is, or what to do about it. */
export type FoundProgram =
  | { readonly kind: 'found'; readonly path: string }
  | { readonly kind: 'missing'; readonly message: string; readonly requiredBy: string };

/** What HELM names, or `helm` on the PATH. */
export function findHelm(environment: Environment = process.env): FoundProgram {
  const helm = { name: 'helm', variable: 'HELM', requiredBy: 'TEST_HELM_REQUIRED' };
  return findNamed(helm, environment);
}

/** A shell on the PATH. */
export function findShell(name: string, environment: Environment = process.env): FoundProgram {
  const message = `no ${name}: put it on the PATH`;
  return firstOf(onPath(name, environment), { message, requiredBy: 'TEST_SHELLS_REQUIRED' });
}

/** What PRE_COMMIT names, or `pre-commit` on the PATH. */
export function findPreCommit(environment: Environment = process.env): FoundProgram {
  return findNamed({ name: 'pre-commit', variable: 'PRE_COMMIT', requiredBy: 'TEST_PRE_COMMIT_REQUIRED' }, environment);
}

/** What MOTO_SERVER names, or `moto_server` on the PATH. */
export function findMotoServer(environment: Environment = process.env): FoundProgram {
  return findNamed({ name: 'moto_server', variable: 'MOTO_SERVER', requiredBy: 'TEST_MOTO_REQUIRED' }, environment);
}

/** What XMLLINT names, or `xmllint` on the PATH. */
export function findXmllint(environment: Environment = process.env): FoundProgram {
  return findNamed({ name: 'xmllint', variable: 'XMLLINT', requiredBy: 'TEST_XMLLINT_REQUIRED' }, environment);
}

/** What PROMTOOL names, or `promtool` on the PATH. */
export function findPromtool(environment: Environment = process.env): FoundProgram {
  const promtool = { name: 'promtool', variable: 'PROMTOOL', requiredBy: 'TEST_PROMTOOL_REQUIRED' };
  return findNamed(promtool, environment);
}

/**
 * What CERT_MANAGER names, or `cert-manager` on the PATH: one program whose argument is the part to run, `controller` or
 * `cainjector`, and which finds the cluster by KUBECONFIG.
 */
export function findCertManager(environment: Environment = process.env): FoundProgram {
  const requiredBy = 'TEST_CERT_MANAGER_REQUIRED';
  return findNamed({ name: 'cert-manager', variable: 'CERT_MANAGER', requiredBy }, environment);
}

/** What RUBY names, or `ruby` on the PATH. */
export function findRuby(environment: Environment = process.env): FoundProgram {
  return findNamed({ name: 'ruby', variable: 'RUBY', requiredBy: 'TEST_RUBY_REQUIRED' }, environment);
}

/** What KUBEBUILDER_ASSETS holds, as for the end-to-end tests, or `kubectl` on the PATH. */
export function findKubectl(environment: Environment = process.env): FoundProgram {
  const assets = environment['KUBEBUILDER_ASSETS'];
  const paths = [...(assets === undefined ? [] : [join(assets, 'kubectl')]), ...onPath('kubectl', environment)];
  const message = 'no kubectl: set KUBEBUILDER_ASSETS to a folder that has it, or put it on the PATH';
  return firstOf(paths, { message, requiredBy: 'TEST_HELM_REQUIRED' });
}

/**
 * The `skip` option of a test that runs these programs.
 *
 * @throws ProgramMissingError instead where the variable that requires the program is `true`: no test may go missing unseen
 * in CI.
 */
export function skipWithout(...programs: readonly FoundProgram[]): string | false {
  const missing = programs.find((program) => program.kind === 'missing');
  if (missing === undefined) return false;
  if (process.env[missing.requiredBy] === 'true') throw new ProgramMissingError(missing.message);
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

interface NamedProgram {
  readonly name: string;
  /** Names its path. */
  readonly variable: string;
  /** The variable that makes it an error that the program is missing. */
  readonly requiredBy: string;
}

function findNamed({ name, variable, requiredBy }: NamedProgram, environment: Environment): FoundProgram {
  const message = `no ${name}: set ${variable} to its path, or put it on the PATH`;
  return firstOf([environment[variable] ?? '', ...onPath(name, environment)], { message, requiredBy });
}

function onPath(name: string, environment: Environment): readonly string[] {
  return (environment['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
}

interface Missing {
  readonly message: string;
  readonly requiredBy: string;
}

function firstOf(paths: readonly string[], missing: Missing): FoundProgram {
  const path = paths.find(isExecutable);
  return path === undefined ? { kind: 'missing', ...missing } : { kind: 'found', path };
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
