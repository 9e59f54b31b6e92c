import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { WriteResult } from '../../../src/kubernetes/write-tally.ts';
import { compilePolicies, type PolicyOptions } from '../../../src/policies/compile.ts';
import { createPolicyKeeper } from '../../../src/policies/in-cluster/policy-keeper.ts';
import { POLICY_NAMES, POLICY_PARTS, type PolicyObject } from '../../../src/policies/policy-object.ts';
import { PolicyCluster } from '../../support/policies/policy-cluster.ts';
import { type ProfileParts, profileSet } from '../../support/profiles.ts';

const PODS = 'v1/mutatingadmissionpolicies/fargate-pods';
const PODS_BINDING = 'v1/mutatingadmissionpolicybindings/fargate-pods';
const PROFILES = 'v1/validatingadmissionpolicies/fargate-profiles';

const SHOP = { name: 'shop', selectors: [{ namespace: 'shop' }] };
const TOOLS = { name: 'tools', selectors: [{ namespace: 'tools' }] };

function compiled(profiles: readonly ProfileParts[], options: Partial<PolicyOptions> = {}): readonly PolicyObject[] {
  return compilePolicies(profileSet(...profiles), {
    parts: new Set(POLICY_PARTS),
    deniedCodes: new Set(),
    limits: { maxSelectors: 5, maxLabels: 5 },
    annotationPrefix: 'fargate-admission',
    version: 'v1',
    profilePolicySpec: { variables: [] },
    ...options,
  });
}

const ALL = compiled([SHOP]);
const MUTATE = compiled([SHOP], { parts: new Set(['mutate']) });

function keeping(owner?: string) {
  const cluster = new PolicyCluster();
  const counted: WriteResult[] = [];
  const keeper = createPolicyKeeper({ version: 'v1', owner, countWrite: (result) => counted.push(result) });
  return { cluster, counted, keep: (objects: readonly PolicyObject[]) => keeper.keep(objects, cluster) };
}

