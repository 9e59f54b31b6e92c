import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compilePattern } from '../../src/fargate/pattern.ts';
import { firstCase, firstPosition, literal, patternTest } from '../../src/policies/cel.ts';

describe('a CEL literal', () => {
  test('has quotation marks and backslashes behind a backslash', () => {
    assert.equal(literal(`a'b"c\\d`), `'a\\'b"c\\\\d'`);
  });

  test('has everything that is not printable ASCII by its code point', () => {
    assert.equal(literal('a\n\u0000é😀'), "'a\\U0000000a\\U00000000\\U000000e9\\U0001f600'");
  });

  test('has a replacement character for half of a pair, which no text of the API server can hold', () => {
    assert.equal(literal('\ud83d'), "'\\U0000fffd'");
  });

  test('ends where it should, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.match(literal(text), /^'(?:[^'\\]|\\['\\]|\\U[0-9a-f]{8})*'$/);
      }),
    );
  });
});

describe('the test of a pattern', () => {
  for (const [pattern, test_] of [
    ['web', "x == 'web'"],
    ['*', 'true'],
    ['**', 'true'],
    ['web*', "x.startsWith('web')"],
    ['*web', "x.endsWith('web')"],
    ['*web*', "x.matches('^.*web.*$')"],
    ['w*b', "x.matches('^w.*b$')"],
    ['w?b*', "x.matches('^w.b.*$')"],
    ['?', "x.matches('^.$')"],
    ['a.b*c', "x.matches('^a\\\\.b.*c$')"],
  ] as const) {
    test(`${pattern}: ${test_}`, () => {
      assert.equal(patternTest('x', compilePattern(pattern)), test_);
    });
  }

  test('leaves no metacharacter of a regular expression in effect', () => {
    assert.equal(
      patternTest('x', compilePattern('?\\^$.|+()[]{}')),
      "x.matches('^.\\\\\\\\\\\\^\\\\$\\\\.\\\\|\\\\+\\\\(\\\\)\\\\[\\\\]\\\\{\\\\}$')",
    );
  });
});

describe('cases', () => {
  test('are tried one after the other, each on its line', () => {
    assert.equal(
      firstCase(
        [
          ['a', '1'],
          ['b', '2'],
        ],
        '3',
      ),
      'a ? 1 :\nb ? 2 :\n3',
    );
  });

  test('are the last result where there are none', () => {
    assert.equal(firstCase([], '3'), '3');
  });
});

describe('the position of the first test that holds', () => {
  test('is that of one case after another', () => {
    assert.equal(
      firstPosition([
        ['a', 0],
        ['b', 2],
      ]),
      'a ? 0 :\nb ? 2 :\n-1',
    );
    assert.equal(firstPosition([]), '-1');
  });

  test('nests no more cases than the API server parses', () => {
    const text = firstPosition(Array.from({ length: 120 }, (_, index) => ['a', index]));
    const nested = text.split('), (').map((part) => part.split(' ? ').length - 1);
    assert.deepEqual(nested, [50, 50, 20]);
    assert.match(text, /\.filter\(position, position >= 0\)\[\?0\]\.orValue\(-1\)$/);
  });
});
