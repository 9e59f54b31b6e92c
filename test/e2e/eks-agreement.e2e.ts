import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { installEksStandIn } from '../support/cluster/eks-stand-in.ts';
import { useInstallation } from '../support/cluster/installation.ts';
import { eventually } from '../support/eventually.ts';

/** Knows of a profile that we do not, and of a namespace that it leaves alone. */
const CHOICES: Readonly<Record<string, string>> = { 'web-shop': 'web', other: 'brand-new' };

describe("the prediction against EKS's own decision", { skip: skipWithoutControlPlane() }, () => {
  const installation = useInstallation({
    flags: ['--refresh-cooldown=1s'],
    prepare: async (controlPlane, undo) => {
      undo.push(await installEksStandIn(controlPlane, (namespace) => CHOICES[namespace]));
    },
  });

  before(async () => {
    for (const name of ['web-shop', 'web-passed-over', 'other']) {
      await installation().controlPlane.createNamespace(name);
    }
    // The first pods may come before EKS's webhook has been looked up.
    await eventually(async () => {
      await create('web-shop', 'early-', ['--dry-run=server']);
      assert.match(await metrics(), agreements('agreed', '[1-9]'));
    });
  });

  test('a pod on which both agree carries the whole prediction', async () => {
    assert.deepEqual(await create('web-shop', 'agreed-'), {
      'fargate-admission/profile': 'web',
      'fargate-admission/selector': '0',
      'fargate-admission/capacity': '0.25vCPU 0.5GB',
    });
  });

  test("EKS's word is what gets annotated where only EKS wants the pod", async () => {
    assert.deepEqual(await create('other', 'theirs-'), { 'fargate-admission/profile': 'brand-new' });
    assert.match(await metrics(), agreements('eks-only', '[1-9]'));
  });

  test('a pod that EKS has left alone carries nothing, though a profile matches', async () => {
    assert.equal(await create('web-passed-over', 'ours-'), undefined);
    assert.match(await metrics(), agreements('prediction-only', '[1-9]'));
  });

  test('a disagreement is logged with both views, and asks EKS again', async () => {
    const { eks, webhook } = installation();
    eks.takeCalls();
    await create('web-passed-over', 'again-');
    const line = webhook.logLines().findLast((candidate) => candidate['agreement'] === 'prediction-only');
    assert.deepEqual([line?.['ownPrediction'], line?.['eksProfile']], ['fargate: selector 0 matches', 'none']);
    await eventually(() => assert.ok(eks.takeCalls().includes('Describe web')));
  });

  async function create(namespace: string, generateName: string, flags: readonly string[] = []): Promise<unknown> {
    const spec = { containers: [{ name: 'app', image: 'registry.k8s.io/pause:3.10' }] };
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { generateName, namespace }, spec });
    const args = ['create', '--filename=-', '--output=json', ...flags];
    const created: unknown = JSON.parse(await installation().controlPlane.kubectlOutput(args, { input }));
    return new Field(created).get('metadata').get('annotations').value;
  }

  async function metrics(): Promise<string> {
    return (await fetch(`${installation().webhook.opsUrl}/metrics`)).text();
  }
});

function agreements(result: string, count: string): RegExp {
  return new RegExp(`^fargate_admission_eks_agreements_total\\{result="${result}"\\} ${count}`, 'm');
}
