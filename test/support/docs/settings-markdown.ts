import { SETTING_ROWS } from '../../../src/settings/table.ts';

/** The table of the settings, in Markdown, where a bar ends a cell even within code. */
export function settingsMarkdown(): string {
  const header = ['| Flag | Environment variable | Default | Meaning |', '| --- | --- | --- | --- |'];
  const rows = SETTING_ROWS.map(
    ({ flag, placeholder, environmentVariable, defaultText, description }) =>
      `| \`--${flag} ${placeholder.replaceAll('|', '\\|')}\` | \`${environmentVariable}\` | ${defaultText} | ${description} |`,
  );
  return [...header, ...rows].join('\n');
}
