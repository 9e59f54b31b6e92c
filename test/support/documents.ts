import { readFully } from '../../src/documents/text/full-documents.ts';
import { splitText } from '../../src/documents/text/split-text.ts';
import type { ReadOptions, TextDocument } from '../../src/documents/text/text-document.ts';

/** As `readDocuments`, at once, and by the slower of its parsers alone. */
export function documentsIn(
  text: string,
  repeatedKeys: ReadOptions['repeatedKeys'] = 'refused',
): readonly TextDocument[] {
  return [...splitText(text)]
    .flatMap((part) => readFully(part, { repeatedKeys }))
    .map((document, index) => ({ number: index + 1, ...document }));
}
