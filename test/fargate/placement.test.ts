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
const DAEMON_SET = [{ kind: 'DaemonSet', name: 'agent', controller: true }];

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

  test('that does not match may stay Pending, with the reason', () => {
    assert.deepEqual(messagesFor(labelled('shop', { [PROFILE_LABEL]: 'wide' }), profiles), [
      'profile-not-matching: the pod may stay Pending: Fargate profile wide does not match it: label app=web (the pod does not have it)',
    ]);
  });

  test('that is not ACTIVE goes to the default scheduler', () => {
    assert.deepEqual(codesFor(labelled('shop', { [PROFILE_LABEL]: 'young' }), profiles), ['profile-not-active']);
  });

  test('that matches has no finding about other profiles', () => {
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

  test('includes the code and words of EKS', () => {
    const failed = profile({ name: 'p', status: 'CREATE_FAILED', selectors: [{ namespace: 'default' }] });
    const healthIssues = [{ code: 'AccessDenied', message: 'The role cannot be assumed.' }];
    assert.deepEqual(messagesFor(pod(), compileProfiles([{ ...failed, healthIssues }])), [
      'profile-not-active: Fargate profile p is CREATE_FAILED (AccessDenied: The role cannot be assumed.): pods created now go to the default scheduler and stay there',
    ]);
  });
});

describe('a profile that matches the pod', () => {
  test('and is unhealthy is reported once for each issue', () => {
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

describe('what keeps a pod off a profile that matches it', () => {
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
    test(`${code} is found where an ACTIVE profile matches`, () => {
      const [found, ...others] = findingsFor(pod({ namespace: 'shop', spec, metadata }), profiles);
      assert.deepEqual([found?.code, found?.field.toString(), others], [code, field, []]);
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
      assert.deepEqual([found?.code, found?.field.toString()], ['fargate-toleration', 'spec.tolerations[1]']);
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

  test('never says both that a profile matches a DaemonSet and that none does', () => {
    const daemonPod = pod({ namespace: 'shop', spec: { tolerations }, metadata: { ownerReferences: DAEMON_SET } });
    assert.deepEqual(messagesFor(daemonPod, profileSet({ name: 'shop', selectors: [{ namespace: 'shop' }] })), [
      'daemon-set: DaemonSet pods do not run on Fargate, although Fargate profile shop matches them',
      'fargate-toleration: the pod tolerates the taint of Fargate nodes, but Fargate nodes reject it: they do not run DaemonSet pods',
    ]);
  });

  test('says what keeps a pod off Fargate that a profile matches', () => {
    const shop = profileSet({ name: 'shop', selectors: [{ namespace: 'shop' }] });
    const lastMessage = (parts: Parameters<typeof pod>[0], profiles = shop) =>
      messagesFor(pod({ namespace: 'shop', ...parts }), profiles).at(-1);
    const head = 'fargate-toleration: the pod tolerates the taint of Fargate nodes, but Fargate nodes reject it: ';
    assert.equal(
      lastMessage({ spec: { tolerations }, metadata: { annotations: OPTED_OUT } }),
      `${head}its annotation eks.amazonaws.com/compute-type keeps it off Fargate`,
    );
    assert.equal(
      lastMessage({ spec: { tolerations, schedulerName: 'volcano' } }),
      `${head}schedulerName volcano keeps it off Fargate`,
    );
    const creating = profileSet({ name: 'shop', status: 'CREATING', selectors: [{ namespace: 'shop' }] });
    assert.equal(lastMessage({ spec: { tolerations } }, creating), `${head}Fargate profile shop is CREATING`);
    assert.equal(lastMessage({ spec: { tolerations } }, profileSet()), `${head}no Fargate profile matches it`);
  });

  test('is one of a DaemonSet, of a pod that has opted out and of one with another scheduler', () => {
    const found = ['fargate-toleration'];
    assert.deepEqual(codesFor(pod({ spec: { tolerations }, metadata: { ownerReferences: DAEMON_SET } }), none), found);
    const optedOut = { annotations: OPTED_OUT };
    assert.deepEqual(codesFor(pod({ namespace: 'shop', spec: { tolerations }, metadata: optedOut }), none), found);
    assert.deepEqual(codesFor(pod({ spec: { tolerations, schedulerName: 'volcano' } }), none), found);
  });
});

test('a pod that no profile concerns has no findings', () => {
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

  test('stays Pending where no profile matches, with or without a toleration', () => {
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

  test('is not reported where a label that a controller assigns may make a profile match', () => {
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
