import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { ROOT } from './support/docs/parts.ts';

/** Words that the style of the project does not use, or uses otherwise. */
const BANNED = /\b(?:mend(?:s|ed|ing)?|anew|told|whoever|nobody|stands|passed over|forecasts?)\b/i;

/** What a person reads: pages with their generated parts, sources with their messages and comments, and manifests. */
const READ_BY_PEOPLE = [
  'docs',
  'src',
  'manifests',
  'hack',
  'certs',
  '.github',
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
];

const TEXT = /\.(?:md|ts|ya?ml|json|css|html|txt|sh)$/;

describe('the words of the project', () => {
  for (const name of READ_BY_PEOPLE) {
    test(`are those of ${name}`, () => {
      const found = textFiles(name).flatMap((file) => linesWithBannedWords(file));
      assert.deepEqual(found, []);
    });
  }
});

function textFiles(name: string): readonly string[] {
  if (TEXT.test(name)) return [name];
  const entries = readdirSync(new URL(`${name}/`, ROOT), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && TEXT.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`);
}

function linesWithBannedWords(file: string): readonly string[] {
  const lines = readFileSync(new URL(file, ROOT), 'utf8').split('\n');
  return lines.flatMap((line, index) => (BANNED.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
}
