import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compilePattern, covers } from '../../src/fargate/pattern.ts';

describe('pattern', () => {
  const cases: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
    ['prod', 'prod', true],
    ['prod', 'production', false],
    ['prod', 'Prod', false],
    ['', '', true],
    ['', 'x', false],
    ['*', '', true],
    ['*', 'kube-system', true],
    ['prod*', 'prod', true],
    ['prod*', 'prod-eu', true],
    ['*dev', 'my-dev', true],
    ['*dev', 'dev-my', false],
    ['frontend*?', 'frontend', false],
    ['frontend*?', 'frontend1', true],
    ['key?', 'key', false],
    ['key?', 'key1', true],
    ['key?', 'key12', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['*.example.com/*', 'app.example.com/name', true],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
    ['ab*ba', 'aba', false],
    ['*a?c*', 'xabcx', true],
    ['*a?c*', 'xabx', false],
    ['*b*a', 'ba', true],
    ['a?', 'a*', false],
  ];
  for (const [pattern, text, matches] of cases) {
    test(`'${pattern}' ${matches ? 'matches' : 'does not match'} '${text}'`, () => {
      assert.equal(compilePattern(pattern).matches(text), matches);
    });
  }

  test('agrees with a naive matcher that follows the definition', () => {
    fc.assert(
      fc.property(
        patternOf('ab*?'),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 10 }),
        (pattern, text) => {
          assert.equal(compilePattern(pattern).matches(text), naiveMatches(pattern, text));
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test('writes equal patterns in one canonical form', () => {
    assert.equal(compilePattern('a**?*?b').canonical, 'a??*b');
  });

  for (const source of [`*${'a'.repeat(58)}b`, `${'*a'.repeat(31)}b`, `*${'a'.repeat(58)}b*`, `*b${'a'.repeat(58)}*`]) {
    test(`reads a text that provokes backtracking once: ${source.slice(0, 4)}…${source.slice(-2)}`, () => {
      const pattern = compilePattern(source);
      assert.equal(pattern.stepsPerCharacter, 1);
      assert.equal(pattern.matches('a'.repeat(100_000)), false);
    });
  }

  test('needs a step for each of its characters where a `?` is between two `*`', () => {
    assert.equal(compilePattern('x*a?a*y').stepsPerCharacter, 3);
    assert.equal(compilePattern('x?*y').stepsPerCharacter, 1);
  });
});

describe('covers', () => {
  const cases: readonly (readonly [wide: string, narrow: string, covers: boolean])[] = [
    ['*', 'prod*', true],
    ['prod*', 'prod-eu', true],
    ['prod*', 'prod-eu*', true],
    ['prod*', 'pro*', false],
    ['?', '*', false],
    ['*', '?', true],
    ['*?', '?*', true],
    ['a*', 'a', true],
    ['a', 'a*', false],
    ['a?c', 'abc', true],
    ['a?c', 'a*c', false],
    ['*a*', '*ba*', true],
  ];
  for (const [wide, narrow, expected] of cases) {
    test(`'${wide}' ${expected ? 'covers' : 'does not cover'} '${narrow}'`, () => {
      assert.equal(covers(compilePattern(wide), compilePattern(narrow)), expected);
    });
  }

  test('never claims a cover that a text refutes', () => {
    fc.assert(
      fc.property(
        patternOf('a*?'),
        patternOf('a*?'),
        fc.string({ unit: 'grapheme-ascii', maxLength: 6 }),
        (wide, narrow, text) => {
          fc.pre(!text.includes('*') && covers(compilePattern(wide), compilePattern(narrow)));
          if (naiveMatches(narrow, text)) assert.ok(naiveMatches(wide, text));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

function patternOf(characters: string): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...characters), maxLength: 8 });
}

function naiveMatches(pattern: string, text: string): boolean {
  const [first] = pattern;
  if (first === undefined) return text === '';
  if (first === '*') {
    return naiveMatches(pattern.slice(1), text) || (text !== '' && naiveMatches(pattern, text.slice(1)));
  }
  return text !== '' && (first === '?' || first === text[0]) && naiveMatches(pattern.slice(1), text.slice(1));
}
