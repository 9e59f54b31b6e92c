import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** As code hosts name a file: relative to the folder that the program runs in, the root of the repository; with `/`. */
export function repositoryPath(file: string, folder: string = process.cwd()): string {
  const path = relative(folder, resolve(file));
  return isInside(path) ? path.replaceAll(sep, '/') : resolve(file);
}

/** The same as a URI: relative where it can be. */
export function fileUri(file: string): string {
  const path = relative(process.cwd(), resolve(file));
  return isInside(path) ? path.split(sep).map(encodeURIComponent).join('/') : pathToFileURL(resolve(file)).href;
}

function isInside(path: string): boolean {
  return !isAbsolute(path) && path !== '..' && !path.startsWith(`..${sep}`);
}
