import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { auditCluster } from '../../src/audit/audit-cluster.ts';
import type { ClusterLists, ReadResource } from '../../src/audit/cluster-reading.ts';
import { Field } from '../../src/documents/field.ts';
import type { ListPage } from '../../src/documents/list-page.ts';
import { PUBLIC_PRICES } from '../../src/fargate/cost.ts';
import { profileSet } from '../support/profiles.ts';

const PROFILES = profileSet({ name: 'web', selectors: [{ namespace: 'shop' }] });

/** By resource, and by `resource/namespace` for one namespace; without an entry the list is empty. */
type Lists = Readonly<Record<string, readonly ListPage[]>>;

function fakeLists(lists: Lists): ClusterLists & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  return {
    asked,
    async *pages(resource: ReadResource, namespace: string | undefined) {
      const key = namespace === undefined ? resource : `${resource}/${namespace}`;
      asked.push(key);
      yield* lists[key] ?? [page([])];
    },
  };
}

function page(items: readonly object[]): ListPage {
  return { kind: 'page', items: items.map((item) => new Field(item)), remaining: undefined };
}

const FORBIDDEN: ListPage = { kind: 'failed', problem: 'forbidden', reason: 'you may not' };

function pod(
  name: string,
  { namespace = 'shop', owner }: { readonly namespace?: string; readonly owner?: object } = {},
) {
  const ownerReferences = owner === undefined ? [] : [{ ...owner, controller: true }];
  return {
    metadata: {
      name,
      namespace,
      labels: { 'eks.amazonaws.com/fargate-profile': 'web' },
      annotations: { CapacityProvisioned: '0.25vCPU 0.5GB' },
      ownerReferences,
    },
    spec: { schedulerName: 'fargate-scheduler', nodeName: 'fargate-ip-1', containers: [{ name: 'main' }] },
    status: { phase: 'Running' },
  };
}

async function audited(lists: Lists, namespaces: readonly string[] = []) {
  const fake = fakeLists(lists);
  const pages: (readonly [taken: number, remaining: number | undefined])[] = [];
  const report = await auditCluster({
    lists: fake,
    namespaces,
    profiles: PROFILES,
    nowMs: Date.parse('2026-11-26T12:00:00Z'),
    about: { version: '1.2.3', cluster: 'test', profiles: 'files' },
    pricesIn: () => ({ currency: 'USD', ...PUBLIC_PRICES, hoursPerMonth: 730, source: 'public price' }),
    onPage: (taken, remaining) => pages.push([taken, remaining]),
  });
  return { report, asked: fake.asked, pages };
}

