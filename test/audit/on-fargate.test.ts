import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Controllers } from '../../src/audit/controllers.ts';
import { judgePod } from '../../src/audit/judge.ts';
import { Field } from '../../src/documents/field.ts';
import type { AuditCase } from '../support/audit/cases.ts';
import { clusterFacts, clusterPodOf } from '../support/audit/cluster-facts.ts';
import { profileSet } from '../support/profiles.ts';

const owned = (kind: string, name: string) => ({
  ownerReferences: [{ apiVersion: 'apps/v1', kind, name, controller: true }],
});

describe('the verdict on a pod', () => {
  describe('is no-matching-profile for one that waits for the fargate-scheduler in vain, and says what to change:', () => {
    const FARGATE = { schedulerName: 'fargate-scheduler' };
    const NAMED = { 'eks.amazonaws.com/fargate-profile': 'web' };
    const waiting = (owner: object, parts: Partial<AuditCase> = {}) =>
      clusterPodOf(
        { name: 'lost-1-x', code: 'no-matching-profile', labels: { app: 'lost', ...NAMED }, spec: FARGATE, ...parts },
        owner,
      );
    const template = (labels: object, spec: object): Controllers => {
      const controllers = new Controllers();
      const metadata = { name: 'lost-1', namespace: 'shop', ...owned('Deployment', 'lost') };
      controllers.add('ReplicaSet', new Field({ metadata, spec: { template: { metadata: { labels }, spec } } }));
      return controllers;
    };
    const ofReplicaSet = owned('ReplicaSet', 'lost-1');
    const RESTART = 'kubectl rollout restart deployment/lost -n shop';
    const LABEL = 'the label eks.amazonaws.com/fargate-profile';

    const cases: readonly (readonly [string, labels: object, spec: object, fix: string])[] = [
      [
        'both, where the template has both',
        { app: 'lost', ...NAMED },
        FARGATE,
        `remove schedulerName and ${LABEL} from the pod template of Deployment lost, or let an ACTIVE profile select the pod; then ${RESTART}`,
      ],
      [
        'the scheduler, where the template has that alone',
        { app: 'lost' },
        FARGATE,
        `remove schedulerName from the pod template of Deployment lost, or let an ACTIVE profile select the pod; then ${RESTART}`,
      ],
      [
        'nothing, where EKS once chose the profile',
        { app: 'lost' },
        { schedulerName: 'default-scheduler' },
        `${RESTART}; a new pod would not run on Fargate: no selector of any profile matches`,
      ],
    ];
    for (const [what, labels, spec, fix] of cases) {
      test(what, () => {
        const { verdict } = judgePod(waiting(ofReplicaSet), clusterFacts([], template(labels, spec)));
        assert.equal(verdict.code, 'no-matching-profile');
        assert.ok(verdict.fix.startsWith(fix), verdict.fix);
      });
    }

    test('the manifest, where nothing controls the pod', () => {
      assert.deepEqual(judgePod(waiting({}, { labels: {}, namespace: 'tools' }), clusterFacts()).verdict, {
        code: 'no-matching-profile',
        message:
          'is pending, and the fargate-scheduler takes only pods that a profile matches: no selector of any profile matches; the nearest is selector 0 of profile a-first, which requires namespace shop (the pod is in tools), label app=moved (the pod does not have it)',
        fix: 'remove schedulerName from the manifest of the pod, or let an ACTIVE profile select the pod; then delete the pod and create it again: kubectl delete pod lost-1-x -n tools',
      });
    });

    test("but EKS's own words come first", () => {
      const one: AuditCase = {
        name: 'lost-1-x',
        code: 'no-capacity',
        labels: NAMED,
        spec: FARGATE,
        event: 'Fargate capacity is unavailable at this time.',
      };
      assert.equal(judgePod(clusterPodOf(one), clusterFacts([one])).verdict.code, 'no-capacity');
    });

    test('and a profile that is CREATING here may be ACTIVE by now', () => {
      const profiles = profileSet({ name: 'young', status: 'CREATING', selectors: [{ namespace: 'shop' }] });
      const taken: AuditCase = { name: 'new', code: 'starting', takenBy: 'young' };
      assert.equal(judgePod(clusterPodOf(taken), { ...clusterFacts(), profiles }).verdict.code, 'starting');
    });
  });
});
