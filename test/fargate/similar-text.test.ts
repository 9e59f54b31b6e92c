import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { isSimilar } from '../../src/fargate/similar-text.ts';

describe('two texts are similar that differ', () => {
  const pairs: readonly (readonly [by: string, a: string, b: string])[] = [
    ['by a separator', 'front-end', 'frontend'],
    ['by another separator', 'front-end', 'front_end'],
    ['by case', 'true', 'True'],
    ['by camel case', 'compute-type', 'computeType'],
    ['by a plural', 'batch-jobs', 'batch-job'],
    ['by a plural in es', 'batch', 'batches'],
    ['by two letters swapped', 'web', 'wbe'],
    ['by two letters swapped at the end', 'fargate', 'fargaet'],
    ['by a letter too few', 'frontend', 'fronted'],
    ['by a letter too many', 'backend', 'backkend'],
    ['by another letter', 'compute', 'conpute'],
    ['by two letters in a long text', 'observability', 'observabiltiy'],
    [
      'by two letters that are not next to each other in a long text',
      'internal-authentication',
      'internal-autentcation',
    ],
    ['in the one word that is not the same', 'prod-frontend-eu', 'prod-fronted-eu'],
  ];
  for (const [by, a, b] of pairs) {
    test(by, () => assert.deepEqual([isSimilar(a, b), isSimilar(b, a)], [true, true]));
  }
});

describe('two texts are not similar', () => {
  const pairs: readonly (readonly [why: string, a: string, b: string])[] = [
    ['that are equal', 'frontend', 'frontend'],
    ['that are other words', 'backend', 'frontend'],
    ['of which one begins with another letter', 'reader', 'leader'],
    ['whose digits differ', 'zone-1', 'zone-2'],
    ['of which one has a digit', 'frontend', 'frontend2'],
    ['that differ in their last letter', 'team-a', 'team-b'],
    ['of which one has a word more', 'web', 'web-api'],
    ['that are short', 'cart', 'card'],
    ['that are shorter still', 'dev', 'dew'],
    ['by two letters in a text that is not long', 'backend', 'backeddn'],
    ['of which one is empty', '', 'web'],
    ['of which one is only separators', '--', 'web'],
    ['that are longer than a label value', `${'a'.repeat(63)}b`, `${'a'.repeat(63)}c`],
  ];
  for (const [why, a, b] of pairs) {
    test(why, () => assert.deepEqual([isSimilar(a, b), isSimilar(b, a)], [false, false]));
  }
});

const WORD = fc.string({ unit: fc.constantFrom(...'abcdef-_.019'), maxLength: 20 });

test('is the same whichever of the two comes first, and never of a text to itself', () => {
  fc.assert(
    fc.property(WORD, WORD, (a, b) => {
      assert.equal(isSimilar(a, b), isSimilar(b, a));
      assert.equal(isSimilar(a, a), false);
    }),
  );
});

test('similar texts have the same digits, and differ in length by two letters at most but for separators', () => {
  const letters = (text: string) => text.replaceAll(/[-_.]/g, '');
  fc.assert(
    fc.property(WORD, WORD, (a, b) => {
      if (!isSimilar(a, b)) return;
      assert.equal(a.replaceAll(/\D/g, ''), b.replaceAll(/\D/g, ''));
      assert.ok(Math.abs(letters(a).length - letters(b).length) <= 2);
    }),
    { numRuns: 2000 },
  );
});

test('any one letter left out of a word of six or more, but for the first, is similar', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), minLength: 6, maxLength: 60 });
  fc.assert(
    fc.property(word, fc.nat(), (text, at) => {
      const left = 1 + (at % (text.length - 1));
      assert.equal(isSimilar(text, text.slice(0, left) + text.slice(left + 1)), true);
    }),
  );
});