describe('the audit of a cluster', () => {
  test('says what was audited, when, and by which version', async () => {
    const { report } = await audited({}, ['shop']);
    assert.deepEqual(report.audited, {
      at: '2026-11-26T12:00:00.000Z',
      namespaces: ['shop'],
      version: '1.2.3',
      cluster: 'test',
      profiles: 'files',
    });
  });

  test('reads every page of pods, and reports its progress', async () => {
    const { report, pages } = await audited({ pods: [page([pod('a'), pod('b')]), page([pod('c')])] });
    assert.equal(report.summary.pods, 3);
    assert.deepEqual(pages, [
      [2, undefined],
      [1, undefined],
    ]);
  });

  test('tells workloads of one kind and name apart by their API group', async () => {
    const owned = (name: string, apiVersion: string) =>
      pod(name, { owner: { apiVersion, kind: 'StatefulSet', name: 'db' } });
    const { report } = await audited({
      pods: [page([owned('a', 'apps/v1'), owned('b', 'apps.kruise.io/v1beta1'), owned('c', 'apps/v1')])],
    });
    assert.deepEqual(
      report.workloads.map(({ apiGroup, name, pods }) => [apiGroup, name, pods]),
      [
        ['apps', 'db', 2],
        ['apps.kruise.io', 'db', 1],
      ],
    );
  });

  describe('of a pod that has opted out, in a cluster', () => {
    const optedOut = {
      metadata: {
        name: 'coredns-x',
        namespace: 'kube-system',
        creationTimestamp: '2026-11-26T11:00:00Z',
        annotations: { 'eks.amazonaws.com/compute-type': 'ec2' },
      },
      spec: { containers: [{ name: 'main' }] },
      status: { phase: 'Pending' },
    };
    const node = (name: string, labels: object = {}) => ({ metadata: { name, labels } });
    const codeWith = async (nodes: readonly ListPage[]) =>
      (await audited({ nodes, pods: [page([optedOut])] })).report.workloads[0]?.verdicts[0]?.code;
    const cases: readonly (readonly [string, readonly ListPage[], string])[] = [
      ['without any node', [page([])], 'opted-out-pending'],
      [
        'of Fargate nodes only',
        [page([node('fargate-ip-1'), node('n', { 'eks.amazonaws.com/compute-type': 'fargate' })])],
        'opted-out-pending',
      ],
      ['that has another node', [page([node('fargate-ip-1'), node('ip-2')])], 'opted-out'],
      ['whose nodes may not be read', [FORBIDDEN], 'opted-out'],
      [
        'whose nodes were read in part',
        [page([node('fargate-ip-1')]), { kind: 'failed', problem: 'other', reason: 'gone' }],
        'opted-out',
      ],
    ];
    for (const [what, nodes, code] of cases) {
      test(`${what}, is ${code}`, async () => {
        assert.equal(await codeWith(nodes), code);
      });
    }
  });

  test('puts pods under the Deployment of their ReplicaSet and the CronJob of their Job', async () => {
    const { report } = await audited({
      replicaSets: [
        page([
          {
            metadata: {
              name: 'web-1',
              namespace: 'shop',
              ownerReferences: [{ kind: 'Deployment', name: 'web', controller: true }],
            },
          },
        ]),
      ],
      jobs: [
        page([
          {
            metadata: {
              name: 'night-1',
              namespace: 'shop',
              ownerReferences: [{ kind: 'CronJob', name: 'night', controller: true }],
            },
          },
        ]),
      ],
      pods: [
        page([
          pod('web-1-a', { owner: { kind: 'ReplicaSet', name: 'web-1' } }),
          pod('web-1-b', { owner: { kind: 'ReplicaSet', name: 'web-1' } }),
          pod('night-1-a', { owner: { kind: 'Job', name: 'night-1' } }),
          pod('alone'),
        ]),
      ],
    });
    assert.deepEqual(
      report.workloads.map(({ kind, name, pods }) => [kind, name, pods]),
      [
        ['CronJob', 'night', 1],
        ['Deployment', 'web', 2],
        ['Pod', 'alone', 1],
      ],
    );
  });

  test('adds up by namespace and by profile, with the profiles that have no pod', async () => {
    const { report } = await audited({ pods: [page([pod('a'), pod('b', { namespace: 'tools' })])] });
    assert.deepEqual(
      report.namespaces.map(({ name, pods }) => [name, pods]),
      [
        ['shop', 1],
        ['tools', 1],
      ],
    );
    assert.deepEqual(
      report.profiles.map(({ name, status, fargate }) => [name, status, fargate.pods]),
      [['web', 'ACTIVE', 2]],
    );
    assert.equal(report.summary.fargate.costPerMonth, 18.02);
  });

  test('reads the namespaces that are named, and no others', async () => {
    const { asked } = await audited({}, ['shop', 'tools']);
    assert.deepEqual(
      asked.filter((key) => key.startsWith('pods')),
      ['pods/shop', 'pods/tools'],
    );
    assert.ok(asked.includes('nodes'));
    assert.ok(!asked.includes('namespaces'));
  });

  test('reads namespace by namespace where the whole cluster may not be read', async () => {
    const { report, asked } = await audited({
      pods: [FORBIDDEN],
      namespaces: [page([{ metadata: { name: 'shop' } }, { metadata: { name: 'secret' } }])],
      'pods/shop': [page([pod('a')])],
      'pods/secret': [FORBIDDEN],
    });
    assert.equal(report.summary.pods, 1);
    assert.deepEqual(report.errors, [{ namespace: 'secret', resource: 'pods', reason: 'you may not' }]);
    assert.equal(asked.filter((key) => key === 'namespaces').length, 1);
  });

  test('reports nothing where no pod may be read', async () => {
    await assert.rejects(audited({ pods: [FORBIDDEN], namespaces: [FORBIDDEN] }), {
      name: 'UnreadableClusterError',
      message: 'no pods could be read: you may not; name the namespaces that you can read: --namespace NAMESPACE',
    });
  });

  test('names a list that ends early, and keeps what it has', async () => {
    const broken: ListPage = { kind: 'failed', problem: 'other', reason: 'no answer' };
    const { report } = await audited({ pods: [page([pod('a'), pod('b')]), broken] });
    assert.equal(report.summary.pods, 2);
    assert.deepEqual(report.errors, [{ resource: 'pods', reason: 'the list ended after 2: no answer' }]);
    assert.equal(report.summary.results.error, 1);
  });

  test('goes on without nodes, controllers and events, by names', async () => {
    const { report } = await audited({
      nodes: [FORBIDDEN],
      replicaSets: [FORBIDDEN],
      namespaces: [FORBIDDEN],
      pods: [page([pod('web-1-a', { owner: { kind: 'ReplicaSet', name: 'web-1' } })])],
    });
    assert.deepEqual(
      report.workloads.map(({ kind, name, result }) => [kind, name, result]),
      [['ReplicaSet', 'web-1', 'pass']],
    );
    assert.deepEqual(
      report.errors.map(({ resource }) => resource),
      ['replicaSets'],
    );
    assert.deepEqual(report.notes, ['nodes cannot be read, so Fargate nodes are recognized by name only: you may not']);
  });

  test('names an object of a wrong type, and goes on with the rest', async () => {
    const { report } = await audited({ pods: [page([{ ...pod('a'), spec: { containers: 'none' } }, pod('b')])] });
    assert.equal(report.summary.pods, 1);
    assert.deepEqual(report.errors, [
      { namespace: 'shop', resource: 'pods', reason: 'a: spec.containers: expected a list, got a string' },
    ]);
  });

  test('offers the least change of requests that saves a size step, for all pods of a workload', async () => {
    const large = (name: string) => {
      const one = pod(name, { owner: { kind: 'StatefulSet', name: 'store' } });
      const containers = [{ name: 'main', resources: { requests: { cpu: '260m', memory: '1Gi' } } }];
      return { ...one, spec: { ...one.spec, containers } };
    };
    const { report } = await audited({ pods: [page([large('store-0'), large('store-1')])] });
    assert.deepEqual(report.workloads[0]?.saving, {
      from: '0.5vCPU 2GB',
      to: '0.25vCPU 2GB',
      cpu: { from: '260m', to: '250m' },
      share: 0.039,
      savedPerMonth: 14.78,
    });
  });
});
