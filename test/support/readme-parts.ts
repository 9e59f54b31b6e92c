import { settingsMarkdown } from '../../src/settings/table.ts';
import { findingsMarkdown } from './findings-markdown.ts';
import { verdictsMarkdown } from './verdicts-markdown.ts';

export const README = new URL('../../README.md', import.meta.url);

/** What of the README is made from the code, by the name of its markers: `<!-- NAME:begin -->` and `<!-- NAME:end -->`. */
export const README_PARTS: Readonly<Record<string, () => string>> = {
  configuration: settingsMarkdown,
  findings: findingsMarkdown,
  verdicts: verdictsMarkdown,
};

/** The README with those parts as they should be. @throws MissingMarkersError */
export function renewReadme(text: string): string {
  return Object.entries(README_PARTS).reduce((readme, [name, render]) => renewPart(readme, name, render()), text);
}

function renewPart(text: string, name: string, part: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new MissingMarkersError(name);
  return `${text.slice(0, from + begin.length)}\n\n${part}\n\n${text.slice(to)}`;
}

/** The README has no place for one of its parts. */
export class MissingMarkersError extends Error {
  override readonly name = 'MissingMarkersError';

  constructor(part: string) {
    super(`README.md: no <!-- ${part}:begin --> with a <!-- ${part}:end --> behind it`);
  }
}
