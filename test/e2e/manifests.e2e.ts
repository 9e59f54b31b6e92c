import assert from 'node:assert/strict';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { skipWithoutControllerManager, skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { eventually } from '../support/eventually.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NAMESPACE = '--namespace=fargate-admission';
const COMPONENTS = ['monitoring', 'network-policy', 'security-group-policy'];

describe('the manifests, as a real API server takes them', { skip: skipWithoutControlPlane() }, () => {
  const controlPlane = useControlPlane();
  let directory: TemporaryFolder | undefined;
  let applied = { code: -1, stdout: '', stderr: '' };

  before(async () => {
    directory = await makeTemporaryFolder();
    await cp(join(ROOT, 'manifests'), join(directory.path, 'manifests'), { recursive: true });
    await controlPlane().kubectlOutput(['apply', '--server-side', `--filename=${ROOT}/test/fixtures/operator-crds`]);
    await controlPlane().kubectlOutput(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s']);
    const overlay = await writeOverlay(directory.path);
    applied = await controlPlane().kubectl(['apply', `--kustomize=${overlay}`]);
  });
  after(() => directory?.remove());

  test('are taken with all components, without a warning', () => {
    assert.deepEqual([applied.code, applied.stderr], [0, '']);
    for (const created of [
      'configmap/fargate-admission-dashboard',
      'networkpolicy.networking.k8s.io/fargate-admission',
      'prometheusrule.monitoring.coreos.com/fargate-admission',
      'securitygrouppolicy.vpcresources.k8s.aws/fargate-admission',
      'service/fargate-admission-metrics',
      'servicemonitor.monitoring.coreos.com/fargate-admission',
    ]) {
      assert.ok(applied.stdout.includes(`${created} created\n`), created);
    }
  });

  test('carry one label, all of them', async () => {
    const kinds =
      'configmaps,networkpolicies,prometheusrules,securitygrouppolicies,services,servicemonitors,deployments';
    const unlabelled = await controlPlane().kubectlOutput([
      'get',
      kinds,
      NAMESPACE,
      '--selector=app.kubernetes.io/name!=fargate-admission',
      '--output=name',
    ]);
    // The controller manager's own.
    assert.deepEqual(
      unlabelled.split('\n').filter((name) => name !== '' && name !== 'configmap/kube-root-ca.crt'),
      [],
    );
  });

  test('hold their namespace to Pod Security "restricted"', async () => {
    // The service account of the manifests: `default` is the controller manager's to make, which may not be there.
    const overrides = '--overrides={"spec":{"serviceAccountName":"fargate-admission"}}';
    const { code, stderr } = await controlPlane().kubectl([
      'run',
      'loose',
      '--image=registry.k8s.io/pause:3.10',
      overrides,
      NAMESPACE,
    ]);
    assert.equal(code, 1);
    assert.match(stderr, /pods "loose" is forbidden: violates PodSecurity "restricted:latest"/);
  });

  test('make two pods, which "restricted" admits, with the priority of what a cluster needs', {
    skip: skipWithoutControllerManager(),
  }, async () => {
    const fields = '{.spec.priorityClassName} {.spec.priority} {.spec.containers[0].lifecycle.preStop}';
    const select = ['get', 'pods', NAMESPACE, `--output=jsonpath={range .items[*]}${fields}{"\\n"}{end}`];
    const pods = await eventually(async () => {
      const lines = (await controlPlane().kubectlOutput(select)).trimEnd().split('\n');
      assert.equal(lines.length, 2);
      return lines;
    });
    const expected = 'system-cluster-critical 2000000000 {"sleep":{"seconds":5}}';
    assert.deepEqual(pods, [expected, expected]);
  });

  test('of the security groups are refused until an overlay names them', async () => {
    const component = join(ROOT, 'manifests/components/security-group-policy');
    const { code, stderr } = await controlPlane().kubectl(['apply', `--kustomize=${component}`]);
    assert.equal(code, 1);
    assert.match(stderr, /spec\.securityGroups\.groupIds in body should have at least 1 items/);
  });
});

/** Base and every component, as an overlay of a user would put them together. @returns its folder. */
async function writeOverlay(directory: string): Promise<string> {
  const overlay = join(directory, 'manifests/overlays/everything');
  await mkdir(overlay);
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['../../base'],
    components: COMPONENTS.map((name) => `../../components/${name}`),
    patches: [
      {
        target: { kind: 'SecurityGroupPolicy' },
        patch: JSON.stringify([
          { op: 'replace', path: '/spec/securityGroups/groupIds', value: ['sg-0123456789abcdef0'] },
        ]),
      },
    ],
  };
  await writeFile(join(overlay, 'kustomization.yaml'), JSON.stringify(kustomization));
  return overlay;
}
