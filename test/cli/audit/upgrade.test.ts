import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { Field } from '../../../src/documents/field.ts';
import { answersWith, audit } from '../../support/cli/audit.ts';
import { listOf } from '../../support/kubernetes/api-server.ts';

interface PodParts {
  readonly name: string;
  readonly owner?: string;
  readonly kubelet: string;
}

const PODS: readonly PodParts[] = [
  { name: 'web-1', owner: 'web', kubelet: 'v1.36.1-eks-1' },
  { name: 'api-1', owner: 'api', kubelet: 'v1.35.3-eks-1' },
  { name: 'old-1', owner: 'old', kubelet: 'v1.33.9-eks-1' },
  { name: 'lone', kubelet: 'v1.34.1-eks-1' },
];

function podOf({ name, owner }: PodParts): object {
  const ownerReferences =
    owner === undefined
      ? []
      : [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: owner, uid: owner, controller: true }];
  return {
    metadata: {
      name,
      namespace: 'shop',
      labels: { app: 'web', name: owner ?? name, 'eks.amazonaws.com/fargate-profile': 'web' },
      ownerReferences,
    },
    spec: { nodeName: `fargate-${name}`, schedulerName: 'fargate-scheduler', containers: [{ name: 'main' }] },
    status: { phase: 'Running' },
  };
}

function budget(name: string, spec: object): object {
  const selector = { matchLabels: { name } };
  return { metadata: { name, namespace: 'shop' }, spec: { ...spec, selector }, status: { expectedPods: 1 } };
}

const ANSWERS = {
  ...answersWith(PODS.map(podOf)),
  '/version': { status: 200, body: { gitVersion: 'v1.36.1-eks-2' } },
  '/api/v1/nodes?limit=500': listOf(
    PODS.map(({ name, kubelet }) => ({
      metadata: { name: `fargate-${name}` },
      status: { nodeInfo: { kubeletVersion: kubelet } },
    })),
  ),
  '/apis/policy/v1/poddisruptionbudgets?limit=500': listOf([
    budget('api', { maxUnavailable: 1 }),
    budget('old', { maxUnavailable: 0 }),
  ]),
};

async function upgrade(t: TestContext, target: string): Promise<string> {
  const { output } = await audit(t, ANSWERS, ['--target-version', target]);
  const [section = ''] = output.split('\n\n').filter((part) => part.startsWith('Kubernetes 1.36 → '));
  return section;
}

describe('audit --target-version', () => {
  test('lists the pods that lag or break, and restarts those without a budget first', async (t) => {
    assert.equal(
      await upgrade(t, '1.37'),
      `Kubernetes 1.36 → 1.37, 4 pods on Fargate: 1 fail, 2 warn, 1 pass
  warn  Pod shop/lone has a kubelet of 1.34, and the control plane has 1.36: EKS may refuse to update the control plane until the pods have its version (1 pod)
  warn  StatefulSet shop/api has a kubelet of 1.35, and the control plane has 1.36: EKS may refuse to update the control plane until the pods have its version (1 pod, budget api)
  fail  StatefulSet shop/old has a kubelet of 1.33; beside 1.37 that is 4 minor versions behind, which Kubernetes does not support (1 pod, budget old)
  warn  PodDisruptionBudget shop/old allows no eviction: maxUnavailable is 0. EKS deletes its pods in the end when it patches their nodes
  To restart, one after the other:
    # pod lone -n shop has no controller: create it again from its manifest
    kubectl rollout restart statefulset/api -n shop
    kubectl rollout status statefulset/api -n shop
    kubectl rollout restart statefulset/old -n shop
    kubectl rollout status statefulset/old -n shop`,
    );
  });

  test('says of a rollback that kubelets are newer, and that a restart before it does not help', async (t) => {
    assert.match(
      await upgrade(t, '1.35'),
      /^ {2}fail {2}StatefulSet shop\/web has a kubelet of 1\.36, newer than 1\.35, which Kubernetes does not support: restart it after the rollback, /m,
    );
  });

  test('compares with the control plane alone where that is the version', async (t) => {
    assert.match(await upgrade(t, '1.36'), /^Kubernetes 1\.36 → 1\.36, 4 pods on Fargate: 0 fail, 3 warn, 1 pass\n/);
  });

  test('is part of the report as JSON', async (t) => {
    const { output } = await audit(t, ANSWERS, ['--target-version=1.37', '-o=json']);
    const report = new Field(JSON.parse(output)).get('upgrade');
    assert.deepEqual(report.get('pods').value, { fail: 1, warn: 2, pass: 1 });
    const [first] = report.get('workloads').list();
    assert.deepEqual(first?.get('kubelets').value, { '1.34': 1 });
  });

  test('counts pods whose node may not be read as unknown, and says so', async (t) => {
    const forbidden = { status: 403, body: { message: 'nodes is forbidden' } };
    const answers = { ...ANSWERS, '/api/v1/nodes?limit=500': forbidden };
    const { code, output, errors } = await audit(t, answers, ['--target-version=1.37']);
    assert.equal(code, 0);
    assert.match(output, /^Kubernetes 1\.36 → 1\.37, 4 pods on Fargate: 0 fail, 0 warn, 0 pass, 4 unknown$/m);
    assert.match(errors, /^note: nodeStatuses cannot be read, so the versions of kubelets are not known: /m);
  });

  test('ends with 1 for what breaks where the user says so', async (t) => {
    const codeFor = async (target: string) =>
      (await audit(t, ANSWERS, [`--target-version=${target}`, '--fail-on=fail'])).code;
    assert.equal(await codeFor('1.36'), 0);
    assert.equal(await codeFor('1.37'), 1);
  });

  test('is refused for what is no version, and with --every', async (t) => {
    assert.match(
      (await audit(t, {}, ['--target-version=latest'])).errors,
      /expected a version of Kubernetes, such as 1\.37/,
    );
    assert.match(
      (await audit(t, {}, ['--every=1h', '--target-version=1.37'])).errors,
      /^--every and --target-version: choose one$/m,
    );
  });
});
