import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { evaluate } from '../../src/playground/evaluate.ts';

const FOLDER = new URL('../../src/playground/examples/', import.meta.url);

/** What each example is there to show: outcome and codes of each workload. */
const SHOWN: Readonly<Record<string, readonly string[]>> = {
  containers: ['fargate: size-step'],
  creating: ['not-fargate: profile-not-active'],
  'near-miss': ['not-fargate: near-miss'],
  refused: ['fargate: host-network, privileged, volume-type, no-requests', 'not-fargate: daemon-set'],
  'several-profiles': ['fargate: several-profiles', 'fargate: '],
  'size-step': ['fargate: size-step'],
  'terraform-plan': ['not-fargate: '],
};

describe('the examples of the playground', () => {
  test('are those whose folders there are', () => {
    assert.deepEqual(readdirSync(FOLDER).toSorted(), Object.keys(SHOWN));
  });

  for (const [name, shown] of Object.entries(SHOWN)) {
    test(`show what they are for: ${name}`, async () => {
      const text = (file: string) => readFileSync(new URL(`${name}/${file}`, FOLDER), 'utf8');
      const result = await evaluate({ workloads: text('workloads.yaml'), profiles: text('profiles.yaml') });
      const workloads = result.check.items.filter((item) => item.type === 'workload');
      assert.deepEqual(
        workloads.map(
          ({ decision, findings }) => `${decision.outcome}: ${findings.map(({ code }) => code).join(', ')}`,
        ),
        shown,
      );
      assert.deepEqual([result.profileProblems, result.check.unreadable], [[], []]);
    });
  }
});
