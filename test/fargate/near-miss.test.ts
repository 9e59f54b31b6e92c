import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { matchProfiles } from '../../src/fargate/matching.ts';
import { checkNearMiss } from '../../src/fargate/near-miss.ts';
import { checkPlacement } from '../../src/fargate/placement.ts';
import type { Pod } from '../../src/fargate/pod.ts';
import { PROFILE_LABEL, predict } from '../../src/fargate/prediction.ts';
import type { ProfileSet } from '../../src/fargate/profile-set.ts';
import { pod } from '../support/pods.ts';
import { profileSet } from '../support/profiles.ts';

const OPTED_OUT = { 'eks.amazonaws.com/compute-type': 'ec2' };
const IDENTITY_LABELS = [
  'app',
  'app.kubernetes.io/component',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/name',
  'component',
  'k8s-app',
  'name',
  'release',
  'run',
];

describe('near-miss', () => {
  const TIER = [{ namespace: 'shop', labels: { tier: 'frontend' } }];

  const intended: readonly (readonly [what: string, wanted: Labels, has: Labels, by: string])[] = [
    [
      'a value that is written otherwise',
      { tier: 'frontend' },
      { tier: 'front-end' },
      'label tier=frontend (the pod has tier=front-end)',
    ],
    [
      'a value with a typo',
      { compute: 'fargate' },
      { compute: 'fragate' },
      'label compute=fargate (the pod has compute=fragate)',
    ],
    [
      'a key that is written otherwise',
      { 'compute-type': 'fargate' },
      { computeType: 'fargate' },
      'label compute-type=fargate (the pod has computeType=fargate)',
    ],
    [
      'a key without its prefix',
      { 'example.com/compute': 'fargate' },
      { compute: 'fargate' },
      'label example.com/compute=fargate (the pod has compute=fargate)',
    ],
    [
      'a key whose prefix has a typo',
      { 'example.com/compute': 'fargate' },
      { 'exmaple.com/compute': 'fargate' },
      'label example.com/compute=fargate (the pod has exmaple.com/compute=fargate)',
    ],
    [
      'the name of the application under another of its keys',
      { app: 'web' },
      { 'app.kubernetes.io/name': 'web' },
      'label app=web (the pod has app.kubernetes.io/name=web)',
    ],
    [
      'one label that is absent beside the name of the application',
      { app: 'web', compute: 'fargate' },
      { app: 'web' },
      'label compute=fargate (the pod does not have it)',
    ],
    [
      'one label that is absent of three, the value by which a wildcard is matched being free',
      { team: 'data', env: 'prod', tier: 'front*' },
      { team: 'data', env: 'prod' },
      'label tier=front* (the pod does not have it)',
    ],
    [
      'several typos',
      { compute: 'fargate', tier: 'frontend' },
      { Compute: 'fargate', tier: 'fronted' },
      'label compute=fargate (the pod has Compute=fargate) and label tier=frontend (the pod has tier=fronted)',
    ],
  ];
  for (const [what, wanted, has, by] of intended) {
    test(`is found for ${what}`, () => {
      const profiles = profileSet({ name: 'p', selectors: [{ namespace: 'shop', labels: wanted }] });
      assert.deepEqual(messagesFor(labelled('shop', has), profiles), [
        `near-miss: selector 0 of Fargate profile p matches except for ${by}`,
      ]);
    });
  }

  const notIntended: readonly (readonly [what: string, wanted: Labels, has: Labels])[] = [
    ['a label by which pods opt in', { compute: 'fargate' }, { app: 'web', team: 'shop' }],
    ['another value', { tier: 'frontend' }, { tier: 'backend' }],
    [
      'another value beside the name of the application',
      { app: 'web', compute: 'fargate' },
      { app: 'web', compute: 'ec2' },
    ],
    [
      'another value of several',
      { team: 'data', env: 'prod', tier: 'front' },
      { team: 'data', env: 'prod', tier: 'back' },
    ],
    ['a label that is absent beside one that a whole team has', { team: 'data', compute: 'fargate' }, { team: 'data' }],
    ['two labels that are absent', { app: 'web', env: 'prod', compute: 'fargate' }, { app: 'web' }],
    ['a value with a wildcard', { tier: 'front*' }, { tier: 'frnt' }],
    ['a key with a wildcard', { 'comp*': 'fargate' }, { conpute: 'fargate' }],
    ['a similar key with another value', { compute: 'fargate' }, { computes: 'ec2' }],
    ['the same name in another key with another prefix', { 'a.example/tier': 'front' }, { 'b.test/tier': 'front' }],
    [
      'a label that only a controller sets',
      { 'apps.kubernetes.io/pod-index': '1' },
      { 'apps.kubernetes.io/pod-index': '0' },
    ],
  ];
  for (const [what, wanted, has] of notIntended) {
    test(`is not found for ${what}`, () => {
      const profiles = profileSet({ name: 'p', selectors: [{ namespace: 'shop', labels: wanted }] });
      assert.deepEqual(messagesFor(labelled('shop', has), profiles), []);
    });
  }

  for (const key of IDENTITY_LABELS) {
    test(`is not found for another value of ${key}, however similar`, () => {
      const profiles = profileSet({ name: 'p', selectors: [{ namespace: 'shop', labels: { [key]: 'front-end' } }] });
      assert.deepEqual(messagesFor(labelled('shop', { [key]: 'frontend' }), profiles), []);
    });

    test(`is not found where ${key} is the one of several that is absent`, () => {
      const labels = { team: 'data', env: 'prod', [key]: 'web' };
      const profiles = profileSet({ name: 'p', selectors: [{ namespace: 'shop', labels }] });
      assert.deepEqual(messagesFor(labelled('shop', { team: 'data', env: 'prod' }), profiles), []);
    });
  }

  test('is not found for other add-ons beside CoreDNS', () => {
    const selectors = [{ namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }];
    const profiles = profileSet({ name: 'fp-default', selectors });
    const own = { 'k8s-app': 'metrics-server' };
    assert.deepEqual(messagesFor(labelled('kube-system', own), profiles, own), []);
    assert.deepEqual(messagesFor(labelled('kube-system', { 'k8s-app': 'kube-dns-autoscaler' }), profiles), []);
    assert.deepEqual(messagesFor(labelled('kube-system', {}), profiles), []);
  });

  test('is not found in another namespace', () => {
    assert.deepEqual(
      messagesFor(labelled('shops', { tier: 'front-end' }), profileSet({ name: 'p', selectors: TIER })),
      [],
    );
  });

  test('is not found for a pod that has opted out', () => {
    const metadata = { labels: { tier: 'front-end' }, annotations: OPTED_OUT };
    assert.deepEqual(messagesFor(pod({ namespace: 'shop', metadata }), profileSet({ name: 'p', selectors: TIER })), []);
  });

  test('stops after a maximum number of comparisons of long labels', () => {
    const long = 'a'.repeat(50);
    const alike = (key: string) =>
      Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`${long}${key}${at}`, 'x']));
    const selectors = Object.keys(alike('bbb')).map((key) => ({ namespace: 'shop', labels: { [key]: 'x' } }));
    const profiles = profileSet({ name: 'a', selectors }, { name: 'p', selectors: TIER });
    assert.deepEqual(codesFor(labelled('shop', { tier: 'front-end' }), profiles), ['near-miss']);
    assert.deepEqual(codesFor(labelled('shop', { ...alike('ccc'), tier: 'front-end' }), profiles), []);
  });

  test('is not sought among more labels than a person writes', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`l${index}`, 'frontend']));
    const profiles = profileSet({ name: 'p', selectors: TIER });
    assert.deepEqual(codesFor(labelled('shop', { tiers: 'frontend', ...many }), profiles), ['near-miss']);
    assert.deepEqual(codesFor(labelled('shop', { ...many, tiers: 'frontend' }), profiles), []);
  });

  test('is found where the workload has the labels that its template lacks, however many, wildcards included', () => {
    const profiles = profileSet({
      name: 'p',
      selectors: [{ namespace: 'shop', labels: { app: 'web', tier: 'front*' } }],
    });
    assert.deepEqual(messagesFor(labelled('shop', {}), profiles, { app: 'web', tier: 'frontend' }), [
      'near-miss: selector 0 of Fargate profile p matches except for label app=web (the workload has it, but its pod template does not) and label tier=front* (the workload has it, but its pod template does not)',
    ]);
  });

  test('never replaces a label of the template with one of the workload', () => {
    const profiles = profileSet({ name: 'p', selectors: [{ namespace: 'shop', labels: { compute: 'fargate' } }] });
    assert.deepEqual(messagesFor(labelled('shop', { compute: 'ec2' }), profiles, { compute: 'fargate' }), []);
  });

  test('names the selector that fails by least, then one with a sign of its own, then the one of which most fits', () => {
    const wanted: readonly (readonly [name: string, labels: Labels])[] = [
      ['a', { tier: 'frontend', Zone: 'eu', app: 'web' }],
      ['b', { app: 'web', compute: 'fargate' }],
      ['c', { tier: 'frontend' }],
      ['d', { tier: 'frontend', app: 'web' }],
    ];
    const nearest = (names: string) => {
      const some = wanted.filter(([name]) => names.includes(name));
      const profiles = profileSet(
        ...some.map(([name, labels]) => ({ name, selectors: [{ namespace: 'shop', labels }] })),
      );
      const [message] = messagesFor(labelled('shop', { app: 'web', tier: 'front-end', zone: 'eu' }), profiles);
      return /profile (.)/.exec(message ?? '')?.[1];
    };
    assert.deepEqual(['abcd', 'abc', 'ab', 'a'].map(nearest), ['d', 'c', 'b', 'a']);
  });

  for (const status of ['CREATING', 'DELETING', 'CREATE_FAILED', 'DELETE_FAILED'] as const) {
    test(`is not found for a profile that is ${status}`, () => {
      const profiles = profileSet({ name: 'p', status, selectors: TIER });
      assert.deepEqual(messagesFor(labelled('shop', { tier: 'front-end' }), profiles), []);
    });
  }
});

