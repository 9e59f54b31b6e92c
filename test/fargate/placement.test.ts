import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { predictAdmitted } from '../../src/fargate/eks-decision.ts';
import { checkPlacement } from '../../src/fargate/placement.ts';
import type { Pod } from '../../src/fargate/pod.ts';
import { PROFILE_LABEL, predict } from '../../src/fargate/prediction.ts';
import { compileProfiles, type ProfileSet } from '../../src/fargate/profile-set.ts';
import { pod } from '../support/pods.ts';
import { profile, profileSet } from '../support/profiles.ts';

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
const DAEMON_SET = [{ kind: 'DaemonSet', name: 'agent', controller: true }];

describe('near-miss', () => {
  const TIER = [{ namespace: 'shop', labels: { tier: 'frontend' } }];

  const meant: readonly (readonly [what: string, wanted: Labels, has: Labels, by: string])[] = [
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
  for (const [what, wanted, has, by] of meant) {
    test(`is found for ${what}`, () => {
      const profiles = profileSet({ name: 'p', selectors: [{ namespace: 'shop', labels: wanted }] });
      assert.deepEqual(messagesFor(labelled('shop', has), profiles), [
        `near-miss: selector 0 of Fargate profile p matches except for ${by}`,
      ]);
    });
  }

  const notMeant: readonly (readonly [what: string, wanted: Labels, has: Labels])[] = [
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
  for (const [what, wanted, has] of notMeant) {
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

  test('is not sought without end for long labels of which every one may be meant', () => {
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

  test('leaves a label of the template as it is, whatever the workload has', () => {
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

describe('a pod that names a profile', () => {
  const profiles = profileSet(
    { name: 'shop', selectors: [{ namespace: 'shop' }] },
    { name: 'wide', selectors: [{ namespace: '*', labels: { app: 'web' } }] },
    { name: 'young', status: 'CREATING', selectors: [{ namespace: 'shop' }] },
  );

  test('that does not exist may stay Pending', () => {
    assert.deepEqual(messagesFor(labelled('shop', { [PROFILE_LABEL]: 'gone' }), profiles), [
      'profile-not-found: the pod may stay Pending: the cluster has no Fargate profile gone',
    ]);
  });

  test('that does not match may stay Pending, and the reason is given', () => {
    assert.deepEqual(messagesFor(labelled('shop', { [PROFILE_LABEL]: 'wide' }), profiles), [
      'profile-not-matching: the pod may stay Pending: Fargate profile wide does not match it: label app=web (the pod does not have it)',
    ]);
  });

  test('that is not ACTIVE goes to the default scheduler', () => {
    assert.deepEqual(codesFor(labelled('shop', { [PROFILE_LABEL]: 'young' }), profiles), ['profile-not-active']);
  });

  test('that takes it hears of no other profile', () => {
    assert.deepEqual(codesFor(labelled('shop', { [PROFILE_LABEL]: 'shop', app: 'web' }), profiles), []);
  });
});

describe('profile-not-active', () => {
  for (const status of ['CREATING', 'DELETING', 'CREATE_FAILED', 'DELETE_FAILED'] as const) {
    test(`reports that the only matching profile is ${status}`, () => {
      assert.deepEqual(messagesFor(pod(), profileSet({ name: 'p', status, selectors: [{ namespace: 'default' }] })), [
        `profile-not-active: Fargate profile p is ${status}: pods created now go to the default scheduler and stay there`,
      ]);
    });
  }

  test("gives EKS's code and words", () => {
    const failed = profile({ name: 'p', status: 'CREATE_FAILED', selectors: [{ namespace: 'default' }] });
    const healthIssues = [{ code: 'AccessDenied', message: 'The role cannot be assumed.' }];
    assert.deepEqual(messagesFor(pod(), compileProfiles([{ ...failed, healthIssues }])), [
      'profile-not-active: Fargate profile p is CREATE_FAILED (AccessDenied: The role cannot be assumed.): pods created now go to the default scheduler and stay there',
    ]);
  });
});

describe('a profile that takes the pod', () => {
  test('and is not healthy is reported, once an issue', () => {
    const healthIssues = [
      { code: 'AccessDenied', message: 'The role cannot be assumed.' },
      { code: 'InternalFailure', message: 'Try again.' },
    ];
    const unhealthy = { ...profile({ name: 'p', selectors: [{ namespace: 'default' }] }), healthIssues };
    assert.deepEqual(messagesFor(pod(), compileProfiles([unhealthy])), [
      'profile-unhealthy: Fargate profile p is unhealthy: AccessDenied: The role cannot be assumed.',
      'profile-unhealthy: Fargate profile p is unhealthy: InternalFailure: Try again.',
    ]);
  });

  test('is named where others match too', () => {
    const selectors = [{ namespace: 'default' }];
    const profiles = profileSet(
      { name: 'c', selectors },
      { name: 'b', selectors },
      { name: 'a', status: 'CREATING', selectors },
    );
    assert.deepEqual(messagesFor(pod(), profiles), [
      'several-profiles: Fargate profiles b, a, c match the pod: EKS uses b, the first ACTIVE one by name',
    ]);
  });
});

describe('what keeps a pod off a profile that would take it', () => {
  const profiles = profileSet(
    { name: 'shop', selectors: [{ namespace: 'shop' }] },
    { name: 'young', status: 'CREATING', selectors: [{ namespace: 'new' }] },
  );
  const cases: readonly (readonly [code: string, spec: object, metadata: object, field: string])[] = [
    ['node-name', { nodeName: 'node-1' }, {}, 'spec.nodeName'],
    ['scheduler-name', { schedulerName: 'volcano' }, {}, 'spec.schedulerName'],
    ['daemon-set', {}, { ownerReferences: DAEMON_SET }, 'metadata'],
  ];
  for (const [code, spec, metadata, field] of cases) {
    test(`${code} is found where an ACTIVE profile would take it`, () => {
      const [found, ...others] = findingsFor(pod({ namespace: 'shop', spec, metadata }), profiles);
      assert.deepEqual([found?.code, found?.field, others], [code, field, []]);
    });

    test(`${code} is not found where none would: elsewhere, not ACTIVE, or opted out`, () => {
      const optedOut = { ...metadata, annotations: OPTED_OUT };
      assert.deepEqual(codesFor(pod({ namespace: 'other', spec, metadata }), profiles), []);
      assert.deepEqual(codesFor(pod({ namespace: 'new', spec, metadata }), profiles), []);
      assert.deepEqual(codesFor(pod({ namespace: 'shop', spec, metadata: optedOut }), profiles), []);
    });
  }

  test('the schedulers of Kubernetes and Fargate themselves are nothing', () => {
    for (const schedulerName of ['default-scheduler', 'fargate-scheduler', '']) {
      assert.deepEqual(codesFor(pod({ namespace: 'shop', spec: { schedulerName } }), profiles), []);
    }
  });
});

describe('a toleration of the Fargate taint', () => {
  const key = 'eks.amazonaws.com/compute-type';
  const none = profileSet({ name: 'shop', selectors: [{ namespace: 'shop' }] });

  const tolerating: readonly object[] = [
    { key, operator: 'Equal', value: 'fargate', effect: 'NoSchedule' },
    { key, value: 'fargate', effect: 'NoSchedule' },
    { key, operator: '', value: 'fargate' },
    { key, value: 'fargate' },
    { key, operator: 'Exists', effect: 'NoSchedule' },
    { key, operator: 'Exists' },
    { operator: 'Exists', effect: 'NoSchedule' },
    { operator: 'Exists' },
  ];
  for (const toleration of tolerating) {
    test(`is ${JSON.stringify(toleration)}`, () => {
      const spec = { tolerations: [{ key: 'other', operator: 'Exists' }, toleration] };
      const [found] = findingsFor(pod({ spec }), none);
      assert.deepEqual([found?.code, found?.field], ['fargate-toleration', 'spec.tolerations[1]']);
    });
  }

  const intolerant: readonly object[] = [
    { key, operator: 'Equal', value: 'ec2', effect: 'NoSchedule' },
    { key, operator: 'Equal', effect: 'NoSchedule' },
    { key, operator: 'Exists', effect: 'NoExecute' },
    { operator: 'Exists', effect: 'NoExecute' },
    { key, operator: 'Gt', value: 'fargate' },
    { key: 'CriticalAddonsOnly', operator: 'Exists' },
  ];
  for (const toleration of intolerant) {
    test(`is not ${JSON.stringify(toleration)}`, () => {
      assert.deepEqual(codesFor(pod({ spec: { tolerations: [toleration] } }), none), []);
    });
  }

  const tolerations = [{ operator: 'Exists' }];

  test('is no fault of a pod that runs on Fargate', () => {
    assert.deepEqual(codesFor(pod({ namespace: 'shop', spec: { tolerations } }), none), []);
  });

  test('is no fault where the pod cannot land on a Fargate node', () => {
    const term = { matchExpressions: [{ key, operator: 'NotIn', values: ['fargate'] }] };
    const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } };
    assert.deepEqual(codesFor(pod({ spec: { tolerations, affinity: { nodeAffinity } } }), none), []);
    assert.deepEqual(codesFor(pod({ spec: { tolerations, nodeSelector: { pool: 'gpu' } } }), none), []);
    assert.deepEqual(codesFor(pod({ spec: { tolerations, nodeName: 'node-1' } }), none), []);
  });

  test('never says both that a profile matches a DaemonSet and that none takes it', () => {
    const daemonPod = pod({ namespace: 'shop', spec: { tolerations }, metadata: { ownerReferences: DAEMON_SET } });
    assert.deepEqual(messagesFor(daemonPod, profileSet({ name: 'shop', selectors: [{ namespace: 'shop' }] })), [
      'daemon-set: DaemonSet pods do not run on Fargate, although Fargate profile shop matches them',
      'fargate-toleration: the pod tolerates the taint of Fargate nodes, but Fargate nodes reject it: they do not run DaemonSet pods',
    ]);
  });

  test('says what keeps a pod off Fargate that a profile matches', () => {
    const shop = profileSet({ name: 'shop', selectors: [{ namespace: 'shop' }] });
    const findingFor = (parts: Parameters<typeof pod>[0], profiles = shop) =>
      messagesFor(pod({ namespace: 'shop', ...parts }), profiles).at(-1);
    const head = 'fargate-toleration: the pod tolerates the taint of Fargate nodes, but Fargate nodes reject it: ';
    assert.equal(
      findingFor({ spec: { tolerations }, metadata: { annotations: OPTED_OUT } }),
      `${head}its annotation eks.amazonaws.com/compute-type keeps it off Fargate`,
    );
    assert.equal(
      findingFor({ spec: { tolerations, schedulerName: 'volcano' } }),
      `${head}schedulerName volcano keeps it off Fargate`,
    );
    const creating = profileSet({ name: 'shop', status: 'CREATING', selectors: [{ namespace: 'shop' }] });
    assert.equal(findingFor({ spec: { tolerations } }, creating), `${head}Fargate profile shop is CREATING`);
    assert.equal(findingFor({ spec: { tolerations } }, profileSet()), `${head}no Fargate profile matches it`);
  });

  test('is one of a DaemonSet, of a pod that has opted out and of one with another scheduler', () => {
    const found = ['fargate-toleration'];
    assert.deepEqual(codesFor(pod({ spec: { tolerations }, metadata: { ownerReferences: DAEMON_SET } }), none), found);
    const optedOut = { annotations: OPTED_OUT };
    assert.deepEqual(codesFor(pod({ namespace: 'shop', spec: { tolerations }, metadata: optedOut }), none), found);
    assert.deepEqual(codesFor(pod({ spec: { tolerations, schedulerName: 'volcano' } }), none), found);
  });
});

describe('labels that are yet to come', () => {
  const LABEL = 'pod-template-hash';
  const selectors = [{ namespace: 'default', labels: { [LABEL]: '7*' } }];
  const coming = (parts: Parameters<typeof pod>[0] = {}): Pod => ({ ...pod(parts), controllerAssignedLabels: [LABEL] });

  test('may make a selector match that names one', () => {
    assert.deepEqual(messagesFor(coming(), profileSet({ name: 'p', selectors })), [
      'may-match: selector 0 of Fargate profile p may match: it uses a label that a controller adds to the pods, with a value that is not known yet',
    ]);
  });

  test('match a selector that takes any value', () => {
    const any = profileSet({ name: 'p', selectors: [{ namespace: 'default', labels: { [LABEL]: '*' } }] });
    assert.equal(predict(coming(), any).kind, 'fargate');
    assert.deepEqual(codesFor(coming(), any), []);
  });

  test('are reported where a profile that sorts first may take the pod from another', () => {
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

test('nothing is said of a pod that no profile concerns', () => {
  assert.deepEqual(codesFor(pod(), profileSet({ name: 'p', selectors: [{ namespace: 'other' }] })), []);
});

describe('a pod that names the fargate-scheduler', () => {
  const shop = profileSet({ name: 'shop', selectors: [{ namespace: 'shop', labels: { app: 'web' } }] });
  const spec = { schedulerName: 'fargate-scheduler' };

  test('is fine where a profile matches, named or not', () => {
    const labels = { app: 'web' };
    assert.deepEqual(codesFor(pod({ namespace: 'shop', metadata: { labels }, spec }), shop), []);
    const named = { labels: { ...labels, [PROFILE_LABEL]: 'shop' } };
    assert.deepEqual(codesFor(pod({ namespace: 'shop', metadata: named, spec }), shop), []);
  });

  test('stays Pending where the profile that it names does not match, and that is all there is to say', () => {
    const metadata = { labels: { app: 'web', [PROFILE_LABEL]: 'shop' } };
    assert.deepEqual(messagesFor(pod({ namespace: 'other', metadata, spec }), shop), [
      'fargate-scheduler: the pod stays Pending: Fargate profile shop does not match it: namespace shop (the pod is in other)',
    ]);
  });

  test('stays Pending where there is no such profile', () => {
    const metadata = { labels: { [PROFILE_LABEL]: 'gone' } };
    assert.deepEqual(messagesFor(pod({ namespace: 'shop', metadata, spec }), shop), [
      'fargate-scheduler: the pod stays Pending: the cluster has no Fargate profile gone',
    ]);
  });

  test('stays Pending where none matches, whatever taint it tolerates', () => {
    const tolerations = [{ operator: 'Exists' }];
    assert.deepEqual(messagesFor(pod({ spec: { ...spec, tolerations } }), profileSet()), [
      'fargate-scheduler: the pod stays Pending: no Fargate profile matches it',
    ]);
  });

  test('stays Pending where it belongs to a DaemonSet', () => {
    const metadata = { labels: { app: 'web' }, ownerReferences: DAEMON_SET };
    assert.deepEqual(codesFor(pod({ namespace: 'shop', metadata, spec }), shop), ['fargate-scheduler']);
  });

  test('may stay Pending where it has opted out', () => {
    const metadata = { labels: { app: 'web' }, annotations: OPTED_OUT };
    const [message = ''] = messagesFor(pod({ namespace: 'shop', metadata, spec }), shop);
    assert.match(message, /^fargate-scheduler: the pod may stay Pending: its annotation/);
  });

  test('may stay Pending where the profile is not ACTIVE yet', () => {
    const creating = profileSet({ name: 'shop', status: 'CREATING', selectors: [{ namespace: 'shop' }] });
    assert.deepEqual(messagesFor(pod({ namespace: 'shop', spec }), creating), [
      'profile-not-active: the pod may stay Pending: Fargate profile shop is CREATING, and the fargate-scheduler schedules only pods that an ACTIVE profile matches',
    ]);
  });

  test('is no certain case where a label that is yet to come may make a profile match', () => {
    const selectors = [{ namespace: 'default', labels: { 'pod-template-hash': '7*' } }];
    const coming = { ...pod({ spec }), controllerAssignedLabels: ['pod-template-hash'] };
    assert.deepEqual(codesFor(coming, profileSet({ name: 'p', selectors })), ['may-match']);
  });

  test('is placed by its nodeName alone where it has one', () => {
    assert.deepEqual(codesFor(pod({ spec: { ...spec, nodeName: 'node-1' } }), shop), []);
  });
});

describe('the findings on a pod that carries a choice which the profiles do not confirm', () => {
  const admitted = (profileName: string) => {
    const chosen = pod({
      metadata: { labels: { [PROFILE_LABEL]: profileName } },
      spec: { schedulerName: 'fargate-scheduler' },
    });
    const profiles = profileSet({ name: 'shop', selectors: [{ namespace: 'shop' }] });
    const prediction = predictAdmitted(chosen, profiles);
    return checkPlacement({ pod: chosen, prediction, profiles, workloadLabels: {} }).map(({ code }) => code);
  };

  test('are none where EKS may know a newer profile', () => {
    assert.deepEqual(admitted('new'), []);
  });

  test('say that a known profile does not match, since its selectors never change', () => {
    assert.deepEqual(admitted('shop'), ['profile-not-matching']);
  });
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
