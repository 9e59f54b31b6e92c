import { dirname, relative, resolve } from 'node:path';
import type { Command, Option } from 'commander';
import { FileError } from '../../../documents/files/file-error.ts';
import { readText, STANDARD_INPUT } from '../../../documents/files/read-text.ts';
import type { WorkloadKind } from '../../../documents/workloads/workload-kind.ts';
import type { SettingReader } from '../../../settings/reader.ts';
import { SETTING_ROWS } from '../../../settings/table.ts';
import type { PolicyChoice } from '../../../suppression/policy.ts';
import type { SuppressionRule } from '../../../suppression/rules.ts';
import type { Severities } from '../../../suppression/severities.ts';
import type { Terminal } from '../command.ts';
import { FlagOption } from '../flags.ts';
import { repositoryPath } from '../repository-path.ts';
import { CONFIGURATION_NAME, findConfiguration } from './find.ts';
import { configurationKeys, nameOf } from './keys.ts';
import type { ConfigurationFile, ConfiguredValue } from './read-file.ts';

/** What the file holds beside values of flags. */
export interface Configuration {
  /** Undefined where there is none. */
  readonly path: string | undefined;
  readonly rules: readonly SuppressionRule[];
  readonly severities: Severities;
  readonly kinds: readonly WorkloadKind[];
  /** A line each. */
  readonly problems: readonly string[];
}

const NO_CONFIGURATION: Configuration = { path: undefined, rules: [], severities: new Map(), kinds: [], problems: [] };

/**
 * Reads the configuration file, and sets the flags of the command that neither the command line nor the environment sets.
 * The source of such a value is its place in the file.
 */
export async function useConfiguration(command: Command, terminal: Terminal): Promise<Configuration> {
  const loaded = await loadConfiguration(command, terminal);
  if (loaded === undefined) return NO_CONFIGURATION;
  if (loaded.kind === 'unreadable') return { ...NO_CONFIGURATION, problems: [loaded.problem] };
  applyValues(command, loaded.file, terminal);
  return loaded.file;
}

/** Has the reader reject what is wrong with the file. */
export function rejectConfiguration({ problems }: Configuration, reader: SettingReader): void {
  for (const problem of problems) reader.reject(problem);
}

/** The rules of the file. Their paths begin at its folder. */
export function configuredRules({ rules, path }: Configuration): NonNullable<PolicyChoice['rules']> {
  const folder = dirname(resolve(path ?? CONFIGURATION_NAME));
  return { list: rules, pathOf: (file) => (file === STANDARD_INPUT ? undefined : repositoryPath(file, folder)) };
}

export type LoadedConfiguration =
  | { readonly kind: 'read'; readonly file: ConfigurationFile }
  | { readonly kind: 'unreadable'; readonly problem: string };

/** Undefined where there is no file, or none is wanted. */
export async function loadConfiguration(
  command: Command,
  terminal: Terminal,
): Promise<LoadedConfiguration | undefined> {
  const choice: unknown = command.getOptionValue('config');
  if (choice === false) return undefined;
  const named: unknown = Array.isArray(choice) ? choice.at(-1) : choice;
  if (named === true || named === null) return { kind: 'unreadable', problem: '--config: the value is missing' };
  const found = typeof named === 'string' ? named : await findConfiguration(placeOf(terminal));
  if (found === undefined) return undefined;
  const path = typeof named === 'string' ? named : relative(process.cwd(), found);
  try {
    const text = await readText(path, path);
    // Loads the parser of YAML, for which a command without a configuration file does not wait.
    const { readConfigurationFile } = await import('./read-file.ts');
    const isNamed = typeof named === 'string';
    return { kind: 'read', file: await readConfigurationFile({ path, text, isNamed }, configurationKeys(command)) };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { kind: 'unreadable', problem: error.message };
  }
}

function placeOf({ environment }: Terminal) {
  return { workingDirectory: process.cwd(), home: environment['HOME'] || environment['USERPROFILE'] };
}

/** The section of the command wins over what holds for all. */
export function applyValues(command: Command, { shared, sections }: ConfigurationFile, terminal: Terminal): void {
  const values = new Map([...shared, ...(sections.get(command.name()) ?? [])].map((value) => [value.name, value]));
  const given = givenNames(command, terminal);
  for (const option of command.options) {
    const value = values.get(nameOf(option));
    if (value !== undefined && isWanted(value.name, given, values)) setValue(command, option, value);
  }
}

function setValue(command: Command, option: Option, { texts, place }: ConfiguredValue): void {
  const value = option instanceof FlagOption ? texts : texts?.at(-1);
  command.setOptionValueWithSource(option.attributeName(), value ?? true, place);
}

/** The flags that the command line or the environment sets. */
interface GivenNames {
  readonly names: ReadonlySet<string>;
  /** Without the switches that are turned off, which leave room for any other flag. */
  readonly on: ReadonlySet<string>;
}

/** Arguments without a flag stand for `--filename`. */
function givenNames(command: Command, { environment }: Terminal): GivenNames {
  const written = (option: Option): unknown => command.getOptionValue(option.attributeName());
  const onCommandLine = command.options.filter((option) => written(option) !== undefined);
  const rows = SETTING_ROWS.filter(({ environmentVariable }) => (environment[environmentVariable] ?? '') !== '');
  const hasArguments = command.args.some((argument) => !argument.startsWith('-') || argument === '-');
  const others = [...rows.map(({ flag }) => flag), ...(hasArguments ? ['filename'] : [])];
  const on = onCommandLine.filter((option) => written(option) !== false);
  return { names: new Set([...onCommandLine.map(nameOf), ...others]), on: new Set([...on.map(nameOf), ...others]) };
}

const ONE_CLUSTER = ['context', 'cluster-name', 'every'];
const SEVERAL_CLUSTERS = ['contexts', 'all-contexts', 'kubeconfigs'];

/** What a flag that is given leaves no room for. */
const EXCLUDES: Readonly<Record<string, readonly string[]>> = {
  manifests: ['context', 'namespace', 'all-namespaces'],
  kubeconfig: ['manifests'],
  context: ['manifests', ...SEVERAL_CLUSTERS],
  contexts: [...ONE_CLUSTER, ...SEVERAL_CLUSTERS],
  'all-contexts': [...ONE_CLUSTER, ...SEVERAL_CLUSTERS],
  kubeconfigs: [...ONE_CLUSTER, ...SEVERAL_CLUSTERS],
  'cluster-name': SEVERAL_CLUSTERS,
  namespace: ['all-namespaces', 'manifests'],
  'all-namespaces': ['namespace', 'manifests'],
  profiles: ['profile-resources'],
  'profile-resources': ['profiles'],
  every: ['output', 'fail-on', ...SEVERAL_CLUSTERS],
  output: ['every'],
  'fail-on': ['every'],
};

/** What is of use with one of some other flags only. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  reports: ['every'],
  'report-port': ['every'],
  'report-address': ['every'],
  'ops-port': ['every'],
  'bind-address': ['every'],
  'log-level': ['every'],
  concurrency: SEVERAL_CLUSTERS,
};

function isWanted(name: string, given: GivenNames, values: ReadonlyMap<string, ConfiguredValue>): boolean {
  if (given.names.has(name) || [...given.on].some((other) => EXCLUDES[other]?.includes(name))) return false;
  const needed = NEEDS[name];
  return needed === undefined || needed.some((other) => given.on.has(other) || isOfFile(other, given, values));
}

function isOfFile(name: string, given: GivenNames, values: ReadonlyMap<string, ConfiguredValue>): boolean {
  return values.has(name) && isWanted(name, given, values);
}
