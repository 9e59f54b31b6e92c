import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { copyManifests, generateLocalCa, IMAGE } from '../support/cluster/overlays.ts';
import { BY_EVERY_KIND } from '../support/cluster/profile-samples.ts';
import { dataBlocks } from '../support/docs/data-blocks.ts';
import { eventually } from '../support/eventually.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ACK = BY_EVERY_KIND[0];

const OVERLAYS = [
  'docs/guides/install.md',
  'docs/guides/audit.md',
  'docs/guides/enforce.md',
  'docs/operations/alerts.md',
];

describe('what the documentation shows', { skip: skipWithoutControlPlane() }, () => {
  const controlPlane = useControlPlane();
  let directory: TemporaryFolder | undefined;
  let manifests = '';

  before(async () => {
    directory = await makeTemporaryFolder();
    manifests = await copyManifests(directory.path);
    await generateLocalCa(manifests, ['--cluster-name=demo', '--role-arn=none', `--image=${IMAGE}:0.1.0`]);
  });
  after(() => directory?.remove());

  for (const page of OVERLAYS) {
    test(`builds: every overlay of ${page}`, async () => {
      const overlays = dataBlocks(page).filter(({ text }) => text.includes('kind: Kustomization'));
      assert.notEqual(overlays.length, 0);
      for (const { text } of overlays) {
        const folder = join(manifests, 'overlays/my-cluster');
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, 'kustomization.yaml'), JSON.stringify(parse(text)));
        assert.match(await controlPlane().kubectlOutput(['kustomize', folder]), /^kind: Deployment$/m);
      }
    });
  }

  test('keeps who may not create exemptions from exempting a profile', async () => {
    const { kubectl, kubectlOutput, serviceAccountKubeconfig, createNamespace } = controlPlane();
    const [policy] = dataBlocks('docs/guides/install.md').filter(({ text }) =>
      text.includes('fargate-admission-exempt'),
    );
    await kubectlOutput(['apply', '--server-side', `--filename=${ROOT}/test/fixtures/crds`]);
    await kubectlOutput(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s']);
    await createNamespace('infra');
    await kubectlOutput(['apply', '--filename=-'], { input: policy?.text ?? '' });
    await kubectlOutput(['create', 'serviceaccount', 'writer', '--namespace=infra']);
    const rights = ['--verb=create,get', `--resource=fargateprofiles.eks.services.k8s.aws`, '--namespace=infra'];
    await kubectlOutput(['create', 'role', 'writer', ...rights]);
    const subject = ['--role=writer', '--serviceaccount=infra:writer', '--namespace=infra'];
    await kubectlOutput(['create', 'rolebinding', 'writer', ...subject]);
    const writer = await serviceAccountKubeconfig('infra', 'writer');
    const create = (name: string, kubeconfig?: string) =>
      kubectl(['create', '--filename=-', '--dry-run=server'], {
        input: JSON.stringify(exempt(name)),
        ...(kubeconfig === undefined ? {} : { kubeconfig }),
      });
    await eventually(async () => {
      const { stderr } = await create('of-writer', writer);
      assert.match(stderr, /only those who may create exemptions\.fargate-admission may set fargate-admission\/exempt/);
    });
    assert.equal((await create('of-admin')).code, 0);
  });
});

function exempt(name: string): object {
  const profile = ACK.good(name);
  return { ...profile, metadata: { ...profile.metadata, labels: { 'fargate-admission/exempt': 'true' } } };
}
