import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PlanCount } from '../../../src/audit/plan/plan-count.ts';
import { type PodToPlan, planPod } from '../../../src/audit/plan/plan-pod.ts';
import { planProfiles, type WantedChanges } from '../../../src/audit/plan/planned-profiles.ts';
import { PUBLIC_PRICES } from '../../../src/fargate/cost.ts';
import { pod } from '../../support/pods.ts';
import { type ProfileParts, profile, profileSet } from '../../support/profiles.ts';

const WEB: ProfileParts = { name: 'web', selectors: [{ namespace: 'shop', labels: { app: 'web' } }] };
const FIRST: ProfileParts = { name: 'a-first', selectors: [{ namespace: 'shop' }] };

function changes({ profiles = [], deleted = [] }: { profiles?: readonly ProfileParts[]; deleted?: readonly string[] }) {
  const wanted: WantedChanges = { profiles: profiles.map(profile), deleted, createdFirst: new Set() };
  return planProfiles(profileSet(WEB), wanted);
}

const LABEL = 'eks.amazonaws.com/fargate-profile';

function podToPlan(app: string, parts: Partial<PodToPlan> & { readonly spec?: object } = {}): PodToPlan {
  const { spec = {}, ...rest } = parts;
  const isOnFargate = rest.onFargate !== undefined;
  const labels = isOnFargate ? { app, [LABEL]: rest.onFargate?.profileName } : { app };
  const placed = isOnFargate ? { schedulerName: 'fargate-scheduler', nodeName: 'fargate-ip-10-0-0-1' } : {};
  return {
    workload: { kind: 'Deployment', namespace: 'shop', name: app },
    pod: pod({ namespace: 'shop', metadata: { labels }, spec: { ...placed, ...spec } }),
    template: { kind: 'known', profileName: undefined, schedulerName: undefined },
    count: 1,
    onFargate: undefined,
    isFromFile: false,
    ...rest,
  };
}

const ON_WEB = { onFargate: { profileName: 'web', provisioned: '0.25vCPU 0.5GB', hasNode: true } };

describe('what becomes of a pod', () => {
  test('is a move to Fargate where a new profile takes it', () => {
    const planned = planPod(podToPlan('api'), changes({ profiles: [FIRST] }));
    assert.equal(planned.change, 'moves-to-fargate');
    assert.equal(planned.to, 'a-first');
    assert.equal(planned.sizeAfter, '0.25vCPU 0.5GB');
  });

  test('is a move to nowhere, which is reported, where a manifest names the deleted profile and its scheduler', () => {
    const written = pod({
      namespace: 'shop',
      metadata: { labels: { app: 'web', [LABEL]: 'web' } },
      spec: { schedulerName: 'fargate-scheduler' },
    });
    const fromFile = podToPlan('web', { pod: written, template: { kind: 'itself' }, isFromFile: true });
    const planned = planPod(fromFile, changes({ profiles: [FIRST], deleted: ['web'] }));
    assert.deepEqual([planned.change, planned.from, planned.to], ['leaves-fargate', 'web', undefined]);
    assert.deepEqual(
      planned.refusals.map(({ code }) => code),
      ['fargate-scheduler'],
    );
  });

  test('is a move away where its profile is deleted, and it is stopped at once', () => {
    const planned = planPod(podToPlan('web', ON_WEB), changes({ deleted: ['web'] }));
    assert.equal(planned.change, 'leaves-fargate');
    assert.equal(planned.isStopped, true);
  });

  test('is another profile where a new one sorts before its own, and nothing stops it', () => {
    const planned = planPod(podToPlan('web', ON_WEB), changes({ profiles: [FIRST] }));
    assert.deepEqual([planned.change, planned.from, planned.to], ['changes-profile', 'web', 'a-first']);
    assert.equal(planned.isStopped, false);
  });

  test('is the same profile again where that is replaced, and it is stopped at once', () => {
    const wider: ProfileParts = { name: 'web', selectors: [{ namespace: 'shop' }] };
    const planned = planPod(podToPlan('web', ON_WEB), changes({ profiles: [wider] }));
    assert.deepEqual([planned.change, planned.isStopped], ['unchanged', true]);
  });

  test('is another size where EKS has provisioned another than a new pod would get', () => {
    const onFargate = { ...ON_WEB.onFargate, provisioned: '1vCPU 2GB' };
    const planned = planPod(podToPlan('web', { onFargate }), changes({ profiles: [{ ...FIRST, name: 'z-last' }] }));
    assert.deepEqual(
      [planned.change, planned.sizeBefore, planned.sizeAfter],
      ['changes-size', '1vCPU 2GB', '0.25vCPU 0.5GB'],
    );
  });

  test('is to stay where its template names the profile', () => {
    const template = { kind: 'known', profileName: 'web', schedulerName: undefined } as const;
    const planned = planPod(podToPlan('web', { ...ON_WEB, template }), changes({ profiles: [FIRST] }));
    assert.equal(planned.change, 'unchanged');
  });

  test('is to leave Fargate where its template names the deleted profile, though another would take it', () => {
    const template = { kind: 'known', profileName: 'web', schedulerName: undefined } as const;
    const planned = planPod(
      podToPlan('web', { ...ON_WEB, template }),
      changes({ profiles: [FIRST], deleted: ['web'] }),
    );
    assert.equal(planned.change, 'leaves-fargate');
    assert.equal(planned.reason, 'the pod names profile web, which the cluster does not have');
  });

  test('is a refusal where Fargate does not support it', () => {
    const planned = planPod(podToPlan('api', { spec: { hostNetwork: true } }), changes({ profiles: [FIRST] }));
    assert.deepEqual(
      planned.refusals.map(({ code }) => code),
      ['host-network'],
    );
  });

  test('is nothing for one of a DaemonSet', () => {
    const owned = podToPlan('agent');
    const daemon = { ...owned.pod, ownerReferences: [{ kind: 'DaemonSet', name: 'agent', controller: true }] };
    assert.equal(planPod({ ...owned, pod: daemon }, changes({ profiles: [FIRST] })).change, 'unchanged');
  });

  test('is to be stopped only if it runs', () => {
    const onFargate = { profileName: 'web', provisioned: undefined, hasNode: false };
    const planned = planPod(podToPlan('web', { onFargate }), changes({ deleted: ['web'] }));
    assert.equal(planned.isStopped, false);
  });

  test('is to be stopped, for one of a file, where the profile that takes it is deleted', () => {
    const planned = planPod(podToPlan('web', { isFromFile: true }), changes({ deleted: ['web'] }));
    assert.equal(planned.isStopped, true);
  });
});

