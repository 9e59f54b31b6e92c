import type { ConfigurationKey } from '../../../src/cli/shared/configuration/keys.ts';
import { allKeys } from './configuration-schema.ts';

/** The reference of the file, in Markdown: each key with the commands that take it. */
export function configurationMarkdown(): string {
  const { shared, sections } = allKeys();
  const own = [...sections].flatMap(([name, keys]) => [
    `### Under \`${name}\``,
    table([...keys.values()].filter((key) => !shared.has(key.name))),
  ]);
  return ['### For several commands', table([...shared.values()]), ...own].join('\n\n');
}

function table(keys: readonly ConfigurationKey[]): string {
  const rows = keys.map((key) => `| \`${key.name}\` | ${describeValue(key)} | ${cell(key.description)} |`);
  return ['| Key | Value | Meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

const VALUES: Readonly<Record<ConfigurationKey['kind'], string>> = {
  switch: '`true` or `false`',
  number: 'number',
  choice: 'one of',
  output: 'format',
  path: 'path',
  text: 'text',
};

function describeValue({ kind, words, isRepeatable }: ConfigurationKey): string {
  const one = kind === 'choice' ? words.map((word) => `\`${word}\``).join(', ') : VALUES[kind];
  return isRepeatable ? `${one}, or a list` : one;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('*', '\\*');
}
