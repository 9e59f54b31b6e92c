import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ProfileSet } from '../../../src/fargate/profile-set.ts';
import { ClusterError } from '../../../src/kubernetes/cluster-error.ts';
import { createPolicyUpdate, type UpdateOptions } from '../../../src/policies/in-cluster/update.ts';
import { MAX_EXPRESSION_CHARACTERS, type PolicySize } from '../../../src/policies/limits.ts';
import type { PolicyObject } from '../../../src/policies/policy-object.ts';
import { ProfileLoadError } from '../../../src/profiles/source.ts';
import { createLogger } from '../../../src/telemetry/logger.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { PolicyCluster } from '../../support/policies/policy-cluster.ts';
import { profileSet } from '../../support/profiles.ts';

const SHOP = profileSet({ name: 'shop', selectors: [{ namespace: 'shop' }] });
const NONE = profileSet();
const NEVER = new AbortController().signal;

function policyOf(text: string): PolicyObject {
  return { apiVersion: 'v1', kind: 'MutatingAdmissionPolicy', metadata: { name: 'fargate-pods' }, spec: { text } };
}

/** `load` gives one set of profiles, or one error, for each update. */
function updating(loads: (ProfileSet | Error)[], given: Partial<UpdateOptions> = {}) {
  const log: unknown[] = [];
  const counted: string[] = [];
  const sizes: PolicySize[] = [];
  const kept: unknown[] = [];
  const update = createPolicyUpdate({
    load: async () => {
      const next = loads.shift();
      if (next instanceof Error || next === undefined) throw next;
      return next;
    },
    onLoad: () => undefined,
    compile: ({ profiles }) => [policyOf(profiles.map(({ name }) => name).join())],
    api: new PolicyCluster(),
    keeper: {
      keep: async (objects) => {
        kept.push(objects.map(({ spec }) => spec));
        return { counts: { written: 1 }, problem: undefined };
      },
    },
    metrics: { showSize: (size) => sizes.push(size), countUpdate: (result) => counted.push(result) },
    logger: createLogger({
      level: 'info',
      destination: {
        write: (line) => {
          const { time: _, ...rest } = JSON.parse(line);
          log.push(rest);
        },
      },
    }),
    clock: new ManualClock(),
    ...given,
  });
  return { update: () => update(NEVER), log, counted, sizes, kept };
}

describe('an update of the policies', () => {
  test('keeps what the profiles make, and is counted and logged', async () => {
    const { update, log, counted, kept, sizes } = updating([SHOP]);
    assert.deepEqual(await update(), { kind: 'succeeded' });
    assert.deepEqual([counted, kept], [['succeeded'], [[{ text: 'shop' }]]]);
    assert.equal(sizes[0]?.characters, 'MutatingAdmissionPolicy'.length);
    assert.deepEqual(log, [{ level: 'info', profiles: 1, writes: { written: 1 }, durationMs: 0, msg: 'policies' }]);
  });

  test('that changes nothing is logged once, and not each time', async () => {
    const { update, log } = updating([SHOP, SHOP, SHOP], {
      keeper: { keep: async () => ({ counts: {}, problem: undefined }) },
    });
    await update();
    await update();
    await update();
    assert.equal(log.length, 1);
  });

  for (const error of [new ProfileLoadError('EKS does not answer'), new ClusterError('failed', 'no way to log in')]) {
    test(`fails by a ${error.name}, and leaves the last policies`, async () => {
      const { update, log, counted, kept } = updating([SHOP, error]);
      await update();
      assert.deepEqual(await update(), { kind: 'failed', reason: error.message });
      assert.deepEqual([counted.at(-1), kept.length], ['failed', 1]);
      assert.deepEqual(log.at(-1), {
        level: 'warn',
        result: 'failed',
        reason: error.message,
        writes: {},
        durationMs: 0,
        msg: 'policies not updated',
      });
    });
  }

  test('believes that there is no profile the third time in a row, and not before', async () => {
    const { update, kept } = updating([SHOP, NONE, NONE, SHOP, NONE, NONE, NONE]);
    const outcomes: string[] = [];
    for (let index = 0; index < 7; index += 1) outcomes.push((await update()).kind);
    assert.deepEqual(outcomes, [
      'succeeded',
      'unconfirmed',
      'unconfirmed',
      'succeeded',
      'unconfirmed',
      'unconfirmed',
      'succeeded',
    ]);
    assert.deepEqual(kept, [[{ text: 'shop' }], [{ text: 'shop' }], [{ text: '' }]]);
  });

  test('goes on believing that there is no profile', async () => {
    const { update } = updating([NONE, NONE, NONE, NONE]);
    for (const kind of ['unconfirmed', 'unconfirmed', 'succeeded', 'succeeded']) {
      assert.equal((await update()).kind, kind);
    }
  });

  test('beyond the limits of the API server shows the size, and leaves the last policies', async () => {
    const { update, counted, sizes, kept } = updating([SHOP], {
      compile: () => [policyOf('x'.repeat(MAX_EXPRESSION_CHARACTERS + 1))],
    });
    const outcome = await update();
    assert.equal(outcome.kind, 'beyond_limits');
    assert.match(outcome.reason ?? '', /has an expression of 100001 characters/);
    assert.deepEqual([counted, sizes[0]?.characters, kept], [['beyond_limits'], MAX_EXPRESSION_CHARACTERS + 1, []]);
  });

  test('fails where not all policies are as they are wanted', async () => {
    const { update } = updating([SHOP], {
      keeper: { keep: async () => ({ counts: { failed: 1 }, problem: 'refused' }) },
    });
    assert.deepEqual(await update(), { kind: 'failed', reason: 'refused' });
  });

  test('does not hide a fault of this program', async () => {
    const { update } = updating([SHOP], { compile: () => assert.fail('a fault') });
    await assert.rejects(update(), /a fault/);
  });
});
