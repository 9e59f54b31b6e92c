import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { predictAdmitted } from '../../src/fargate/eks-decision.ts';
import type { Pod } from '../../src/fargate/pod.ts';
import { type Prediction, predict } from '../../src/fargate/prediction.ts';
import { pod } from '../support/pods.ts';
import { profileSet } from '../support/profiles.ts';

const profiles = profileSet(
  { name: 'api', selectors: [{ namespace: 'api' }, { namespace: 'shared', labels: { tier: 'api' } }] },
  { name: 'batch', status: 'CREATING', selectors: [{ namespace: 'batch' }, { namespace: 'shared' }] },
  { name: 'web', selectors: [{ namespace: 'web' }, { namespace: 'shared' }] },
);

const LABEL = 'eks.amazonaws.com/fargate-profile';
const ON_WEB = { labels: { [LABEL]: 'web' } };
const BY_EKS = { schedulerName: 'fargate-scheduler' };

describe('prediction', () => {
  test('a pod that a selector matches runs on Fargate', () => {
    assert.equal(summary(predict(pod({ namespace: 'api' }), profiles)), 'fargate api[0] by selector');
  });

  test('of several matching profiles the first ACTIVE one in name order wins; the others are named', () => {
    const prediction = predict(pod({ namespace: 'shared', metadata: { labels: { tier: 'api' } } }), profiles);
    assert.equal(summary(prediction), 'fargate api[1] by selector, also batch[1] web[1]');
  });

  test('a matching profile that is not ACTIVE is skipped for one that is', () => {
    assert.equal(summary(predict(pod({ namespace: 'shared' }), profiles)), 'fargate web[1] by selector, also batch[1]');
  });

  test('"not ACTIVE" is the reason only where no matching profile is', () => {
    assert.equal(summary(predict(pod({ namespace: 'batch' }), profiles)), 'not-fargate profile-not-active');
  });

  test('a pod that no selector matches does not', () => {
    assert.equal(summary(predict(pod(), profiles)), 'not-fargate no-selector-matches');
  });

  test('an explicit profile is taken where it matches, even if another sorts first', () => {
    const shared = { namespace: 'shared', metadata: { labels: { [LABEL]: 'web', tier: 'api' } } };
    assert.equal(summary(predict(pod(shared), profiles)), 'fargate web[1] by label, also api[1] batch[1]');
  });

  test('an explicit profile that does not match the pod keeps it off Fargate, though another would match', () => {
    assert.equal(
      summary(predict(pod({ namespace: 'api', metadata: ON_WEB }), profiles)),
      'not-fargate profile-not-matching',
    );
  });

  test('an explicit profile that does not exist keeps it off Fargate', () => {
    const metadata = { labels: { [LABEL]: 'wbe' } };
    assert.equal(summary(predict(pod({ namespace: 'web', metadata }), profiles)), 'not-fargate profile-not-found');
  });

  test('an explicit profile that is not ACTIVE keeps it off Fargate', () => {
    const metadata = { labels: { [LABEL]: 'batch' } };
    assert.equal(summary(predict(pod({ namespace: 'shared', metadata }), profiles)), 'not-fargate profile-not-active');
  });

  test('an empty profile label names no profile', () => {
    const metadata = { labels: { [LABEL]: '' } };
    assert.equal(summary(predict(pod({ namespace: 'web', metadata }), profiles)), 'fargate web[0] by selector');
  });

  describe('of a pod that names the fargate-scheduler and a profile, where EKS has not seen it', () => {
    const cases: readonly (readonly [string, Parameters<typeof pod>[0], string])[] = [
      ['is Fargate where the profile matches', { namespace: 'web', metadata: ON_WEB }, 'fargate web[0] by label'],
      ['is not Fargate where it does not', { namespace: 'api', metadata: ON_WEB }, 'not-fargate profile-not-matching'],
      [
        'is not Fargate where there is no such profile',
        { namespace: 'web', metadata: { labels: { [LABEL]: 'wbe' } } },
        'not-fargate profile-not-found',
      ],
      ['is Fargate by a selector where it names no profile', { namespace: 'web' }, 'fargate web[0] by selector'],
      ['is not Fargate where none matches either', {}, 'not-fargate no-selector-matches'],
    ];
    for (const [what, parts, expected] of cases) {
      test(what, () => {
        assert.equal(summary(predict(pod({ ...parts, spec: BY_EKS }), profiles)), expected);
      });
    }
  });

  describe('of a pod that names the fargate-scheduler and a profile, where EKS may have seen it', () => {
    const admitted = (namespace: string, profile: string) =>
      pod({ namespace, metadata: { labels: { [LABEL]: profile } }, spec: BY_EKS });

    test("is EKS's decision where the profile matches", () => {
      assert.equal(summary(predictAdmitted(admitted('web', 'web'), profiles)), 'fargate web[0] by eks');
    });

    test('is the same on the node that followed from it', () => {
      const placed = { ...admitted('web', 'web'), nodeName: 'fargate-ip-10-0-0-1' };
      assert.equal(summary(predictAdmitted(placed, profiles)), 'fargate web[0] by eks');
    });

    const contradictions: readonly (readonly [string, Pod, string])[] = [
      ['no selector matches', admitted('api', 'web'), 'profile-not-matching'],
      ['the profile is not loaded', admitted('web', 'new'), 'profile-not-found'],
      ['the profile is not ACTIVE', admitted('batch', 'batch'), 'profile-not-active'],
      [
        'the pod has opted out',
        { ...admitted('web', 'web'), annotations: { 'eks.amazonaws.com/compute-type': 'ec2' } },
        'opted-out',
      ],
    ];
    for (const [what, decided, reason] of contradictions) {
      test(`is unconfirmed where ${what}`, () => {
        assert.equal(summary(predictAdmitted(decided, profiles)), `eks-unconfirmed ${reason}`);
      });
    }

    test('is unconfirmed while no profiles are loaded', () => {
      assert.equal(summary(predictAdmitted(admitted('web', 'web'), undefined)), 'eks-unconfirmed');
    });

    test('is like that of any other pod where only the scheduler is set, because EKS writes both', () => {
      const alone = pod({ namespace: 'other', spec: BY_EKS });
      assert.equal(summary(predictAdmitted(alone, profiles)), 'not-fargate no-selector-matches');
    });
  });

  test('a pod bound to a node by its spec is not on Fargate', () => {
    assert.equal(
      summary(predict(pod({ namespace: 'web', spec: { nodeName: 'ip-10-0-0-1' } }), profiles)),
      'not-fargate node-name',
    );
  });

  test('a DaemonSet pod is not on Fargate', () => {
    const metadata = { ownerReferences: [{ kind: 'DaemonSet', name: 'agent', controller: true }] };
    assert.equal(summary(predict(pod({ namespace: 'web', metadata }), profiles)), 'not-fargate daemon-set');
  });

  test('a DaemonSet that owns the pod without controlling it is ignored', () => {
    const metadata = { ownerReferences: [{ kind: 'DaemonSet', name: 'agent' }] };
    assert.equal(summary(predict(pod({ namespace: 'web', metadata }), profiles)), 'fargate web[0] by selector');
  });

  test('a custom scheduler keeps a pod off Fargate, the default one does not', () => {
    const scheduled = (schedulerName: string) => predict(pod({ namespace: 'web', spec: { schedulerName } }), profiles);
    assert.equal(summary(scheduled('volcano')), 'not-fargate scheduler-name');
    assert.equal(summary(scheduled('default-scheduler')), 'fargate web[0] by selector');
  });

  test('the opt-out annotation keeps a pod off Fargate, any other value does not', () => {
    const annotated = (value: string) =>
      predict(
        pod({ namespace: 'web', metadata: { annotations: { 'eks.amazonaws.com/compute-type': value } } }),
        profiles,
      );
    assert.equal(summary(annotated('ec2')), 'not-fargate opted-out');
    assert.equal(summary(annotated('fargate')), 'fargate web[0] by selector');
  });

  test('is unknown before the first profiles are loaded', () => {
    assert.deepEqual(predict(pod({ namespace: 'web' }), undefined), { kind: 'unknown', reason: 'profiles-not-loaded' });
  });

  test('what keeps a pod off Fargate by itself is known without profiles', () => {
    assert.equal(summary(predict(pod({ spec: { nodeName: 'n' } }), undefined)), 'not-fargate node-name');
  });

  describe('decides in order: node, DaemonSet, scheduler, opt-out, label, selectors', () => {
    const everything = {
      namespace: 'web',
      metadata: {
        labels: { [LABEL]: 'wbe' },
        annotations: { 'eks.amazonaws.com/compute-type': 'ec2' },
        ownerReferences: [{ kind: 'DaemonSet', name: 'agent', controller: true }],
      },
      spec: { nodeName: 'n', schedulerName: 'volcano' },
    };
    const { ownerReferences: _owner, ...unowned } = everything.metadata;
    const { annotations: _optOut, ...labelled } = unowned;
    const steps: readonly (readonly [string, Parameters<typeof pod>[0]])[] = [
      ['not-fargate node-name', everything],
      ['not-fargate daemon-set', { ...everything, spec: { schedulerName: 'volcano' } }],
      ['not-fargate scheduler-name', { ...everything, metadata: unowned, spec: { schedulerName: 'volcano' } }],
      ['not-fargate opted-out', { namespace: 'web', metadata: unowned }],
      ['not-fargate profile-not-found', { namespace: 'web', metadata: labelled }],
    ];
    for (const [expected, json] of steps) {
      test(expected, () => assert.equal(summary(predict(pod(json), profiles)), expected));
    }
  });

  test('what Fargate rejects never changes the prediction', () => {
    const refused = { containers: [{ name: 'a', securityContext: { privileged: true } }], hostNetwork: true };
    fc.assert(
      fc.property(fc.constantFrom('api', 'batch', 'web', 'shared', 'other'), (namespace) => {
        const [plain, hostile] = [pod({ namespace }), pod({ namespace, spec: refused })];
        assert.equal(summary(predict(hostile, profiles)), summary(predict(plain, profiles)));
      }),
    );
  });
});

function summary(prediction: Prediction): string {
  if (prediction.kind === 'not-fargate') return `not-fargate ${prediction.reason.kind}`;
  if (prediction.kind === 'unknown') return prediction.kind;
  if (prediction.kind === 'eks-unconfirmed') return `eks-unconfirmed ${prediction.contradictedBy?.kind ?? ''}`.trim();
  const { profile, selectorIndex, decidedBy, alsoMatching } = prediction;
  const also = alsoMatching.map((candidate) => ` ${candidate.profile.name}[${candidate.selectorIndex}]`).join('');
  return `fargate ${profile.name}[${selectorIndex}] by ${decidedBy}${also === '' ? '' : `, also${also}`}`;
}
