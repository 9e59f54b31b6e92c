/**
 * Control and format characters, line and paragraph separators, halves of surrogate pairs; the second of two `#`, which begin
 * a command to a CI server. Not the newline: each would be a match, and a report has hundreds of thousands.
 */
const UNPRINTABLE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?<=#)#/gu;

/**
 * JSON in which what can steer a terminal, or look like something else there, is escaped in the strings, and reads back as what
 * it was. Only newlines that lay it out may occur outside of strings.
 */
export function printableJsonText(json: string): string {
  return json.replaceAll(UNPRINTABLE, escapeCharacter);
}

/** Two escapes for a character that takes two units. */
function escapeCharacter(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** What nearly no line of a log holds; a search for it costs little. */
const BEYOND_ASCII = /[^\n\x20-\x7e]/;

/** The same for one line of the log. */
export function printableLine(line: string): string {
  return BEYOND_ASCII.test(line) || line.includes('##') ? printableJsonText(line) : line;
}
