import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { Field } from '../../../src/documents/field.ts';
import { findHelm, pathOf } from '../processes/programs.ts';
import { type ProgramResult, runProgram } from '../processes/run-program.ts';

export const CHART = fileURLToPath(new URL('../../../manifests/chart', import.meta.url));

/** Values as a user writes them, by name. */
export type Values = Readonly<Record<string, unknown>>;

/** The one value without a default. */
export const LEAST_VALUES: Values = { clusterName: 'demo' };

export interface RenderOptions {
  readonly namespace?: string;
  readonly release?: string;
  /** A folder or an archive; the one of this repository unless given. */
  readonly chart?: string;
}

export function helmTemplate(values: Values, options: RenderOptions = {}): Promise<ProgramResult> {
  const { namespace = 'fargate-admission', release = 'fargate-admission', chart = CHART } = options;
  return helm(['template', release, chart, `--namespace=${namespace}`, '--values=-'], JSON.stringify(values));
}

/** The objects of the chart. @throws RenderError where Helm refuses the values. */
export async function renderChart(values: Values, options: RenderOptions = {}): Promise<readonly Field[]> {
  const { code, stdout, stderr } = await helmTemplate(values, options);
  if (code !== 0) throw new RenderError(stderr);
  return objectsOf(stdout);
}

/** Values that cannot be rendered. */
export class RenderError extends Error {
  override readonly name = 'RenderError';
}

/** The objects of a stream of YAML documents. @throws what the YAML library throws, for a key that is there twice too. */
export function objectsOf(yaml: string): readonly Field[] {
  const documents = parseAllDocuments(yaml).map((document) => {
    for (const error of document.errors) throw error;
    return new Field(document.toJS());
  });
  return documents.filter((document) => document.isPresent);
}

/** With no cluster and no configuration of the user's. */
export function helm(args: readonly string[], input = ''): Promise<ProgramResult> {
  return runHelm(args, { input, env: { HOME: '/nonexistent' } });
}

export interface HelmOptions {
  readonly input: string;
  /** The environment beside PATH. */
  readonly env: Readonly<Record<string, string>>;
}

/** Runs it to its end, whatever its exit code. */
export function runHelm(args: readonly string[], { input, env }: HelmOptions): Promise<ProgramResult> {
  return runProgram(pathOf(findHelm()), args, { input, env: { PATH: process.env['PATH'], ...env } });
}
