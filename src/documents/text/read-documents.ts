import { readJsonDocument } from './json-document.ts';
import { Lines } from './lines.ts';
import { readPlainDocument } from './plain-document.ts';
import { splitText, type TextPart, withLineFeeds } from './split-text.ts';
import { broken, type ReadOptions, type TextDocument, type Unnumbered } from './text-document.ts';

/**
 * The documents of a text in YAML or JSON, with scalars read as kubectl reads them. A document that is broken does not
 * keep the others from being read. They come one by one, so that memory is taken by one at a time.
 *
 * Asynchronous, since the parser that reads every text is loaded when the first text needs it.
 */
export async function* readDocuments(text: string, options: ReadOptions): AsyncGenerator<TextDocument> {
  let number = 0;
  for (const part of splitText(withLineFeeds(text))) {
    for (const document of await readPart(part, options)) {
      number += 1;
      yield { number, ...document };
    }
  }
}

async function readPart(part: TextPart, options: ReadOptions): Promise<readonly Unnumbered[]> {
  if (isTooLarge(part.text)) {
    const position = new Lines(part).positionAt(0);
    return [broken('Too large for one document; split it', { position, isPositionExact: false })];
  }
  const document = readJsonDocument(part, options) ?? readPlainDocument(part, options);
  if (document !== undefined) return [document];
  const { readFully } = await import('./full-documents.ts');
  return readFully(part, options);
}

/** The slower parser takes more than 1 KB for every key and value, and Node.js has 2 GB on a machine of 8. Some 15 MB of usual YAML. */
const MAX_SEPARATORS = 1_000_000;

/** One of these is between any two keys or values, however short they are. */
function isTooLarge(text: string): boolean {
  if (text.length <= MAX_SEPARATORS) return false;
  let separators = 0;
  for (const _ of text.matchAll(/[\n,:[{]|[-?](?=\s)/g)) {
    separators += 1;
    if (separators > MAX_SEPARATORS) return true;
  }
  return false;
}
