import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { evaluate } from '../../src/playground/evaluate.ts';

const PROFILES = 'fargateProfileName: web\nselectors:\n  - namespace: shop\n';

function deployment(requests: string, spec = ''): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: app
          image: app
          resources: {requests: ${requests}}
${spec}`;
}

async function sizesOf(workloads: string, region?: string) {
  const { sizes, sizeTable } = await evaluate({ workloads, profiles: PROFILES, ...(region && { region }) });
  return { chosen: sizes.map(({ chosen }) => chosen), sizeTable };
}

describe('the size of a workload in the playground', () => {
  test('has the price, what is unused, and the step that would be saved', async () => {
    const { chosen } = await sizesOf(deployment('{cpu: 500m, memory: 1Gi}'));
    assert.deepEqual(chosen, [
      {
        vcpu: 0.5,
        memoryGB: 2,
        billed: { vcpu: 0.5, gigabytes: 2 },
        costPerMonth: 21.26,
        unused: { vcpu: 0, gigabytes: 0.75 },
        unusedCostPerMonth: 2.43,
        replicas: 3,
        step: {
          from: '0.5vCPU 2GB',
          to: '0.5vCPU 1GB',
          memory: { from: '1024Mi', to: '768Mi' },
          share: 0.25,
          savedPerMonth: 3.24,
        },
      },
    ]);
  });

  test('is billed for ephemeral storage over 20 GB, with its price among the words', async () => {
    const { chosen, sizeTable } = await sizesOf(deployment('{cpu: 250m, ephemeral-storage: 50Gi}'));
    assert.deepEqual([chosen[0]?.billed.storageGigabytes, chosen[0]?.costPerMonth], [40, 12.25]);
    assert.match(sizeTable.estimate, /\$0\.000111 a GB-hour of storage over 20 GB a pod/);
  });

  test('is absent where none holds the pod, or a quantity is none', async () => {
    const workloads = `${deployment('{cpu: 32}')}---\n${deployment('{cpu: many}')}`;
    assert.deepEqual((await sizesOf(workloads)).chosen, [undefined, undefined]);
  });

  test('is a cell of the table', async () => {
    const { chosen, sizeTable } = await sizesOf(deployment('{cpu: 3, memory: 9Gi}'));
    const row = sizeTable.rows.find(({ vcpu }) => vcpu === chosen[0]?.vcpu);
    const cell = row?.cells.find(({ memoryGB }) => memoryGB === chosen[0]?.memoryGB);
    assert.equal(cell?.costPerMonth, chosen[0]?.costPerMonth);
    assert.equal(sizeTable.rows.flatMap(({ cells }) => cells).length, 74);
  });
});

describe('the prices of the playground', () => {
  test('are those of the region', async () => {
    const { chosen, sizeTable } = await sizesOf(deployment('{cpu: 500m, memory: 1Gi}'), 'eu-central-1');
    assert.equal(chosen[0]?.costPerMonth, 24.46);
    assert.equal(
      sizeTable.estimate,
      'An estimate by the public price of eu-central-1, Linux/x86, as of 2026: $0.04656 a vCPU-hour, $0.00511 a GB-hour, 730 hours a month.',
    );
  });

  test('are those of us-east-1 without a region, and the words say so of a region that is not known', async () => {
    const known = await sizesOf(deployment('{}'));
    const unknown = await sizesOf(deployment('{}'), 'mars-1');
    assert.deepEqual(known.chosen, unknown.chosen);
    assert.match(unknown.sizeTable.estimate, /public price of us-east-1, .*, since that of mars-1 is not known/);
  });
});
