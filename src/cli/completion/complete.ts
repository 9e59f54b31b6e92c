import type { Command, Option } from 'commander';
import type { Terminal } from '../shared/command.ts';
import { type NamesContext, namesFor } from './names.ts';

/**
 * What may stand in place of the last word of a command line: a line for each, with a tab before its description, and last a
 * line that says whether files are meant too.
 *
 * kubectl asks its plugins in this form. Source: kubectl, `pkg/cmd/plugin/plugin_completion.go`; cobra, "Shell Completion", `__complete`.
 */
export async function complete(program: Command, words: readonly string[], terminal: Terminal): Promise<string> {
  const { candidates, takesFiles } = await completionOf(program, words, terminal);
  const lines = candidates.map(({ value, description }) => `${value}\t${description}`);
  return [...lines, takesFiles ? FILES : NO_FILES, ''].join('\n');
}

/** Source: cobra, `ShellCompDirectiveDefault` and `ShellCompDirectiveNoFileComp`. */
const FILES = ':0';
const NO_FILES = ':4';

interface Candidate {
  readonly value: string;
  readonly description: string;
}

interface Completion {
  readonly candidates: readonly Candidate[];
  readonly takesFiles: boolean;
}

async function completionOf(
  program: Command,
  words: readonly string[],
  { environment }: Terminal,
): Promise<Completion> {
  const { before, word } = splitWords(words);
  const command = commandOf(program, before);
  const context = { environment, before };
  const [flag = '', ...rest] = word.split('=');
  if (word.startsWith('--') && rest.length > 0) {
    const completion = await valuesOf(optionOf(command, flag), { ...context, word: rest.join('=') });
    return { ...completion, candidates: completion.candidates.map(prefixedWith(`${flag}=`)) };
  }
  if (word.startsWith('-') && word !== '-') return startingWith(word, flagsOf(command, word.startsWith(NEGATION)));
  const option = optionOf(command, before.at(-1) ?? '');
  if (option !== undefined && takesValue(option)) return valuesOf(option, { ...context, word });
  if (command.commands.length > 0) return startingWith(word, subcommandsOf(command));
  const [choices = ''] = /^[\w|]+\|\w+$/.exec(command.usage()) ?? [];
  return choices === ''
    ? { candidates: [], takesFiles: TAKES_FILES.has(command.name()) }
    : startingWith(word, choicesOf(choices));
}

/** Commands that take what follows `-f PATH` for more paths. */
const TAKES_FILES: ReadonlySet<string> = new Set(['check', 'explain']);

/** bash takes an equals sign for a word: `--output`, `=`, `json`. Its completion replaces the value alone. */
function splitWords(words: readonly string[]) {
  const isEquals = words.at(-1) === '=';
  const isValue = words.at(-2) === '=';
  if (isEquals) return { before: words.slice(0, -1), word: '' };
  return { before: words.slice(0, isValue ? -2 : -1), word: words.at(-1) ?? '' };
}

function commandOf(program: Command, words: readonly string[]): Command {
  return words.reduce<Command>(
    (command, word) => command.commands.find((subcommand) => subcommand.name() === word) ?? command,
    program,
  );
}

function optionOf({ options }: Command, flag: string): Option | undefined {
  return options.find(({ long, short }) => flag !== '' && (long === flag || short === flag));
}

function takesValue({ optional, required }: Option): boolean {
  return optional || required;
}

/** `--output [table|json]` lists its values, and any other placeholder says what they are. */
async function valuesOf(
  option: Option | undefined,
  { word, ...context }: NamesContext & { readonly word: string },
): Promise<Completion> {
  const [, placeholder = ''] = /\[(.*)\]$/.exec(option?.flags ?? '') ?? [];
  const [format = '', ...file] = word.split('=');
  const choices = placeholder.split('|');
  if (choices.length > 1 && file.length > 0) return { candidates: [], takesFiles: choices.includes(format) };
  if (choices.length > 1) return startingWith(word, choicesOf(placeholder));
  if (['PATH', 'FILE', 'FOLDER'].includes(placeholder)) return { candidates: [], takesFiles: true };
  const names = await namesFor(placeholder, context);
  return startingWith(
    word,
    names.map((value) => ({ value, description: '' })),
  );
}

function choicesOf(text: string): readonly Candidate[] {
  return text.split('|').map((value) => ({ value, description: '' }));
}

/** Of each switch there is one. */
const NEGATION = '--no-';

function flagsOf(command: Command, withNegations: boolean): readonly Candidate[] {
  const flags = command.options.filter(({ hidden, negate }) => !hidden || (negate && withNegations));
  return [
    ...flags.map(({ long, short, description }) => ({ value: long ?? short ?? '', description })),
    { value: '--help', description: 'display help for command' },
  ];
}

function subcommandsOf(command: Command): readonly Candidate[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((subcommand) => ({ value: subcommand.name(), description: subcommand.summary() || subcommand.description() }));
}

function startingWith(word: string, candidates: readonly Candidate[]): Completion {
  return { candidates: candidates.filter(({ value }) => value.startsWith(word)), takesFiles: false };
}

function prefixedWith(prefix: string): (candidate: Candidate) => Candidate {
  return ({ value, description }) => ({ value: `${prefix}${value}`, description });
}
