import { Lexer } from 'yaml';

/**
 * Far more than anybody writes, and than the parser can follow: it takes minutes to find out that a text of a few megabytes is
 * nested too deeply.
 */
const MAX_DEPTH = 5_000;

/** Whether brackets, or indicators in one line, are nested deeper than {@link MAX_DEPTH}. */
export function isNestedTooDeeply(text: string): boolean {
  return mayBeTooDeep(text) && isTooDeep(text);
}

/** A bracket in a text counts here too. */
function mayBeTooDeep(text: string): boolean {
  let brackets = 0;
  let indicators = 0;
  for (const [character] of text.matchAll(/[[\]{}\n]|[-?:](?=\s)/g)) {
    if (character === '[' || character === '{') brackets += 1;
    else if (character === ']' || character === '}') brackets = Math.max(0, brackets - 1);
    else if (character === '\n') indicators = 0;
    else indicators += 1;
    if (brackets > MAX_DEPTH || indicators > MAX_DEPTH) return true;
  }
  return false;
}

function isTooDeep(text: string): boolean {
  let brackets = 0;
  let indicators = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') brackets += 1;
    else if (token === ']' || token === '}') brackets -= 1;
    else if (token.includes('\n')) indicators = 0;
    else if (token === '-' || token === '?') indicators += 1;
    if (brackets > MAX_DEPTH || indicators > MAX_DEPTH) return true;
  }
  return false;
}