describe('labels that a controller assigns', () => {
  const LABEL = 'pod-template-hash';
  const selectors = [{ namespace: 'default', labels: { [LABEL]: '7*' } }];
  const coming = (parts: Parameters<typeof pod>[0] = {}): Pod => ({ ...pod(parts), controllerAssignedLabels: [LABEL] });

  test('may make a selector match that names one', () => {
    assert.deepEqual(messagesFor(coming(), profileSet({ name: 'p', selectors })), [
      'may-match: selector 0 of Fargate profile p may match: it uses a label that a controller adds to the pods, with a value that is not known yet',
    ]);
  });

  test('match a selector with the value *', () => {
    const any = profileSet({ name: 'p', selectors: [{ namespace: 'default', labels: { [LABEL]: '*' } }] });
    assert.equal(predict(coming(), any).kind, 'fargate');
    assert.deepEqual(codesFor(coming(), any), []);
  });

  test('are reported where a profile that sorts first may match', () => {
    const whole = { selectors: [{ namespace: 'default' }] };
    assert.deepEqual(codesFor(coming(), profileSet({ name: 'a', selectors }, { name: 'b', ...whole })), ['may-match']);
    assert.deepEqual(codesFor(coming(), profileSet({ name: 'c', selectors }, { name: 'b', ...whole })), []);
  });

  test('are not reported where they decide nothing', () => {
    const profiles = profileSet({ name: 'p', selectors });
    assert.deepEqual(codesFor(coming({ metadata: { annotations: OPTED_OUT } }), profiles), []);
    assert.deepEqual(codesFor(coming({ spec: { nodeName: 'node-1' } }), profiles), []);
    assert.deepEqual(codesFor(coming(), profileSet({ name: 'p', status: 'DELETING', selectors })), []);
    assert.deepEqual(codesFor(coming({ namespace: 'other' }), profiles), []);
  });

  test('are reported for the one profile that the pod names', () => {
    const named = coming({ metadata: { labels: { [PROFILE_LABEL]: 'p' } } });
    const profiles = profileSet({ name: 'p', selectors }, { name: 'q', selectors });
    assert.deepEqual(codesFor(named, profiles), ['profile-not-matching', 'may-match']);
  });

  test('are no near miss', () => {
    const twoLabels = [{ namespace: 'default', labels: { app: 'web', [LABEL]: '7*' } }];
    const profiles = profileSet({ name: 'p', selectors: twoLabels });
    assert.deepEqual(codesFor(coming({ metadata: { labels: { app: 'web' } } }), profiles), ['may-match']);
  });
});

