import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { auditCluster } from '../../src/audit/audit-cluster.ts';
import { type ClusterLists, READ_RESOURCES, type ReadResource } from '../../src/audit/cluster-reading.ts';
import { Field } from '../../src/documents/field.ts';
import { PUBLIC_PRICES } from '../../src/fargate/cost.ts';
import { AUDIT_CASES, eventOf, podOf } from '../support/audit/cases.ts';
import { profileSet } from '../support/profiles.ts';

const PROFILES = profileSet({ name: 'web', selectors: [{ namespace: 'shop' }] });

const OWNED = { ownerReferences: [{ kind: 'ReplicaSet', name: 'web-1', controller: true }] };
const REPLICA_SET = {
  metadata: { name: 'web-1', namespace: 'shop' },
  spec: { template: { metadata: { labels: {} } } },
};

/** Objects as they are, of which one value after another is replaced by another. */
const SAMPLES: readonly object[] = [
  ...AUDIT_CASES.map((one) => ({
    ...podOf(one),
    status: { phase: 'Running', conditions: [{ type: 'PodScheduled' }] },
  })),
  ...AUDIT_CASES.filter(({ event }) => event !== undefined).map(eventOf),
  { metadata: { name: 'web-1-a', namespace: 'shop', ...OWNED }, spec: { containers: [{ resources: {} }] } },
  REPLICA_SET,
];

/** The sample with another value at the place to which the turns lead. */
function replaced(value: unknown, turns: readonly number[], other: unknown): unknown {
  const [turn, ...rest] = turns;
  if (turn === undefined || typeof value !== 'object' || value === null) return other;
  const entries = Object.entries(value);
  const at = turn % Math.max(1, entries.length);
  const changed = entries.map(([key, inner], index) => [key, index === at ? replaced(inner, rest, other) : inner]);
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}

const strange = fc
  .tuple(fc.constantFrom(...SAMPLES), fc.array(fc.nat({ max: 50 }), { maxLength: 6 }), fc.jsonValue())
  .map(([sample, turns, other]) => replaced(sample, turns, other));

const lists = fc.record({
  resource: fc.constantFrom(...READ_RESOURCES),
  items: fc.array(fc.oneof(strange, strange, fc.jsonValue()), { minLength: 1, maxLength: 4 }),
});

function serving(strangeResource: ReadResource, items: readonly unknown[]): ClusterLists {
  const well = SAMPLES.slice(0, 1).map((sample) => new Field(sample));
  return {
    async *pages(resource) {
      const fields = resource === strangeResource ? items.map((item) => new Field(item)) : [];
      yield { kind: 'page', items: resource === 'pods' ? [...fields, ...well] : fields, remaining: 0 };
    },
  };
}

describe('an audit of objects of any shape', () => {
  test('comes to an end, and takes in each pod or says why not', async () => {
    await fc.assert(
      fc.asyncProperty(lists, async ({ resource, items }) => {
        const { summary, errors } = await auditCluster({
          lists: serving(resource, items),
          namespaces: [],
          profiles: PROFILES,
          nowMs: 0,
          about: { version: '1', cluster: 'test', profiles: 'files' },
          pricesIn: () => ({ currency: 'USD', ...PUBLIC_PRICES, hoursPerMonth: 730, source: 'public' }),
        });
        const podErrors = errors.filter((error) => error.resource === 'pods').length;
        assert.equal(summary.pods + podErrors, resource === 'pods' ? items.length + 1 : 1);
      }),
      { numRuns: 1_000 },
    );
  });
});