describe('the policies in a cluster', () => {
  test('have names that do not depend on the profiles, and are all known', () => {
    const all = compiled([SHOP, TOOLS], { deniedCodes: new Set(['host-network']) });
    const known = Object.entries(POLICY_NAMES).flatMap(([kind, names]) =>
      names.flatMap((name) => [`${kind} ${name}`, `${kind}Binding ${name}`]),
    );
    assert.deepEqual(all.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted(), known.toSorted());
  });

  test('are applied by a field manager of their own, each policy before its binding', async () => {
    const { cluster, keep } = keeping();
    assert.deepEqual(await keep(MUTATE), { counts: { written: 2 }, problem: undefined });
    assert.deepEqual(cluster.takeWrites(), [`PATCH ${PODS}`, `PATCH ${PODS_BINDING}`]);
    assert.equal(
      cluster.get(PODS).get('metadata').get('labels').get('app.kubernetes.io/managed-by').value,
      'fargate-admission',
    );
  });

  test('are not written where they are as they are wanted', async () => {
    const { cluster, counted, keep } = keeping();
    await keep(ALL);
    counted.length = 0;
    cluster.takeWrites();
    assert.deepEqual(await keep(ALL), { counts: {}, problem: undefined });
    assert.deepEqual([cluster.takeWrites(), counted], [[], []]);
  });

  test('are not written after a restart either', async () => {
    const { cluster, keep } = keeping('owner');
    await keep(ALL);
    cluster.takeWrites();
    const restarted = createPolicyKeeper({ version: 'v1', owner: 'owner', countWrite: () => undefined });
    await restarted.keep(ALL, cluster);
    assert.deepEqual(cluster.takeWrites(), []);
  });

  test('are written where a profile changes them, and no other', async () => {
    const { cluster, keep } = keeping();
    await keep(ALL);
    cluster.takeWrites();
    await keep(compiled([SHOP, TOOLS]));
    assert.deepEqual(cluster.takeWrites(), [`PATCH ${PODS}`, 'PATCH v1/validatingadmissionpolicies/fargate-workloads']);
  });

  test('are written again where another program has changed or deleted them', async () => {
    const { cluster, keep } = keeping();
    await keep(ALL);
    cluster.takeWrites();
    cluster.put(PODS, { spec: { failurePolicy: 'Fail' } });
    cluster.stored.delete(PROFILES);
    await keep(ALL);
    assert.deepEqual(cluster.takeWrites(), [`PATCH ${PODS}`, `PATCH ${PROFILES}`]);
  });

  test('stay with labels that another program has added', async () => {
    const { cluster, keep } = keeping();
    await keep(MUTATE);
    const labels = cluster.get(PODS).get('metadata').get('labels').stringMap();
    cluster.put(PODS, { metadata: { labels: { ...labels, team: 'platform' } } });
    cluster.takeWrites();
    await keep(MUTATE);
    assert.deepEqual(cluster.takeWrites(), []);
  });

  test('are applied once, and not each time, where the API server adds a default that is not known', async () => {
    const { cluster, keep } = keeping();
    cluster.defaults = { newField: 'of a later version' };
    await keep(MUTATE);
    cluster.takeWrites();
    await keep(MUTATE);
    assert.deepEqual(cluster.takeWrites(), []);
  });

  test('are deleted where they are not wanted any more, the binding first', async () => {
    const { cluster, keep } = keeping();
    await keep(compiled([SHOP], { deniedCodes: new Set(['host-network']) }));
    cluster.takeWrites();
    assert.deepEqual(await keep(ALL), { counts: { deleted: 2 }, problem: undefined });
    assert.deepEqual(cluster.takeWrites(), [
      'DELETE v1/validatingadmissionpolicybindings/fargate-enforce',
      'DELETE v1/validatingadmissionpolicies/fargate-enforce',
    ]);
  });

  test('that another program has made are neither changed nor deleted', async () => {
    const { cluster, keep } = keeping();
    cluster.put(PODS, { metadata: { labels: { 'app.kubernetes.io/managed-by': 'Helm' } }, spec: {} });
    cluster.put(PROFILES, { metadata: {}, spec: {} });
    const { problem } = await keep(MUTATE);
    assert.deepEqual(cluster.takeWrites(), [`PATCH ${PODS_BINDING}`]);
    assert.match(problem ?? '', /^mutatingadmissionpolicies fargate-pods has no label .* delete it, or leave/);
  });

  test('are owned by the ClusterRole, so that the cluster deletes them with it', async () => {
    const { cluster, keep } = keeping('owner');
    await keep(MUTATE);
    const reference = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: 'owner', uid: 'role-1' };
    assert.deepEqual(cluster.get(PODS).get('metadata').get('ownerReferences').value, [reference]);
  });

  test('are not made again once their owner is deleted', async () => {
    const { cluster, keep } = keeping('owner');
    cluster.roleUid = undefined;
    await assert.rejects(keep(MUTATE), /^ClusterError: ClusterRole owner, which owns the policies, is deleted/);
    assert.deepEqual(cluster.takeWrites(), []);
  });

  test('go over to an owner that was made again', async () => {
    const { cluster, keep } = keeping('owner');
    await keep(MUTATE);
    cluster.takeWrites();
    cluster.roleUid = 'role-2';
    await keep(MUTATE);
    assert.deepEqual(cluster.takeWrites(), [`PATCH ${PODS}`, `PATCH ${PODS_BINDING}`]);
  });

  test('that the API server does not know are a problem that says what to choose', async () => {
    const { cluster, keep } = keeping();
    cluster.refusals.set('PATCH /apis/admissionregistration.k8s.io/v1/mutating', [404, { message: 'not found' }]);
    const { counts, problem } = await keep(ALL);
    assert.deepEqual(counts, { failed: 2, written: 4 });
    assert.match(
      problem ?? '',
      /knows no mutatingadmissionpolicies of admissionregistration.k8s.io\/v1: choose another/,
    );
  });

  test('that the API server refuses are a problem in its words, and the others are written', async () => {
    const { cluster, keep } = keeping();
    cluster.refusals.set(`PATCH /apis/admissionregistration.k8s.io/${PODS}`, [422, { message: 'spec is invalid' }]);
    const { counts, problem } = await keep(ALL);
    assert.deepEqual(counts, { failed: 1, written: 5 });
    assert.equal(problem, 'the API server answered HTTP 422: spec is invalid');
  });

  test('are left alone where it cannot be read whether they are there', async () => {
    const { cluster, keep } = keeping();
    cluster.refusals.set('GET ', [403, { message: 'may not get' }]);
    await assert.rejects(keep(ALL), /^ClusterError: cannot read .*may not get/);
    assert.deepEqual(cluster.takeWrites(), []);
  });
});
