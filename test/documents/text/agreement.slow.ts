import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { readFully } from '../../../src/documents/text/full-documents.ts';
import { readJsonDocument } from '../../../src/documents/text/json-document.ts';
import { readPlainDocument } from '../../../src/documents/text/plain-document.ts';
import { splitText, type TextPart } from '../../../src/documents/text/split-text.ts';
import type { ReadOptions, Unnumbered } from '../../../src/documents/text/text-document.ts';
import { FieldPath } from '../../../src/fargate/field-path.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const REPEATED_KEYS: readonly ReadOptions['repeatedKeys'][] = ['refused', 'last-counts'];

const PARTS = ['test/fixtures', 'manifests'].flatMap((folder) => partsIn(join(ROOT, folder)));

describe('the fast readers and the full one', () => {
  test('agree on the value and the places of every document of the repository', () => {
    const counts = { fast: 0, all: 0 };
    for (const { text } of PARTS) {
      counts.all += 1;
      if (agreeOn(text)) counts.fast += 1;
    }
    assert.ok(counts.all > 300, `${counts.all} documents`);
    // The others are templates of Helm, comments, or have tags.
    assert.ok(counts.fast / counts.all > 0.7, `the fast readers read ${counts.fast} of ${counts.all} documents`);
  });

  test('agree on what a change of a few characters or lines makes of them', () => {
    const small = PARTS.filter(({ text }) => text.length < 3_000);
    const change = fc.tuple(
      fc.constantFrom(...CHANGES),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(...PIECES),
    );
    fc.assert(
      fc.property(fc.constantFrom(...small), fc.array(change, { minLength: 1, maxLength: 3 }), ({ text }, changes) => {
        agreeOn(changes.reduce((changed, [make, share, piece]) => make(changed, share, piece), text));
      }),
      { numRuns: 1_000, seed: 21 },
    );
  });

  for (const text of [
    'a: 1\na: 2\n',
    '{"a": 1, "b": {"a": 1}, "a": 2}',
    '  ---\na: 1\n',
    '- |\n x\n- >-\n y\n-\n  |+\n  z\n',
    'a: [{b: 1}, c: 2, "d": 3]\n',
    '\'a b\': 1\n"c\\td": 2\n? e\n: 3\n',
    'a:\n- b\n- - c\n  - d\n',
    'y: no\n0x10: 1_000\n1e3: .5\n',
    `${'x'.repeat(1_100)}: 1\n`,
    'a: &b 1\nc: *b\n',
    'a: !!str 1\n',
    '%YAML 1.2\n---\na: 1\n',
    'a: 1\n...\nb: 2\n',
    'a:\tb\n',
    'a:\n\tb: 1\n',
    `${'{"a":'.repeat(95)}1${'}'.repeat(95)}`,
    '{"\\u00e9\\ud83d\\ude00": "\\/", "n": [-0, 1E400, 12345678901234567890, 1.50]}',
    '---\n{"a": "x: y, z"}\n',
    '\t\n  {\n  "a": {"b": 1}\n}\n',
    'null\n',
    '>+2\r\n a\n',
    '',
  ]) {
    test(`agree on ${JSON.stringify(text.slice(0, 60))}`, () => {
      agreeOn(text);
    });
  }
});

type Change = (text: string, share: number, piece: string) => string;

const CHANGES: readonly Change[] = [
  (text, share, piece) => changedAt(text, share, (before, after) => `${before}${piece}${after}`),
  (text, share, piece) => changedAt(text, share, (before, after) => `${before}${after.slice(piece.length)}`),
  (text, share) => changedLine(text, share, (line) => [` ${line}`]),
  (text, share) => changedLine(text, share, (line) => [line.replace(/^ {1,2}/, '')]),
  (text, share) => changedLine(text, share, () => []),
  (text, share) => changedLine(text, share, (line) => [line, line]),
];

/** What has a meaning in YAML. */
const PIECES: readonly string[] = [
  ...[
    '\t',
    ' ',
    '"',
    "'",
    ':',
    ': ',
    ':,',
    '- ',
    '#',
    ' #',
    '|',
    '>+2',
    '{',
    '}',
    '[',
    ']',
    ',',
    '&a ',
    '*a',
    '!!str ',
  ],
  ...['? ', '\n', '\n\n', '\n---\n', '...', '%', '@', '<<: ', '~', '0x1F', '1_0', '\\', '\\x41', '\u0085', '\u2028'],
  ...['\ufeff', '\u0007', '\u00a0', '\ud800', 'a: b: c', '{{ .x }}', "''", '\r\n', '\n  ', '\n\t', 'yes', '=', '!'],
];

function changedAt(text: string, share: number, change: (before: string, after: string) => string): string {
  const at = Math.floor(share * text.length);
  return change(text.slice(0, at), text.slice(at));
}

function changedLine(text: string, share: number, change: (line: string) => readonly string[]): string {
  const lines = text.split('\n');
  const index = Math.min(Math.floor(share * lines.length), lines.length - 1);
  return lines.flatMap((line, at) => (at === index ? change(line) : [line])).join('\n');
}

/** Whether a fast reader read the whole text. */
function agreeOn(text: string): boolean {
  const parts = [...splitText(text.replace(/\r(?!\n)/g, '\n'))];
  return parts.every((part) => REPEATED_KEYS.every((repeatedKeys) => agreeOnPart(part, { repeatedKeys })));
}

function agreeOnPart(part: TextPart, options: ReadOptions): boolean {
  const document = readJsonDocument(part, options) ?? readPlainDocument(part, options);
  if (document === undefined) return false;
  assert.deepEqual(described(document), readFully(part, options).map(described).at(0), JSON.stringify(part.text));
  assert.equal(readFully(part, options).length, 1);
  return true;
}

function described(document: Unnumbered) {
  if (document.kind === 'broken') return document;
  const { root, positionOf } = document;
  const places = pathsOf(root.value).map((path) => [String(path), positionOf(path)]);
  return { value: root.value, places };
}

function pathsOf(value: unknown, path = FieldPath.ROOT): readonly FieldPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  const children = Array.isArray(value)
    ? value.flatMap((element: unknown, index) => pathsOf(element, path.to(index)))
    : Object.entries(value).flatMap(([key, entry]) => pathsOf(entry, path.to({ key })));
  return [path, ...children];
}

function partsIn(folder: string): readonly TextPart[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ya?ml|json)$/.test(name))
    .flatMap((name) => [...splitText(readFileSync(join(folder, name), 'utf8'))])
    .filter(({ text }) => text.length < 20_000);
}
