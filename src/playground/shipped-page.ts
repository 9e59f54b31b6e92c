import { FileError } from '../documents/files/file-error.ts';
import { readShippedFile } from '../runtime/shipped-file.ts';

const PATH = 'playground/playground.html';

/** The finished page, which the build of the package makes from `page/`. */
export interface ShippedPage {
  readonly html: string;
  /** What the document says of itself, for a header that says it, too. */
  readonly contentSecurityPolicy: string;
}

/** @throws FileError in a clone in which it is not built. */
export function playgroundPage(): ShippedPage {
  const html = readPage();
  const [, contentSecurityPolicy = "default-src 'none'"] = POLICY.exec(html) ?? [];
  return { html, contentSecurityPolicy };
}

function readPage(): string {
  try {
    return readShippedFile(PATH);
  } catch (cause) {
    throw new FileError(PATH, 'the page is not built; fix: run `npm run build:playground`', { cause });
  }
}

const POLICY = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/;
