import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { SettingReader } from '../../settings/reader.ts';
import { EXIT, type Terminal } from './command.ts';
import { type Flag, flagValues, writtenName } from './flags.ts';
import { packageVersion } from './package-version.ts';
import { type Paint, paintFor, printable, printableJson } from './terminal-text.ts';

/**
 * The output formats of a command, by the name that `-o` takes; the first is the default. A format is loaded when it is
 * chosen: a new one is a file with its renderer and a line here.
 */
export type Outputs<Report> = Readonly<Record<string, () => Promise<Render<Report>>>>;

export type Render<Report> = (report: Report, context: OutputContext) => string;

export interface OutputContext {
  readonly paint: Paint;
  /** Columns of the terminal; undefined where lines may have any length. */
  readonly width: number | undefined;
  /** Of this program. */
  readonly version: string;
  /** Whether people see the findings that are suppressed. Formats for programs hold them always. */
  readonly showsSuppressed: boolean;
}

export async function loadJson(): Promise<Render<unknown>> {
  return (report) => `${printableJson(report)}\n`;
}

export async function loadYaml(): Promise<Render<unknown>> {
  const { printableYaml } = await import('./yaml-output.ts');
  return printableYaml;
}

export function outputFlag(outputs: Outputs<never>) {
  const names = Object.keys(outputs);
  return {
    name: 'output',
    short: 'o',
    placeholder: names.join('|'),
    description: `output format; FORMAT=FILE writes it to a file; may be repeated (default: ${names[0]})`,
    isRepeatable: true,
  } as const satisfies Flag;
}

export interface ChosenOutput<Report> {
  readonly name: string;
  readonly load: () => Promise<Render<Report>>;
  /** Path; undefined for standard output. */
  readonly file: string | undefined;
}

/** The chosen outputs, the default where none is chosen. The reader rejects invalid ones. */
export function readOutputs<Report>(
  command: Command,
  outputs: Outputs<Report>,
  reader: SettingReader,
): readonly ChosenOutput<Report>[] {
  const [defaultName = ''] = Object.keys(outputs);
  const flag = outputFlag(outputs);
  const texts = flagValues(command, flag, reader);
  const chosen = (texts.length === 0 ? [defaultName] : texts).flatMap((text): readonly ChosenOutput<Report>[] => {
    const [name = '', ...rest] = text.split('=');
    const file = rest.length === 0 ? undefined : rest.join('=');
    const load = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
    if (load !== undefined && file !== '') return [{ name, load, file }];
    const expected = load === undefined ? `one of ${Object.keys(outputs).join(', ')}` : `${name}=FILE`;
    reader.reject(`${writtenName(command, flag)}: expected ${expected}; got ${JSON.stringify(text)}`);
    return [];
  });
  rejectSharedPlaces(chosen, reader);
  return chosen;
}

/** One report would overwrite the other, or follow it in a document that no program can read. */
function rejectSharedPlaces(chosen: readonly ChosenOutput<never>[], reader: SettingReader): void {
  for (const [file, sharing] of Map.groupBy(chosen, (output) => output.file)) {
    if (sharing.length < 2) continue;
    const place = file === undefined ? 'standard output' : JSON.stringify(file);
    const names = sharing.map(({ name }) => name).join(' and ');
    reader.reject(`--output: ${names} both go to ${place}; write all but one to a file of its own: FORMAT=FILE`);
  }
}

export interface OutputChoice<Report> {
  readonly outputs: readonly ChosenOutput<Report>[];
  readonly showsSuppressed?: boolean;
}

/** Writes a report in each chosen format. Resolves to the exit code: 2 where a file cannot be written. */
export async function writeOutputs<Report>(
  report: Report,
  { outputs, showsSuppressed = false }: OutputChoice<Report>,
  terminal: Terminal,
): Promise<number> {
  let exitCode: number = EXIT.ok;
  for (const { load, file } of outputs) {
    const render = await load();
    if (file === undefined) terminal.print(render(report, { ...contextOf(terminal), showsSuppressed }));
    else if (!(await writeReport(file, render(report, { ...fileContext(), showsSuppressed }), terminal)))
      exitCode = EXIT.usage;
  }
  return exitCode;
}

function contextOf(terminal: Terminal): Omit<OutputContext, 'showsSuppressed'> {
  const width = terminal.outputIsTerminal ? terminal.outputColumns : undefined;
  return { paint: paintFor(terminal), width, version: packageVersion() };
}

function fileContext(): Omit<OutputContext, 'showsSuppressed'> {
  return { paint: (_tone, text) => text, width: undefined, version: packageVersion() };
}

async function writeReport(file: string, text: string, { printError }: Terminal): Promise<boolean> {
  try {
    await writeFile(file, text);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    printError(`${printable(`cannot write ${file}: ${reason}`)}\n`);
    return false;
  }
}
