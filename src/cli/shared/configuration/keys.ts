import type { Command, Option } from 'commander';
import { FlagOption } from '../flags.ts';
import { CONFIG_FLAG } from './flags.ts';

/** A flag as a key of the configuration file. */
export interface ConfigurationKey {
  /** As the flag, without `--`. */
  readonly name: string;
  readonly kind: 'switch' | 'number' | 'choice' | 'output' | 'path' | 'text';
  /** Of a choice and of an output. */
  readonly words: readonly string[];
  readonly isRepeatable: boolean;
  readonly description: string;
}

/** The keys of the file: those of each command, and at the top those that mean the same in several. */
export interface ConfigurationKeys {
  readonly shared: ReadonlyMap<string, ConfigurationKey>;
  readonly sections: ReadonlyMap<string, ReadonlyMap<string, ConfigurationKey>>;
}

/** From the flags of the commands that read the file. `command` is one of them, or a sibling. */
export function configurationKeys(command: Command): ConfigurationKeys {
  const commands = command.parent?.commands.filter(readsConfiguration) ?? [command];
  const sections = new Map(commands.map((each) => [each.name(), keysOf(each)]));
  return { shared: sharedKeys([...sections.values()]), sections };
}

/** Whether a command reads the file for its flags. `config` reads it for those of the others. */
export function readsConfiguration(command: Command): boolean {
  return command.name() !== 'config' && command.options.some((option) => nameOf(option) === CONFIG_FLAG.name);
}

/**
 * What is about one run only, and a kubeconfig: it can name a program to be run, and a repository of a stranger may hold the
 * file.
 */
const NOT_IN_FILE: ReadonlySet<string> = new Set([
  'config',
  'write-baseline',
  'watch',
  'kubeconfig',
  'kubeconfigs',
  'help',
]);

export function keysOf({ options }: Command): ReadonlyMap<string, ConfigurationKey> {
  const keys = options
    .filter(({ negate }) => !negate)
    .map(keyOf)
    .filter(({ name }) => !NOT_IN_FILE.has(name));
  return new Map(keys.map((key) => [key.name, key]));
}

export function nameOf({ long }: Option): string {
  return (long ?? '').replace(/^--/, '');
}

const NUMBERS: ReadonlySet<string> = new Set(['COUNT', 'NUMBER', 'USD', 'PORT']);
const PATHS: ReadonlySet<string> = new Set(['PATH', 'FILE']);

function keyOf(option: Option): ConfigurationKey {
  const [, placeholder = ''] = /\[(.*)\]$/.exec(option.flags) ?? [];
  const name = nameOf(option);
  const words = /^[a-z]+(?:\|[a-z]+)+$/.test(placeholder) ? placeholder.split('|') : [];
  const isRepeatable = option instanceof FlagOption && option.isRepeatable;
  return { name, kind: kindOf(name, placeholder, words), words, isRepeatable, description: option.description };
}

function kindOf(name: string, placeholder: string, words: readonly string[]): ConfigurationKey['kind'] {
  if (placeholder === '') return 'switch';
  if (name === 'output') return 'output';
  if (words.length > 0) return 'choice';
  if (NUMBERS.has(placeholder)) return 'number';
  return PATHS.has(placeholder) ? 'path' : 'text';
}

/** Those that several commands have with the same meaning. */
function sharedKeys(sections: readonly ReadonlyMap<string, ConfigurationKey>[]): ReadonlyMap<string, ConfigurationKey> {
  const byName = Map.groupBy(
    sections.flatMap((keys) => [...keys.values()]),
    ({ name }) => name,
  );
  return new Map(
    [...byName].flatMap(([name, [first, ...others]]) => {
      const isShared = first !== undefined && others.length > 0 && others.every((key) => isSame(key, first));
      return isShared ? [[name, first] as const] : [];
    }),
  );
}

function isSame(a: ConfigurationKey, b: ConfigurationKey): boolean {
  return a.description === b.description && a.kind === b.kind && a.words.join() === b.words.join();
}
