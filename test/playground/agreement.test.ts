import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { evaluate, type PlaygroundInput } from '../../src/playground/evaluate.ts';
import { EXAMPLE_PROFILES_TEXT, FIXTURE_PROFILES_TEXT, PASTED_FILES } from '../support/playground.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runCli } from '../support/terminal.ts';

const PROFILES = {
  'the profiles of the fixtures': FIXTURE_PROFILES_TEXT,
  'the example profiles': EXAMPLE_PROFILES_TEXT,
};

/** What the commands print of two files of these names. */
async function printed(folder: string, { workloads, profiles }: PlaygroundInput) {
  await writeFile(join(folder, 'workloads.yaml'), workloads);
  await writeFile(join(folder, 'profiles.yaml'), profiles);
  const flags = ['-f', join(folder, 'workloads.yaml'), '--profiles', join(folder, 'profiles.yaml'), '-o', 'json'];
  const check = await runCli(['check', ...flags, '-f', join(folder, 'profiles.yaml'), '--no-config']);
  const explain = await runCli(['explain', ...flags, '--no-config']);
  const parse = (text: string): unknown => JSON.parse(text.replaceAll(`${folder}/`, ''));
  return { check: parse(check.output), explanations: explain.output === '' ? undefined : parse(explain.output) };
}

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
