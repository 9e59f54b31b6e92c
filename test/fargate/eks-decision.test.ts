import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareWithEks } from '../../src/fargate/eks-decision.ts';
import { pod } from '../support/pods.ts';
import { profileSet } from '../support/profiles.ts';

const profiles = profileSet(
  { name: 'all', selectors: [{ namespace: 'shared' }] },
  { name: 'new', status: 'CREATING', selectors: [{ namespace: 'new' }] },
  { name: 'web', selectors: [{ namespace: 'web' }, { namespace: 'shared' }] },
);

describe('agreement with EKS', () => {
  const cases: readonly (readonly [what: string, namespace: string, decided: string | undefined, agreement: string])[] =
    [
      ['both want the pod on the same profile', 'web', 'web', 'agreed'],
      ['neither wants it', 'other', undefined, 'agreed'],
      ['EKS chose a matching profile that is not the first by name', 'shared', 'web', 'agreed-by-label'],
      ['EKS chose a profile that does not match', 'other', 'web', 'eks-only'],
      ['EKS chose a profile that is not ACTIVE here', 'new', 'new', 'eks-only'],
      ['EKS chose a profile that is not known', 'web', 'brand-new', 'eks-only'],
      ['EKS left alone a pod that matches', 'web', undefined, 'prediction-only'],
    ];
  for (const [what, namespace, decided, agreement] of cases) {
    test(`${what}: ${agreement}`, () => {
      assert.equal(compareWithEks(podOf(namespace, decided), profiles)?.agreement, agreement);
    });
  }

  const believed: readonly (readonly [string, namespace: string, decided: string, kind: string])[] = [
    ['counts where the profiles confirm it', 'web', 'web', 'fargate'],
    ['is unconfirmed where no selector of the profile matches', 'other', 'web', 'eks-unconfirmed'],
    ['is unconfirmed where the profile is not known', 'web', 'brand-new', 'eks-unconfirmed'],
  ];
  for (const [what, namespace, decided, kind] of believed) {
    test(`a decision that the pod carries ${what}`, () => {
      assert.equal(compareWithEks(podOf(namespace, decided), profiles)?.prediction.kind, kind);
    });
  }

  test('returns both decisions', () => {
    const comparison = compareWithEks(podOf('other', 'web'), profiles);
    assert.deepEqual([comparison?.ownPrediction.kind, comparison?.eksProfile], ['not-fargate', 'web']);
  });

  test('a pod that somebody sent to the fargate-scheduler without a profile is not decided', () => {
    const undecided = pod({ namespace: 'web', spec: { schedulerName: 'fargate-scheduler' } });
    assert.equal(compareWithEks(undecided, profiles)?.agreement, 'prediction-only');
  });

  test('nothing is compared while no profiles are loaded', () => {
    assert.equal(compareWithEks(podOf('web', 'web'), undefined), undefined);
  });
});

function podOf(namespace: string, decided: string | undefined) {
  if (decided === undefined) return pod({ namespace });
  const metadata = { labels: { 'eks.amazonaws.com/fargate-profile': decided } };
  return pod({ namespace, metadata, spec: { schedulerName: 'fargate-scheduler' } });
}
