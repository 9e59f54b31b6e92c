import assert from 'node:assert/strict';
import { chmod, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findAssets, skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { MAIN, runMain } from '../support/processes/main-process.ts';
import { type ProgramResult, runProgram } from '../support/processes/run-program.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const PROFILES = 'fargateProfileName: web\nselectors:\n  - namespace: shop\n    labels: {tier: frontend}\n';

const WEB = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    replicas: 0,
    selector: { matchLabels: { tier: 'frontend' } },
    template: {
      metadata: { labels: { tier: 'frontend' } },
      spec: {
        containers: [
          {
            name: 'web',
            image: 'example.com/web',
            resources: { limits: { cpu: '500m', memory: '1Gi' } },
          },
        ],
      },
    },
  },
};

/** What anybody needs who wants this one Deployment explained, and no more. */
const RIGHTS = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  metadata: { name: 'reader', namespace: 'shop' },
  rules: [{ apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['web'], verbs: ['get'] }],
};

const BINDING = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'reader', namespace: 'shop' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
  subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace: 'shop' }],
};

const READER = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'reader', namespace: 'shop' } };

const WEB_TEXT = `Deployment shop/web
  Its pods are bound for Fargate profile web: selector 0 matches.

  Profiles, in the order in which EKS prefers them:
    ✓ web, ACTIVE: takes the pod
      ✓ selector 0
        ✓ namespace shop
        ✓ label tier=frontend

  Size: 0.5vCPU 2GB
                          cpu  memory
    container web        500m  1024Mi  cpu and memory from the limit
    sum                  500m  1024Mi
    + Fargate itself            256Mi
    needed               500m  1280Mi
    provisioned       0.5vCPU     2GB  the cheapest size that holds it
`;

describe('explain, of objects of a real API server', { skip: skipWithoutControlPlane() }, () => {
  const controlPlane = useControlPlane();
  let directory: TemporaryFolder;
  let reader: string;

  before(async () => {
    const { createNamespace, kubectlOutput, serviceAccountKubeconfig } = controlPlane();
    directory = await makeTemporaryFolder();
    await writeFile(join(directory.path, 'profiles.yaml'), PROFILES);
    await createNamespace('shop');
    for (const object of [WEB, READER, RIGHTS, BINDING]) {
      await kubectlOutput(['create', '--filename=-'], { input: JSON.stringify(object) });
    }
    reader = await serviceAccountKubeconfig('shop', 'reader');
  });

  after(() => directory.remove());

  function explain(args: readonly string[], kubeconfig: string): Promise<ProgramResult> {
    const profiles = `--profiles=${join(directory.path, 'profiles.yaml')}`;
    return runMain(['explain', profiles, ...args], { env: { KUBECONFIG: kubeconfig } });
  }

  test('needs no right but to get the object', async () => {
    const { code, stdout, stderr } = await explain(['deployment/web', '-n', 'shop'], reader);
    assert.equal(stderr, '');
    assert.equal(code, 0);
    assert.ok(stdout.startsWith(WEB_TEXT), stdout);
  });

  test('says the same of the file that the object was made from', async () => {
    const file = join(directory.path, 'web.json');
    await writeFile(file, JSON.stringify(WEB));
    const fromFile = await explain(['-f', file], reader);
    const fromCluster = await explain(['deploy/web', '-n', 'shop'], reader);
    assert.equal(fromFile.stdout.replace(`, ${file}:1`, ''), fromCluster.stdout);
  });

  test('reports in one line what may not be read, and ends with 1', async () => {
    const { code, stdout, stderr } = await explain(['pod/web', '-n', 'shop'], reader);
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.equal(
      stderr,
      'pod web may not be read: pods "web" is forbidden: User "system:serviceaccount:shop:reader" cannot get resource "pods" in API group "" in the namespace "shop": ask for the right to "get" on pods in namespace shop\n',
    );
  });

  test('reports what does not exist, and ends with 2', async () => {
    const { code, stderr } = await explain(['sts/none', '-n', 'shop'], controlPlane().adminKubeconfig);
    assert.equal(code, 2);
    assert.equal(stderr, 'namespace shop of context "test" has no statefulset none\n');
  });

  test('shows what EKS has decided on a running pod, and where it runs', async () => {
    const { kubectlOutput, adminKubeconfig } = controlPlane();
    const create = (object: object) => kubectlOutput(['create', '--filename=-'], { input: JSON.stringify(object) });
    await create({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'fargate-ip-10-0-0-1' } });
    await create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'running',
        namespace: 'shop',
        labels: { tier: 'frontend', 'eks.amazonaws.com/fargate-profile': 'web' },
      },
      spec: { schedulerName: 'fargate-scheduler', containers: [{ name: 'web', image: 'example.com/web' }] },
    });
    const target = { apiVersion: 'v1', kind: 'Node', name: 'fargate-ip-10-0-0-1' };
    const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'running' }, target };
    await kubectlOutput(['create', '--raw=/api/v1/namespaces/shop/pods/running/binding', '--filename=-'], {
      input: JSON.stringify(binding),
    });
    const { stdout } = await explain(['pod/running', '-n', 'shop'], adminKubeconfig);
    const decision =
      'The pod is bound for Fargate profile web: EKS chose the profile, and selector 0 matches. It runs on node fargate-ip-10-0-0-1.';
    assert.equal(stdout.split('\n')[1], `  ${decision}`);
  });

  describe('as a plugin of the real kubectl', () => {
    /** The path of the entry says what the user calls it. */
    before(async () => {
      const entry = join(directory.path, 'kubectl-fargate.ts');
      const plugin = join(directory.path, 'kubectl-fargate');
      await symlink(MAIN, entry);
      await writeFile(plugin, `#!/bin/sh\nexec '${process.execPath}' '${entry}' "$@"\n`);
      await chmod(plugin, 0o755);
    });

    function kubectlFargate(...args: readonly string[]): Promise<ProgramResult> {
      const assets = findAssets();
      assert.equal(assets.kind, 'found');
      const env = { KUBECONFIG: reader, PATH: `${directory.path}:/usr/bin:/bin`, HOME: directory.path };
      return runProgram(join(assets.directory, 'kubectl'), ['fargate', ...args], { env });
    }

    test('explains an object of the current context', async () => {
      const profiles = join(directory.path, 'profiles.yaml');
      const { code, stdout } = await kubectlFargate(
        'explain',
        'deployments.apps/web',
        '-n=shop',
        '--profiles',
        profiles,
      );
      assert.equal(code, 0);
      assert.ok(stdout.startsWith(WEB_TEXT), stdout);
    });

    test('calls itself kubectl fargate', async () => {
      assert.match((await kubectlFargate('explain', '--help')).stdout, /^Usage: kubectl fargate explain /);
    });

    test('hands on its exit code', async () => {
      assert.equal((await kubectlFargate('explain', 'web')).code, 2);
    });
  });
});
