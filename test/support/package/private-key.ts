import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** A library may hold the first line of a key in its code; a key goes on with base64. */
const PRIVATE_KEY = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/]{16}/;

/** Files below a folder that hold a private key in PEM, or are named like one. */
export async function filesWithPrivateKey(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const found: string[] = [];
  for (const path of paths) {
    if (extname(path) === '.key' || PRIVATE_KEY.test(await readFile(path, 'latin1'))) found.push(path);
  }
  return found;
}
