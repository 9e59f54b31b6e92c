import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { skipWithoutControllerManager, skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { eventually } from '../support/eventually.ts';

const CRDS = fileURLToPath(new URL('../fixtures/crds', import.meta.url));

const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'example.com/web' }] },
    },
  },
};

describe('a real control plane', { skip: skipWithoutControlPlane() }, () => {
  const controlPlane = useControlPlane();

  test('knows the five kinds of Fargate profile', async () => {
    const { kubectlOutput } = controlPlane();
    await kubectlOutput(['apply', '--server-side', `--filename=${CRDS}`]);
    await kubectlOutput(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s']);
    const names = await kubectlOutput(['get', 'crd', '--output=jsonpath={.items[*].metadata.name}']);
    assert.deepEqual(names.split(' ').toSorted(), [
      'awsfargateprofiles.infrastructure.cluster.x-k8s.io',
      'fargateprofiles.eks.aws.crossplane.io',
      'fargateprofiles.eks.aws.m.upbound.io',
      'fargateprofiles.eks.aws.upbound.io',
      'fargateprofiles.eks.services.k8s.aws',
    ]);
  });

  test('stores a pod in a new namespace', async () => {
    const { createNamespace, kubectlOutput } = controlPlane();
    await createNamespace('pods');
    const created = await kubectlOutput(['run', 'web', '--image=example.com/web', '--namespace=pods', '--output=name']);
    assert.equal(created.trim(), 'pod/web');
  });

  test('makes the pod of a Deployment', { skip: skipWithoutControllerManager() }, async () => {
    const { createNamespace, kubectlOutput } = controlPlane();
    await createNamespace('deployments');
    await kubectlOutput(['create', '--namespace=deployments', '--filename=-'], { input: JSON.stringify(DEPLOYMENT) });
    const owner = await eventually(async () => {
      const path = '{.items[0].metadata.ownerReferences[0].kind}';
      return kubectlOutput(['get', 'pods', '--namespace=deployments', `--output=jsonpath=${path}`]);
    });
    assert.equal(owner, 'ReplicaSet');
  });

  test('gives a service account no more than RBAC grants', async () => {
    const { createNamespace, kubectl, serviceAccountKubeconfig } = controlPlane();
    await createNamespace('rights');
    const kubeconfig = await serviceAccountKubeconfig('rights', 'default');
    const refused = await kubectl(['get', 'pods', '--namespace=rights'], { kubeconfig });
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /User "system:serviceaccount:rights:default" cannot list resource "pods"/);
  });
});
