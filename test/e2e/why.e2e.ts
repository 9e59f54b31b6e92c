import assert from 'node:assert/strict';
import { chmod, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { AUDIT_CASES, AUDIT_PROFILES } from '../support/audit/cases.ts';
import { findAssets, skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { create, NODE_NAMES, NODES, placePods } from '../support/cluster/placed-pods.ts';
import { MAIN, runMain } from '../support/processes/main-process.ts';
import { type ProgramResult, runProgram } from '../support/processes/run-program.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

/** What a user of one namespace needs. */
const RIGHTS: readonly object[] = [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'reader', namespace: 'shop' } },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'reader', namespace: 'shop' },
    rules: [
      { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
      { apiGroups: [''], resources: ['events'], verbs: ['list'] },
      { apiGroups: ['apps'], resources: ['replicasets', 'statefulsets'], verbs: ['list'] },
      { apiGroups: ['batch'], resources: ['jobs'], verbs: ['list'] },
    ],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'reader', namespace: 'shop' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
    subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace: 'shop' }],
  },
];

/** As the kubelet of a Fargate node says it. */
const NODE_STATUS = {
  status: {
    nodeInfo: { kubeletVersion: 'v1.36.0-eks-1' },
    conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
  },
};

describe('why, of pods of a real API server', { skip: skipWithoutControlPlane() }, () => {
  const controlPlane = useControlPlane();
  let directory: TemporaryFolder;
  let profiles: string;
  let reader: string;

  before(async () => {
    const cluster = controlPlane();
    directory = await makeTemporaryFolder();
    profiles = join(directory.path, 'profiles.json');
    await writeFile(profiles, JSON.stringify(AUDIT_PROFILES));
    for (const namespace of ['shop', 'tools']) await cluster.createNamespace(namespace);
    await create(cluster, [...NODES, ...RIGHTS]);
    const patch = JSON.stringify(NODE_STATUS);
    await cluster.kubectlOutput(['patch', 'node', NODE_NAMES.fargate, '--subresource=status', `--patch=${patch}`]);
    await placePods(cluster, AUDIT_CASES);
    await run('well', 'Running');
    reader = await cluster.serviceAccountKubeconfig('shop', 'reader');
  });

  after(() => directory.remove());

  async function run(name: string, phase: string): Promise<void> {
    const containerStatuses = [
      { name: 'main', ready: true, restartCount: 0, image: 'm', imageID: 'm', state: { running: {} } },
    ];
    const patch = JSON.stringify({ status: { phase, containerStatuses } });
    await controlPlane().kubectlOutput([
      'patch',
      'pod',
      name,
      '--namespace=shop',
      '--subresource=status',
      `--patch=${patch}`,
    ]);
  }

  function why(args: readonly string[], kubeconfig = controlPlane().adminKubeconfig): Promise<ProgramResult> {
    return runMain(['why', `--profiles=${profiles}`, ...args], { env: { KUBECONFIG: kubeconfig } });
  }

  test('ends with 0 for a pod that runs on Fargate as it is meant to', async () => {
    const { code, stdout, stderr } = await why(['well', '-n', 'shop']);
    assert.equal(stderr, '');
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^pass {2}Pod shop\/well is on Fargate profile web, as a new pod would be \[on-fargate\]\n/);
    assert.match(
      stdout,
      /\n {2}node {7}fargate-ip-10-0-0-1\.ec2\.internal, Ready, kubelet v1\.36\.0-eks-1 \(control plane v1\.\d+\./,
    );
  });

  test('gives each pod that a scheduler speaks of the verdict of the audit, in ten lines at most', async () => {
    for (const { name, namespace = 'shop', code: expected } of AUDIT_CASES.filter(({ event }) => event !== undefined)) {
      const { stdout } = await why([name, '-n', namespace]);
      assert.ok(stdout.includes(` [${expected}]\n`), stdout);
      assert.ok(stdout.trimEnd().split('\n').length <= 10, stdout);
    }
  });

  test('shows what EKS says, and the one thing to do', async () => {
    const { code, stdout } = await why(['no-role', '-n', 'shop', '-o', 'json']);
    const diagnosis = new Field(JSON.parse(stdout));
    const [event] = diagnosis.get('events').list();
    assert.equal(code, 1);
    assert.equal(event?.get('from').value, 'fargate-scheduler');
    assert.match(diagnosis.get('fix').string() ?? '', /^give the pod execution role of the profile its entry again/);
  });

  test('needs no right beyond the namespace, and says what it cannot see', async () => {
    const { code, stdout, stderr } = await why(['well', '-n', 'shop'], reader);
    assert.equal(code, 0, stdout + stderr);
    assert.deepEqual(
      stderr.split('\n').map((line) => line.replace(/:.*/, '')),
      ['note', 'note', ''],
    );
    assert.match(stderr, /ask for the right to "get" on nodes\n/);
  });

  test('reports a pod that is not there, and ends with 2', async () => {
    const { code, stderr } = await why(['none', '-n', 'shop']);
    assert.deepEqual([code, stderr], [2, 'namespace shop of context "test" has no pod none\n']);
  });

  test('runs as a plugin of the real kubectl', async () => {
    const assets = findAssets();
    assert.equal(assets.kind, 'found');
    const entry = join(directory.path, 'kubectl-fargate.ts');
    await symlink(MAIN, entry);
    const plugin = join(directory.path, 'kubectl-fargate');
    await writeFile(plugin, `#!/bin/sh\nexec '${process.execPath}' '${entry}' "$@"\n`);
    await chmod(plugin, 0o755);
    const environment = { KUBECONFIG: reader, PATH: `${directory.path}:/usr/bin:/bin`, HOME: directory.path };
    const args = ['fargate', 'why', 'refused', '-n=shop', '--profiles', profiles];
    const { code, stdout } = await runProgram(join(assets.directory, 'kubectl'), args, { env: environment });
    assert.equal(code, 1);
    assert.match(stdout, /^fail {2}Pod shop\/refused is pending on Fargate profile web: /);
  });
});
