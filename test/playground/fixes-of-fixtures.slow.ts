import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FindingCode } from '../../src/fargate/finding.ts';
import { evaluate } from '../../src/playground/evaluate.ts';
import { applyEachFix, findingsIn, STYLES } from '../support/fixes.ts';
import { FIXTURE_PROFILES_TEXT, PASTED_FILES } from '../support/playground/texts.ts';

/** What is found in the fixtures and has a fix that is certain. */
const FIXED: readonly FindingCode[] = [
  'capabilities',
  'extended-resource',
  'fargate-toleration',
  'host-ipc',
  'host-network',
  'host-pid',
  'host-port',
  'host-process',
  'limits-above-requests',
  'localhost-profile',
  'mount-propagation',
  'near-miss',
  'node-affinity',
  'node-name',
  'node-selector',
  'pod-affinity',
  'privilege-escalation',
  'privileged',
  'proc-mount',
  'profile-annotation',
  'resource-claims',
  'runtime-class',
  'scheduler-name',
  'selector-duplicate',
  'size-step',
  'sysctl',
  'topology-spread',
  'user-namespace',
  'windows',
];

describe('each fix of each fixture removes its finding, and adds no error, in a text', () => {
  for (const [style, write] of Object.entries(STYLES)) {
    test(style, async () => {
      const codes = new Set<FindingCode>();
      for (const { path, text } of PASTED_FILES) {
        const input = { workloads: await write(text), profiles: FIXTURE_PROFILES_TEXT };
        const before = await evaluate(input);
        const [found, errors] = [findingsIn(before), new Set(findingsIn(before, 'error'))];
        for (const { finding, fix, result, input: fixed } of await applyEachFix(input, before)) {
          assert.ok(finding !== undefined, path);
          codes.add(finding.code);
          const { object } = before.check.items[fix.item] ?? assert.fail();
          const gone = `${fix.item} ${object.kind} ${object.name}: ${finding.code} at ${finding.field}: ${finding.message}`;
          assert.ok(found.includes(gone), gone);
          assert.ok(!findingsIn(result).includes(gone), `${path}: ${fix.title}:\n${fixed.workloads}`);
          assert.deepEqual(
            findingsIn(result, 'error').filter((error) => !errors.has(error)),
            [],
            `${path}: ${fix.title}`,
          );
          assert.deepEqual(result.check.unreadable, [], path);
          assert.equal(result.check.items.length, before.check.items.length, path);
        }
      }
      assert.deepEqual([...codes].toSorted(), FIXED);
    });
  }
});
