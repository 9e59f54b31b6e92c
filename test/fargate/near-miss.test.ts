import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matchProfiles } from '../../src/fargate/matching.ts';
import { checkNearMiss } from '../../src/fargate/near-miss.ts';
import { pod } from '../support/pods.ts';
import { profileSet } from '../support/profiles.ts';

const KEY = fc.constantFrom('app', 'k8s-app', 'app.kubernetes.io/component', 'tier', 'tiers', 'team', 'compute');
const VALUE = fc.constantFrom('web', 'wbe', 'frontend', 'front-end', 'backend', 'fargate');
const LABELS = fc.dictionary(KEY, VALUE, { maxKeys: 4 });
const WANTED = fc.dictionary(KEY, fc.oneof(VALUE, fc.constant('front*')), { minKeys: 1, maxKeys: 4 });

test('what a near miss asks for adds labels to the pod, changes no identity, and makes the selector match', () => {
  fc.assert(
    fc.property(LABELS, LABELS, WANTED, (labels, workloadLabels, wanted) => {
      const profiles = profileSet({ name: 'p', selectors: [{ namespace: 'default', labels: wanted }] });
      const subject = pod({ metadata: { labels } });
      fc.pre(matchProfiles(subject, profiles).kind === 'unmatched');
      if (checkNearMiss({ pod: subject, workloadLabels, profiles }).length === 0) return;
      const identities = ['app', 'k8s-app', 'app.kubernetes.io/component'];
      const asked = Object.entries(wanted).map(([key, value]) => [key, value === 'front*' ? 'front' : value]);
      const kept = Object.entries(labels).filter(([key]) => identities.includes(key));
      const fixed = pod({
        metadata: { labels: { ...labels, ...Object.fromEntries(asked), ...Object.fromEntries(kept) } },
      });
      assert.equal(matchProfiles(fixed, profiles).kind, 'matched');
    }),
    { numRuns: 2000 },
  );
});

test('a pod that has none of the words of a profile is never near it', () => {
  const otherLabels = fc.dictionary(fc.constantFrom('owner', 'stage', 'x'), fc.constantFrom('a', 'b', 'prod'));
  fc.assert(
    fc.property(otherLabels, WANTED, (labels, wanted) => {
      const profiles = profileSet({ name: 'p', selectors: [{ namespace: 'default', labels: wanted }] });
      assert.deepEqual(checkNearMiss({ pod: pod({ metadata: { labels } }), workloadLabels: labels, profiles }), []);
    }),
  );
});
