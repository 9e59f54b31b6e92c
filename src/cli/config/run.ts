import type { Command } from 'commander';
import { SettingReader } from '../../settings/reader.ts';
import type { Terminal } from '../shared/command.ts';
import { loadConfiguration } from '../shared/configuration/use-configuration.ts';
import { givenValues } from '../shared/flags.ts';
import { readOutputs, writeOutputs } from '../shared/outputs.ts';
import { reportProblems } from '../shared/problems.ts';
import { printable } from '../shared/terminal-text.ts';
import { CONFIG_OUTPUTS } from './outputs.ts';
import { reportConfiguration } from './report.ts';

/** Shows the configuration. Resolves to the exit code: 2 for bad usage and for a file that cannot be read or used, else 0. */
export async function runConfig(command: Command, terminal: Terminal): Promise<number> {
  const reader = new SettingReader(givenValues(command, terminal));
  reader.rejectUnknownArguments();
  const outputs = readOutputs(command, CONFIG_OUTPUTS, reader);
  const loaded = await loadConfiguration(command, terminal);
  if (loaded?.kind === 'unreadable') reader.reject(loaded.problem);
  const file = loaded?.kind === 'read' ? loaded.file : undefined;
  const problems = [...reader.problems, ...(file?.problems ?? [])];
  if (problems.length > 0) return reportProblems(problems.map(printable), terminal);
  return writeOutputs(reportConfiguration(command, file, terminal), { outputs }, terminal);
}
