import type { Command, Option } from 'commander';
import type { Pattern } from '../../fargate/pattern.ts';
import { SETTING_ROWS } from '../../settings/table.ts';
import type { SuppressionRule } from '../../suppression/rules.ts';
import type { Terminal } from '../shared/command.ts';
import { keysOf, nameOf, readsConfiguration } from '../shared/configuration/keys.ts';
import type { ConfigurationFile } from '../shared/configuration/read-file.ts';
import { applyValues } from '../shared/configuration/use-configuration.ts';
import { placeInFile } from '../shared/flags.ts';

/** What `config -o json` and `-o yaml` print. */
export interface ConfigurationReport {
  readonly apiVersion: 'fargate-admission/v1alpha1';
  readonly kind: 'Configuration';
  /** Path; absent where there is none. */
  readonly file?: string;
  readonly values: readonly EffectiveValue[];
  readonly severities: Readonly<Record<string, string>>;
  readonly suppressions: readonly ReportedRule[];
  /** `example.com/v1/Widget` */
  readonly workloadKinds: readonly string[];
}

/** Of one flag of one command, where the command line does not set it. */
export interface EffectiveValue {
  readonly command: string;
  readonly name: string;
  /** Empty where nothing is set, and there is no default. */
  readonly value: string | readonly string[];
  readonly source: 'file' | 'environment' | 'default';
  /** `.fargate-admission.yaml:3`, or the name of an environment variable. */
  readonly place?: string;
}

export interface ReportedRule {
  readonly codes: readonly string[];
  readonly kinds?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly names?: readonly string[];
  readonly paths?: readonly string[];
  readonly reason: string;
  readonly place: string;
}

/** `command` is a sibling of the commands whose configuration it shows. */
export function reportConfiguration(
  command: Command,
  file: ConfigurationFile | undefined,
  terminal: Terminal,
): ConfigurationReport {
  const readers = command.parent?.commands.filter(readsConfiguration) ?? [];
  if (file !== undefined) for (const reader of readers) applyValues(reader, file, terminal);
  return {
    apiVersion: 'fargate-admission/v1alpha1',
    kind: 'Configuration',
    ...(file === undefined ? {} : { file: file.path }),
    values: readers.flatMap((reader) => valuesOf(reader, terminal)),
    severities: Object.fromEntries(file?.severities ?? []),
    suppressions: file?.rules.map(reportedRule) ?? [],
    workloadKinds: file?.kinds.map(({ apiVersions, kind }) => `${apiVersions.join(',')}/${kind}`) ?? [],
  };
}

function valuesOf(reader: Command, terminal: Terminal): readonly EffectiveValue[] {
  const keys = keysOf(reader);
  return reader.options
    .filter((option) => keys.has(nameOf(option)))
    .map((option) => ({ command: reader.name(), name: nameOf(option), ...effectiveValue(reader, option, terminal) }));
}

function effectiveValue(
  reader: Command,
  option: Option,
  { environment }: Terminal,
): Pick<EffectiveValue, 'value' | 'source' | 'place'> {
  const name = option.attributeName();
  const place = placeInFile(reader, name);
  if (place !== undefined) return { value: textsOf(reader.getOptionValue(name)), source: 'file', place };
  const row = SETTING_ROWS.find(({ flag }) => flag === nameOf(option));
  const variable = row?.environmentVariable ?? '';
  const text = environment[variable] ?? '';
  if (text !== '') return { value: text, source: 'environment', place: variable };
  return { value: row?.defaultText ?? describedDefault(option), source: 'default' };
}

function textsOf(value: unknown): string | readonly string[] {
  if (!Array.isArray(value)) return String(value);
  const [only = '', ...more] = value.map(String);
  return more.length === 0 ? only : [only, ...more];
}

/** A switch is off; other flags say their default in their description. */
function describedDefault({ description, flags }: Option): string {
  const [, text = ''] = /\(default: ([^()]*)\)$/.exec(description) ?? [];
  return text === '' && !flags.endsWith(']') ? 'false' : text;
}

function reportedRule({ codes, kinds, namespaces, names, paths, reason, place }: SuppressionRule): ReportedRule {
  const texts = (patterns: readonly Pattern[]) => patterns.map(({ canonical }) => canonical);
  return {
    codes,
    ...(kinds === undefined ? {} : { kinds }),
    ...(namespaces === undefined ? {} : { namespaces: texts(namespaces) }),
    ...(names === undefined ? {} : { names: texts(names) }),
    ...(paths === undefined ? {} : { paths: texts(paths) }),
    reason,
    place,
  };
}
