import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
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

  test('a matching profile that is not ACTIVE is passed over for one that is', () => {
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

  test("EKS's decision is taken at its word where the profile is known", () => {
    const decided = { namespace: 'web', metadata: ON_WEB, spec: BY_EKS };
    assert.equal(summary(predict(pod(decided), profiles)), 'fargate web[0] by eks');
  });

  test("EKS's decision stands although no selector that we know matches", () => {
    const decided = { namespace: 'elsewhere', metadata: ON_WEB, spec: BY_EKS };
    assert.equal(summary(predict(pod(decided), profiles)), 'fargate web[none] by eks');
  });

  test("EKS's decision for a profile that is not loaded is unconfirmed", () => {
    const decided = { metadata: { labels: { [LABEL]: 'new' } }, spec: BY_EKS };
    assert.deepEqual(predict(pod(decided), profiles), { kind: 'eks-unconfirmed', profileName: 'new' });
    assert.deepEqual(predict(pod(decided), undefined), { kind: 'eks-unconfirmed', profileName: 'new' });
  });

  test('the fargate-scheduler alone, without the label, is no decision of EKS', () => {
    assert.equal(summary(predict(pod({ namespace: 'web', spec: BY_EKS }), profiles)), 'fargate web[0] by selector');
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

  test('a DaemonSet that owns the pod without controlling it plays no part', () => {
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
    assert.deepEqual(predict(pod({ namespace: 'web' }), undefined), { kind: 'unknown' });
  });

  test('what keeps a pod off Fargate by itself is known without profiles', () => {
    assert.equal(summary(predict(pod({ spec: { nodeName: 'n' } }), undefined)), 'not-fargate node-name');
  });

  describe('decides in order: EKS, node, DaemonSet, scheduler, opt-out, label, selectors', () => {
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
      ['eks-unconfirmed', { ...everything, spec: { ...everything.spec, ...BY_EKS } }],
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

  test('what Fargate will refuse never changes where a pod is bound', () => {
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
  if (prediction.kind !== 'fargate') return prediction.kind;
  const { profile, selectorIndex, decidedBy, alsoMatching } = prediction;
  const also = alsoMatching.map((candidate) => ` ${candidate.profile.name}[${candidate.selectorIndex}]`).join('');
  return `fargate ${profile.name}[${selectorIndex ?? 'none'}] by ${decidedBy}${also === '' ? '' : `, also${also}`}`;
}
