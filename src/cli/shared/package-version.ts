import { Field } from '../../documents/field.ts';
import { readShippedFile } from '../../runtime/shipped-file.ts';

export function packageVersion(): string {
  const document: unknown = JSON.parse(readShippedFile('../package.json'));
  return new Field(document).get('version').string() ?? 'unknown';
}
