import { Command } from 'commander';
import { COMMANDS } from '../../../src/cli/program.ts';
import { type CliCommand, EXIT_CODES, isGroup } from '../../../src/cli/shared/command.ts';
import { SETTING_ROWS } from '../../../src/settings/table.ts';

/** The reference of the command line, in Markdown: every command with its flags, as its `--help` has them. */
export function cliMarkdown(): string {
  const sections = COMMANDS.flatMap((entry) =>
    isGroup(entry)
      ? entry.commands.map((command) => section(`${entry.name} ${command.name}`, command))
      : [section(entry.name, entry)],
  );
  const exitCodes = EXIT_CODES.replace(/^.*\n/, '').replaceAll(/^ {2}/gm, '    ');
  return ['## Exit codes', 'Every command has the same:', exitCodes, ...sections].join('\n\n');
}

function section(name: string, { summary, configure }: CliCommand): string {
  let help = '';
  const command = new Command(name).configureOutput({
    writeOut: (text) => {
      help += text;
    },
  });
  configure(command);
  command.outputHelp();
  const after = help.slice(command.helpInformation().length).trim();
  return [
    `## ${name}`,
    `${summary}.`,
    `    fargate-admission ${name} ${command.usage()}`,
    ...(takesOnlySettings(command) ? [SETTINGS_LINK] : [flagTable(command)]),
    ...(after === '' ? [] : [after]),
  ].join('\n\n');
}

function takesOnlySettings({ options }: Command): boolean {
  const flags = new Set(SETTING_ROWS.map(({ flag }) => `--${flag}`));
  return options.length === flags.size && options.every(({ long }) => flags.has(long ?? ''));
}

const SETTINGS_LINK = 'Every flag is a [setting](settings.md), and has an environment variable.';

function flagTable({ options }: Command): string {
  const shown = options.filter(({ hidden }) => !hidden);
  const rows = shown.map(({ flags, description }) => `| \`${cell(flagText(flags))}\` | ${cell(description)} |`);
  return ['| Flag | Meaning |', '| --- | --- |', ...rows].join('\n');
}

/** The brackets make commander let a missing value pass; to the user the value is required. */
function flagText(flags: string): string {
  return flags.replace(/\[(.*)\]$/, '$1');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('*', '\\*');
}