const KEY = fc.constantFrom('app', 'k8s-app', 'app.kubernetes.io/component', 'tier', 'tiers', 'team', 'compute');
const VALUE = fc.constantFrom('web', 'wbe', 'frontend', 'front-end', 'backend', 'fargate');
const LABELS = fc.dictionary(KEY, VALUE, { maxKeys: 4 });
const WANTED = fc.dictionary(KEY, fc.oneof(VALUE, fc.constant('front*')), { minKeys: 1, maxKeys: 4 });

test('the labels of a near miss make the selector match without a change of identity', () => {
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

test('a pod that has no word of a profile is never a near miss', () => {
  const otherLabels = fc.dictionary(fc.constantFrom('owner', 'stage', 'x'), fc.constantFrom('a', 'b', 'prod'));
  fc.assert(
    fc.property(otherLabels, WANTED, (labels, wanted) => {
      const profiles = profileSet({ name: 'p', selectors: [{ namespace: 'default', labels: wanted }] });
      assert.deepEqual(checkNearMiss({ pod: pod({ metadata: { labels } }), workloadLabels: labels, profiles }), []);
    }),
  );
});

type Labels = Readonly<Record<string, string>>;

function labelled(namespace: string, labels: Labels): Pod {
  return pod({ namespace, metadata: { labels } });
}

function findingsFor(subject: Pod, profiles: ProfileSet, workloadLabels: Readonly<Record<string, string>> = {}) {
  return checkPlacement({ pod: subject, prediction: predict(subject, profiles), profiles, workloadLabels });
}

function codesFor(subject: Pod, profiles: ProfileSet): readonly string[] {
  return findingsFor(subject, profiles).map(({ code }) => code);
}

function messagesFor(...parameters: Parameters<typeof findingsFor>): readonly string[] {
  return findingsFor(...parameters).map(({ code, message }) => `${code}: ${message}`);
}
