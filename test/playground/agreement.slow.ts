import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { evaluate } from '../../src/playground/evaluate.ts';
import { EXAMPLE_PROFILES_TEXT, FIXTURE_PROFILES_TEXT, PASTED_FILES, printed } from '../support/playground/texts.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PROFILES = {
  'the profiles of the fixtures': FIXTURE_PROFILES_TEXT,
  'the example profiles': EXAMPLE_PROFILES_TEXT,
};

describe('the playground says the same as check and explain', () => {
  for (const [name, profiles] of Object.entries(PROFILES)) {
    test(`of each fixture and example, with ${name}`, async (t) => {
      const folder = await temporaryFolder(t);
      for (const { path, text } of PASTED_FILES) {
        const input = { workloads: text, profiles };
        const { check, explanations, profileProblems } = await evaluate(input);
        const expected = await printed(folder, input);
        assert.deepEqual(JSON.parse(JSON.stringify(check)), expected.check, path);
        const shown = explanations.items.length === 0 ? undefined : JSON.parse(JSON.stringify(explanations));
        assert.deepEqual(shown, expected.explanations, path);
        assert.deepEqual(profileProblems, [], path);
      }
      assert.ok(PASTED_FILES.length > 150);
    });
  }
});
