import type { Command } from 'commander';
import { SettingReader } from '../../settings/reader.ts';
import type { Terminal } from '../shared/command.ts';
import { type Flag, flagValues, givenValues, isGiven, type SwitchFlag } from '../shared/flags.ts';

export const PLAYGROUND_FLAGS = {
  output: { name: 'output', short: 'o', placeholder: 'FILE', description: 'file to write; - for standard output' },
} as const satisfies Readonly<Record<string, Flag>>;

export const PLAYGROUND_SWITCHES = {
  open: { name: 'open', description: 'open the page in the browser; without -o it is written to a temporary folder' },
} as const satisfies Readonly<Record<string, SwitchFlag>>;

/** The arguments of `playground`. */
export interface PlaygroundRequest {
  /** Path; undefined for standard output, and for a temporary folder where the page is opened. */
  readonly file: string | undefined;
  readonly isOpened: boolean;
}

export type PlaygroundRequestResult =
  | { readonly kind: 'valid'; readonly request: PlaygroundRequest }
  /** Every problem, each on one line. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export function readRequest(command: Command, terminal: Terminal): PlaygroundRequestResult {
  const reader = new SettingReader(givenValues(command, terminal));
  reader.rejectUnknownArguments();
  const output = flagValues(command, PLAYGROUND_FLAGS.output, reader).at(-1);
  const isOpened = isGiven(command, PLAYGROUND_SWITCHES.open);
  if (output === '') reader.reject('--output: expected a file, or - for standard output; got ""');
  if (output === '-' && isOpened) reader.reject('--open: no browser opens standard output; give --output a file');
  if (output === undefined && !isOpened && terminal.outputIsTerminal) {
    reader.reject('the page is HTML that no terminal shows; write it with -o playground.html, or open it with --open');
  }
  const { problems } = reader;
  if (problems.length > 0) return { kind: 'invalid', problems };
  return { kind: 'valid', request: { file: output === '-' ? undefined : output, isOpened } };
}
