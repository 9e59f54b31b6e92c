import { printable } from './terminal-text.ts';

/**
 * GitHub takes 65,536 characters in a comment (its API, "body is too long"). Each of them may be written as several, so that
 * this leaves room for what is around it.
 */
const MAX_CHARACTERS = 60_000;

/** ASCII punctuation, which may be markup. Source: GitHub Flavored Markdown Spec, section 2.4. */
const MARKUP = /[!-/:-@[-`{-~]/g;

/** What code hosts make links and notifications from after they have parsed the text: `@user`, `#1`, `!1`, `~label`. */
const REFERENCES = new Set('@#!~$%&^');

/** Text that strangers wrote, for one line of Markdown: no markup, no link and no mention. */
export function markdownText(text: string): string {
  return printable(text).replaceAll(MARKUP, (character) => {
    const entity = `&#${character.charCodeAt(0)};`;
    // A zero-width space, which keeps what follows from being a name.
    return REFERENCES.has(character) ? `${entity}&#8203;` : entity;
  });
}

/** Lines, and a note of how many do not fit into a comment. */
export function limitedLines(lines: readonly string[], noteOf: (left: number) => string): readonly string[] {
  let characters = 0;
  const end = lines.findIndex((line) => {
    characters += line.length + 1;
    return characters > MAX_CHARACTERS;
  });
  return end === -1 ? lines : [...lines.slice(0, end), noteOf(lines.length - end)];
}

/** Text that is shown when it is asked for. `content` is Markdown. */
export function collapsed(title: string, content: string): string {
  return `<details>\n<summary>${markdownText(title)}</summary>\n\n${content}\n\n</details>\n`;
}

/** Text of several lines as a terminal shows it: of what is printable already, nothing but the tags of HTML are markup. */
export function preformatted(text: string): string {
  const lines = text.trimEnd().split('\n').map(htmlText);
  return `<pre>\n${limitedLines(lines, (left) => `… ${left} more lines`).join('\n')}\n</pre>`;
}

function htmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
