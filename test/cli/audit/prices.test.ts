import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { answersWith, audit, ON_FARGATE } from '../../support/cli/audit.ts';
import { listOf } from '../../support/kubernetes/api-server.ts';

const NODES = '/api/v1/nodes?limit=500';

/** A pod with 95 GB of storage over the 20 that are included: 100 × 1.1 + 5. */
const WITH_STORAGE = {
  ...ON_FARGATE,
  spec: {
    schedulerName: 'fargate-scheduler',
    nodeName: 'fargate-ip-10-0-0-1',
    containers: [{ name: 'main', resources: { requests: { 'ephemeral-storage': '100Gi' } } }],
  },
};

function inRegion(region: string, pod: object = ON_FARGATE) {
  const labels = { 'topology.kubernetes.io/region': region };
  return { ...answersWith([pod]), [NODES]: listOf([{ metadata: { name: 'fargate-ip-10-0-0-1', labels } }]) };
}

async function estimate(t: TestContext, answers: Parameters<typeof audit>[1], args: readonly string[] = []) {
  const { output } = await audit(t, answers, args);
  return /^.*An estimate by the .*$/m.exec(output)?.[0];
}

describe('the prices of an audit', () => {
  test('are those of the region that the nodes name', async (t) => {
    assert.equal(
      await estimate(t, inRegion('ap-northeast-1')),
      'An estimate by the public price of ap-northeast-1, Linux/x86, as of 2026: $0.05056 a vCPU-hour, $0.00553 a GB-hour, 730 hours a month.',
    );
  });

  test('are those of the region that the user names', async (t) => {
    assert.match(
      (await estimate(t, inRegion('eu-west-1'), ['--region=sa-east-1'])) ?? '',
      /of sa-east-1, .* \$0\.0696 a/,
    );
  });

  test('are those of us-east-1 where no node names a region, which they say', async (t) => {
    const line = await estimate(t, answersWith([ON_FARGATE]));
    assert.match(
      line ?? '',
      /of us-east-1, Linux\/x86, as of 2026, since the region of the cluster is not known \(--region\): \$0\.04048 a/,
    );
  });

  test('are those of us-east-1 where that of the region is not known, which they say', async (t) => {
    const line = await estimate(t, inRegion('me-south-1'));
    assert.match(
      line ?? '',
      /of us-east-1, Linux\/x86, as of 2026, since that of me-south-1 is not known: \$0\.04048 a/,
    );
  });

  test('fall by a discount, and by Savings Plans for vCPU and memory', async (t) => {
    const args = ['--discount=10', '--savings-plan=20'];
    assert.equal(
      await estimate(t, inRegion('us-east-1', WITH_STORAGE), args),
      'An estimate by the public price of us-east-1, Linux/x86, as of 2026, less 20 % by Savings Plans, less 10 % discount: $0.0291456 a vCPU-hour, $0.0032004 a GB-hour, $0.0000999 a GB-hour of storage over 20 GB a pod, 730 hours a month.',
    );
  });

  test('are in the currency of the user', async (t) => {
    const { output } = await audit(t, inRegion('us-east-1'), ['--currency-rate', 'EUR=0.5']);
    assert.match(output, /at 0\.5 EUR a US dollar: EUR 0\.02024 a vCPU-hour/);
    assert.match(output, /, EUR 4\.51 a month, EUR 4\.10 of it for what is not requested\n/);
  });

  test('include the storage beyond 20 GB that Fargate provisions', async (t) => {
    const { output } = await audit(t, inRegion('us-east-1', WITH_STORAGE));
    assert.match(output, /0\.25 vCPU 0\.5 GB, 95 GB storage over 20 GB provisioned, \$16\.71 a month/);
  });

  test('say where storage is left out, since its price is not known', async (t) => {
    const line = await estimate(t, inRegion('eu-central-1', WITH_STORAGE));
    assert.match(line ?? '', /, storage over 20 GB a pod left out, since its price is not known, 730 hours a month\.$/);
  });

  for (const [flag, expected] of [
    ['--discount=101', 'a percentage from 0 to 100, such as 12.5'],
    ['--savings-plan=-1', 'a percentage from 0 to 100, such as 12.5'],
    ['--currency-rate=EUR', 'a currency and its rate, such as EUR=0.92'],
    ['--currency-rate=EUR=0', 'a currency and its rate, such as EUR=0.92'],
    ['--region=Ireland', 'an AWS region, such as eu-west-1'],
  ] as const) {
    test(`are refused for ${flag}`, async (t) => {
      const { code, errors } = await audit(t, {}, [flag]);
      assert.equal(code, 2);
      assert.ok(errors.includes(`expected ${expected}; got `), errors);
    });
  }

  test('are in US dollars where gauges show them', async (t) => {
    const { code, errors } = await audit(t, {}, ['--every=1h', '--currency-rate=EUR=0.9']);
    assert.deepEqual([code, errors], [2, '--every and --currency-rate: choose one\n']);
  });
});
