import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { matchesSomeName, type NameLanguage, overlap } from '../../src/fargate/name-language.ts';
import { compilePattern } from '../../src/fargate/pattern.ts';

describe('matchesSomeName', () => {
  const cases: readonly (readonly [language: NameLanguage, pattern: string, possible: boolean])[] = [
    ['namespace', 'default', true],
    ['namespace', '*', true],
    ['namespace', '', false],
    ['namespace', 'Prod', false],
    ['namespace', 'prod_eu', false],
    ['namespace', 'prod.eu', false],
    ['namespace', '-prod', false],
    ['namespace', '*-', false],
    ['namespace', '*-prod', true],
    ['namespace', 'a'.repeat(63), true],
    ['namespace', 'a'.repeat(64), false],
    ['namespace', `${'?'.repeat(63)}*`, true],
    ['namespace', '?'.repeat(64), false],
    ['label-value', '', true],
    ['label-value', 'Front_end.1', true],
    ['label-value', 'a/b', false],
    ['label-value', '.a', false],
    ['label-value', 'a'.repeat(64), false],
    ['label-key', 'app', true],
    ['label-key', '', false],
    ['label-key', 'app.kubernetes.io/name', true],
    ['label-key', '*/name', true],
    ['label-key', 'App.io/name', false],
    ['label-key', 'App', true],
    ['label-key', 'a/b/c', false],
    ['label-key', '*/*/*', false],
    ['label-key', '/name', false],
    ['label-key', 'example.com/', false],
    ['label-key', 'a..b/name', false],
    ['label-key', `${'a'.repeat(253)}/${'b'.repeat(63)}`, true],
    ['label-key', `${'a'.repeat(254)}/b`, false],
    ['label-key', `a/${'b'.repeat(64)}`, false],
    ['label-key', `${'b'.repeat(64)}*`, true],
    ['label-key', 'with space', false],
  ];
  for (const [language, pattern, possible] of cases) {
    test(`${possible ? 'some' : 'no'} ${language} matches '${pattern.length > 40 ? `${pattern.slice(0, 40)}…` : pattern}'`, () => {
      assert.equal(matchesSomeName(compilePattern(pattern), language), possible);
    });
  }
});

describe('overlap', () => {
  const cases: readonly (readonly [language: NameLanguage, a: string, b: string, overlaps: boolean])[] = [
    ['namespace', 'prod', 'prod', true],
    ['namespace', 'prod*', '*eu', true],
    ['namespace', 'prod*', 'dev*', false],
    ['namespace', '*-?', '??', false],
    ['namespace', '*-?', '???', true],
    ['namespace', `${'a'.repeat(40)}*`, `*${'b'.repeat(23)}`, true],
    ['namespace', `${'a'.repeat(40)}*`, `*${'b'.repeat(24)}`, false],
    ['label-value', '*', '', true],
    ['label-value', '?*', '', false],
    ['label-key', '*/name', 'app.kubernetes.io/*', true],
    ['label-key', '*/name', 'app*', true],
    ['label-key', '*/name', 'app?', false],
  ];
  for (const [language, a, b, overlaps] of cases) {
    test(`'${a}' and '${b}' ${overlaps ? 'share' : 'share no'} ${language}`, () => {
      assert.equal(overlap(compilePattern(a), compilePattern(b), language), overlaps);
    });
  }

  test('agrees with trying every short name', () => {
    const names = shortNames();
    const pattern = fc.string({ unit: fc.constantFrom('a', '-', '*', '?', '?'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const [left, right] = [compilePattern(a), compilePattern(b)];
        const found = names.some((name) => left.matches(name) && right.matches(name));
        assert.equal(overlap(left, right, 'namespace'), found);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Two patterns of up to 4 marks over a and - that share a name share one of up to 9 characters. */
function shortNames(): readonly string[] {
  const all: string[] = [];
  let layer = [''];
  for (let length = 1; length <= 9; length += 1) {
    layer = layer.flatMap((name) => [`${name}a`, `${name}-`]);
    all.push(...layer);
  }
  return all.filter((name) => !name.startsWith('-') && !name.endsWith('-'));
}
