import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { evaluate } from '../../src/playground/evaluate.ts';
import { applyEachFix, findingsIn } from '../support/fixes.ts';
import { FIXTURE_PROFILES_TEXT, PASTED_FILES } from '../support/playground/texts.ts';

const PIECES = [
  '\n',
  ' ',
  '# c\n',
  ' # c',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  ': ',
  '- ',
  '&a ',
  '*a',
  '!!str ',
  '|\n',
  '? ',
  '\t',
  '\r\n',
  '---\n',
  '...\n',
  '<<: ',
];

/** Where in the text, how many characters go, and what comes in their place. */
const DAMAGE = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.nat(8),
  piece: fc.constantFrom('', ...PIECES),
});

const DAMAGED = fc
  .tuple(fc.constantFrom(...PASTED_FILES.map(({ text }) => text)), fc.array(DAMAGE, { minLength: 1, maxLength: 3 }))
  .map(([text, damages]) =>
    damages.reduce((damaged, { at, removed, piece }) => {
      const from = Math.floor(at * damaged.length);
      return `${damaged.slice(0, from)}${piece}${damaged.slice(from + removed)}`;
    }, text),
  );

test('a damaged text is no error of the program, and each fix of it removes its finding and adds no error', async () => {
  await fc.assert(
    fc.asyncProperty(DAMAGED, async (workloads) => {
      const input = { workloads, profiles: FIXTURE_PROFILES_TEXT };
      const before = await evaluate(input);
      const errors = new Set(findingsIn(before, 'error'));
      for (const { finding, fix, result } of await applyEachFix(input, before)) {
        const { object } = before.check.items[fix.item] ?? assert.fail();
        const gone = `${fix.item} ${object.kind} ${object.name}: ${finding?.code} at ${finding?.field}: ${finding?.message}`;
        assert.ok(findingsIn(before).includes(gone));
        assert.ok(!findingsIn(result).includes(gone), fix.title);
        assert.deepEqual(
          findingsIn(result, 'error').filter((error) => !errors.has(error)),
          [],
        );
        assert.equal(result.check.unreadable.length, before.check.unreadable.length);
      }
    }),
    { numRuns: 500, seed: 23 },
  );
});

test('damaged profiles are no error of the program', async () => {
  await fc.assert(
    fc.asyncProperty(DAMAGED, async (profiles) => {
      const { check } = await evaluate({ workloads: '', profiles });
      assert.equal(check.kind, 'CheckReport');
    }),
    { numRuns: 300, seed: 23 },
  );
});
