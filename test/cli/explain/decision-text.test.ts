import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ProfileSet } from '../../../src/fargate/profile-set.ts';
import { pod, textOf } from '../../support/cli/explained.ts';
import { profileSet } from '../../support/profiles.ts';

const PROFILE_LABEL = 'eks.amazonaws.com/fargate-profile';

function decisionOf(object: object, profiles?: ProfileSet): readonly string[] {
  const lines = textOf(object, profiles).split('\n');
  return lines.slice(1, lines.indexOf('')).map((line) => line.slice(2));
}

describe('the decision, as text', () => {
  test('says why a pod does not run on Fargate', () => {
    assert.deepEqual(decisionOf(pod({ spec: { schedulerName: 'mine' } })), [
      'The pod will not run on Fargate: spec.schedulerName is set to mine.',
    ]);
  });

  test('says where a label that the pods only get when they are made may change it', () => {
    const statefulSet = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db', namespace: 'data' },
      spec: { template: {} },
    };
    const labels = { 'apps.kubernetes.io/pod-index': '1' };
    const profiles = profileSet({ name: 'second', selectors: [{ namespace: 'data', labels }] });
    const [decision = '', ...more] = decisionOf(statefulSet, profiles);
    assert.match(decision, /^Its pods will not run on Fargate: no selector of any profile matches/);
    assert.deepEqual(more, ['That may turn out otherwise once the pods are made: see the selectors marked with "?".']);
  });

  test('shows what EKS has decided on a running pod, and where it runs', () => {
    const running = pod({
      metadata: { uid: '1', labels: { [PROFILE_LABEL]: 'web' } },
      spec: { schedulerName: 'fargate-scheduler', nodeName: 'fargate-ip-10-0-0-1' },
    });
    assert.deepEqual(decisionOf(running), [
      'The pod is bound for Fargate profile web: EKS chose the profile, and selector 1 matches. It runs on node fargate-ip-10-0-0-1.',
    ]);
  });

  test('shows what a new pod would get where EKS chose no profile for the running one', () => {
    const running = pod({
      metadata: { uid: '1' },
      spec: { schedulerName: 'default-scheduler', nodeName: 'ip-10-0-0-2' },
    });
    assert.deepEqual(decisionOf(running), [
      'The pod is not on Fargate: EKS chose no profile for it when it was created. It runs on node ip-10-0-0-2.',
      'A new pod like it would be bound for Fargate profile web: selector 1 matches.',
    ]);
  });

  test('reports that the pods of a template that names the fargate-scheduler in vain stay Pending', () => {
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'karpenter', namespace: 'kube-system' },
      spec: {
        template: {
          metadata: { labels: { [PROFILE_LABEL]: 'web' } },
          spec: { schedulerName: 'fargate-scheduler' },
        },
      },
    };
    assert.deepEqual(decisionOf(deployment), [
      'Its pods will not run on Fargate: the pod names profile web, which does not match it; the nearest is selector 1 of profile web, which requires namespace shop (the pod is in kube-system).',
      'No scheduler takes such a pod, which then stays Pending: see the errors below.',
    ]);
  });

  test('promises nothing of a pod that waits with a choice that no profile confirms', () => {
    const waiting = pod({
      metadata: { uid: '1', namespace: 'other', labels: { [PROFILE_LABEL]: 'web' } },
      spec: { schedulerName: 'fargate-scheduler' },
    });
    assert.match(decisionOf(waiting)[0] ?? '', /^The pod may be bound for Fargate profile web: EKS or the author/);
  });

  test('says that a pod is where it is, though no profile confirms the choice any more', () => {
    const running = pod({
      metadata: { uid: '1', labels: { [PROFILE_LABEL]: 'gone' } },
      spec: { schedulerName: 'fargate-scheduler', nodeName: 'fargate-ip-10-0-0-1' },
    });
    assert.match(
      decisionOf(running)[0] ?? '',
      /^The pod is on Fargate profile gone: EKS .* It runs on node fargate-ip-10-0-0-1\.$/,
    );
  });

  test('shows that a pod without a node has none yet', () => {
    assert.match(decisionOf(pod({ metadata: { uid: '1' } }))[0] ?? '', / It has no node yet\.$/);
  });
});
