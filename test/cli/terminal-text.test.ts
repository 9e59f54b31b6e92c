import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parse } from 'yaml';
import { paintFor, printable, printableJson } from '../../src/cli/shared/terminal-text.ts';
import { printableYaml } from '../../src/cli/shared/yaml-output.ts';

describe('text of strangers', () => {
  const cases: readonly (readonly [what: string, text: string, shown: string])[] = [
    ['an escape sequence', 'a\u001b[31m', 'a\\u{1b}[31m'],
    ['a newline', 'a\nb', 'a\\u{a}b'],
    ['the one-byte form of an escape sequence', '\u009b31m', '\\u{9b}31m'],
    ['what turns the direction of writing', '\u202egnp.exe', '\\u{202e}gnp.exe'],
    ['what is invisible', 'we\u200bb', 'we\\u{200b}b'],
    ['a tag character', '\u{e0041}', '\\u{e0041}'],
    ['half a character', '\ud800', '\\u{d800}'],
    ['a line separator', '\u2028', '\\u{2028}'],
    ['the beginning of a command to a CI server', '##[add-mask]', '#\\u{23}[add-mask]'],
    ['more than one of these', '###', '#\\u{23}\\u{23}'],
  ];
  for (const [what, text, shown] of cases) {
    test(`has ${what} written out`, () => {
      assert.equal(printable(text), shown);
    });
  }

  test('stays as it is where it can be seen', () => {
    assert.equal(printable('Größe → ✓ 日本 🚀'), 'Größe → ✓ 日本 🚀');
  });

  test('reads back from JSON as what it was, and shows nothing of that kind there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = printableJson({ text });
        assert.doesNotMatch(json.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Cs}]/u);
        assert.deepEqual(JSON.parse(json), { text });
      }),
    );
  });

  test('reads back from YAML as what it was, on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-composite' }), (text) => {
        const yaml = printableYaml({ text });
        assert.equal(yaml.split('\n').length, 2);
        assert.doesNotMatch(yaml.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Cs}]|##/u);
        assert.deepEqual(parse(yaml), { text });
      }),
    );
  });
});

describe('colour', () => {
  const red = '\u001b[31m✗\u001b[39m';

  test('is for terminals', () => {
    assert.equal(paintFor({ environment: {}, outputIsTerminal: true })('bad', '✗'), red);
    assert.equal(paintFor({ environment: {}, outputIsTerminal: false })('bad', '✗'), '✗');
  });

  test('is left out where NO_COLOR is set to anything, or the terminal knows none', () => {
    const bad = (environment: Readonly<Record<string, string>>) =>
      paintFor({ environment, outputIsTerminal: true })('bad', '✗');
    assert.equal(bad({ NO_COLOR: '1' }), '✗');
    assert.equal(bad({ TERM: 'dumb' }), '✗');
    assert.equal(bad({ NO_COLOR: '' }), red);
  });
});
