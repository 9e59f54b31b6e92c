import { readFileSync } from 'node:fs';
import { Field } from '../../documents/field.ts';

/** package.json lies two folders up from here, compiled or not. */
export function packageVersion(): string {
  const document: unknown = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  return new Field(document).get('version').string() ?? 'unknown';
}
