import { type Command, Option } from 'commander';
import type { GivenValues } from '../../settings/reader.ts';
import type { SettingRow } from '../../settings/setting.ts';
import { SETTING_ROWS } from '../../settings/table.ts';
import type { Terminal } from './command.ts';

/**
 * Adds a flag for each setting. Commander ends at the first mistake; it is told to let all of them pass, values missing and
 * flags unknown, so that the configuration reports them together with its own.
 */
export function addSettingFlags(command: Command, rows: readonly SettingRow[] = SETTING_ROWS): void {
  for (const row of rows) command.addOption(optionFor(row));
  command.allowUnknownOption().allowExcessArguments();
  // The brackets make commander let a missing value pass; to the user the value is required.
  command.configureHelp({ optionTerm: ({ flags }) => flags.replace(/\[(.*)\]$/, '$1') });
}

/** What was given to a command with {@link addSettingFlags}. */
export function givenValues(
  command: Command,
  { environment }: Terminal,
  presets: ReadonlyMap<string, string> = new Map(),
): GivenValues {
  const flags = new Map<string, string | undefined>();
  for (const row of SETTING_ROWS) {
    const value: unknown = command.getOptionValue(optionFor(row).attributeName());
    if (value !== undefined) flags.set(row.flag, typeof value === 'string' ? value : undefined);
  }
  return { flags, unknownArguments: command.args, environment, presets };
}

function optionFor({ flag, placeholder, description, defaultText, environmentVariable }: SettingRow): Option {
  const text = `${description} (default: ${defaultText}; ${environmentVariable})`;
  return new Option(`--${flag} [${placeholder}]`, text.replaceAll('`', ''));
}