describe('a plan', () => {
  function counted(pods: readonly PodToPlan[], wanted: Parameters<typeof changes>[0]): PlanCount {
    const count = new PlanCount(changes(wanted));
    for (const one of pods) count.add(one);
    return count;
  }

  test('adds up what new pods get before and after', () => {
    const pods = [podToPlan('web', ON_WEB), podToPlan('api', { count: 3 })];
    const { before, after, changes: counts } = counted(pods, { profiles: [FIRST] }).summary(PUBLIC_PRICES);
    assert.deepEqual(before, { pods: 1, provisioned: { vcpu: 0.25, gigabytes: 0.5 }, costPerMonth: 9.01 });
    assert.deepEqual(after, { pods: 4, provisioned: { vcpu: 1, gigabytes: 2 }, costPerMonth: 36.04 });
    assert.deepEqual([counts['moves-to-fargate'], counts['changes-profile']], [3, 1]);
  });

  test('lists each workload once, with its pods by what becomes of them', () => {
    const pods = [podToPlan('web', ON_WEB), podToPlan('web', ON_WEB), podToPlan('web')];
    const [web] = counted(pods, { deleted: ['web'] }).workloads();
    assert.deepEqual([web?.pods, web?.result], [3, 'fail']);
    assert.deepEqual(
      web?.changes.map(({ change, pods: number, stopped }) => [change, number, stopped]),
      [
        ['leaves-fargate', 2, 2],
        ['stays-off-fargate', 1, 0],
      ],
    );
  });

  test('counts as leaving Fargate only pods that are on it', () => {
    const pods = [podToPlan('web', ON_WEB), podToPlan('web'), podToPlan('web', { isFromFile: true })];
    const { changes: counts } = counted(pods, { deleted: ['web'] }).summary(PUBLIC_PRICES);
    assert.deepEqual([counts['leaves-fargate'], counts['stays-off-fargate']], [2, 1]);
  });

  test('puts what is refused or stopped first, then by name', () => {
    const pods = [podToPlan('c'), podToPlan('b'), podToPlan('z', { spec: { hostPID: true } })];
    const workloads = counted(pods, { profiles: [FIRST] }).workloads();
    assert.deepEqual(
      workloads.map(({ name, result }) => [name, result]),
      [
        ['z', 'fail'],
        ['b', 'pass'],
        ['c', 'pass'],
      ],
    );
  });

  test('counts the pods on Fargate now, except those of files', () => {
    const pods = [podToPlan('web', ON_WEB), podToPlan('web'), podToPlan('cart', { isFromFile: true })];
    const workloads = counted(pods, { profiles: [FIRST] }).workloads();
    assert.deepEqual(
      workloads.map(({ name, changes: [first] }) => [name, first?.onFargateNow]),
      [
        ['web', 1],
        ['cart', undefined],
      ],
    );
  });

  test('leaves out workloads of which nothing becomes', () => {
    assert.deepEqual(counted([podToPlan('api')], { deleted: ['web'] }).workloads(), []);
  });
});
