import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { deployment, ON_HOST_NETWORK } from '../../support/cli/check.ts';
import { startEks } from '../../support/eks/started-api.ts';
import { fileWith } from '../../support/profile-files.ts';
import { type CliRun, runCli } from '../../support/terminal.ts';

const SHOP = { fargateProfileName: 'shop', status: 'ACTIVE', selectors: [{ namespace: 'shop' }] } as const;
const TIER = {
  fargateProfileName: 'tier',
  status: 'ACTIVE',
  selectors: [{ namespace: 'shop', labels: { tier: 'web' } }],
} as const;

interface Setup {
  readonly manifest?: string;
  readonly flags: readonly string[];
}

/** `eu` and `eu-2` take every pod of the namespace, `us` those with a label, `empty` none. There are no other clusters. */
async function runCheck(t: TestContext, { manifest = deployment('web'), flags }: Setup): Promise<CliRun> {
  const { server } = await startEks(t);
  server.addCluster('eu', SHOP);
  server.addCluster('eu-2', SHOP);
  server.addCluster('us', TIER);
  server.addCluster('empty');
  return runCli(['check', '-f', await fileWith(t, 'web.yaml', manifest), ...flags], {});
}

describe('check for several clusters', () => {
  test('has a line for each cluster where they differ', async (t) => {
    const { code, output, errors } = await runCheck(t, { flags: ['--cluster-name=eu,us,empty'] });
    assert.equal(errors, '');
    assert.equal(code, 0);
    assert.match(output, /^Deployment shop\/web → on Fargate in 1 of 3 clusters$/m);
    assert.match(output, /^ {2}eu {5}Fargate profile shop, 0\.5vCPU 1GB$/m);
    assert.match(output, /^ {2}us {5}not on Fargate: /m);
    assert.match(output, /^ {2}empty {2}not on Fargate: /m);
    assert.match(output, /^1 workload checked, 0 bound for Fargate in every cluster; 1 in eu; 0 in us; 0 in empty; /m);
  });

  test('has one line where all clusters do the same', async (t) => {
    const { output } = await runCheck(t, { flags: ['--cluster-name', 'eu, eu-2'] });
    assert.match(output, /^Deployment shop\/web → in every cluster Fargate profile shop, 0\.5vCPU 1GB\n\n/);
  });

  test('says once what is found for every cluster, and names the clusters of what is not', async (t) => {
    const flags = ['--cluster-name=eu,us,empty', '-o=json'];
    const { code, output } = await runCheck(t, { manifest: ON_HOST_NETWORK, flags });
    const [item] = JSON.parse(output).items;
    assert.equal(code, 1);
    const found = item.findings.map(({ code: name, clusters }: { code: string; clusters?: string[] }) => [
      name,
      clusters,
    ]);
    assert.deepEqual(found[0], ['host-network', ['eu']]);
    assert.match(item.findings[0].message, /^in cluster eu: /);
  });

  test('gives the decision of each cluster as JSON, and as the joint one what holds for all', async (t) => {
    const { output } = await runCheck(t, { flags: ['--cluster-name=eu,us', '-o=json'] });
    const { summary, items } = JSON.parse(output);
    assert.deepEqual(summary.clusters, [
      { clusterName: 'eu', boundForFargate: 1 },
      { clusterName: 'us', boundForFargate: 0 },
    ]);
    assert.equal(summary.boundForFargate, 0);
    assert.deepEqual(items[0].decision, { outcome: 'unknown', onFargate: false, reason: 'it depends on the cluster' });
    assert.deepEqual(
      items[0].clusters.map(({ clusterName, decision }: { clusterName: string; decision: { profile?: string } }) => [
        clusterName,
        decision.profile,
      ]),
      [
        ['eu', 'shop'],
        ['us', undefined],
      ],
    );
  });

  test('checks for the others where the profiles of one cannot be read, and ends with 1', async (t) => {
    const { code, output, errors } = await runCheck(t, { flags: ['--cluster-name=eu,gone'] });
    assert.equal(code, 1);
    assert.match(errors, /^no profiles of cluster gone: .*No cluster found for name: gone\./m);
    assert.match(output, /^Deployment shop\/web → in every cluster Fargate profile shop, 0\.5vCPU 1GB$/m);
    assert.match(output, /; gone not read; /);
  });

  test('ends with 1 and no report where no profiles can be read', async (t) => {
    const { code, output, errors } = await runCheck(t, { flags: ['--cluster-name=gone,lost'] });
    assert.deepEqual([code, output], [1, '']);
    assert.match(errors, /^no profiles: .*No cluster found for name: gone\./);
  });

  test('takes the profiles of several clusters from EKS alone', async (t) => {
    const { code, errors } = await runCheck(t, { flags: ['--cluster-name=eu,us', '--profiles=profiles.yaml'] });
    assert.equal(code, 2);
    assert.match(
      errors,
      /^--cluster-name and --profiles: the profiles of several clusters come from EKS; choose one$/m,
    );
  });

  test('refuses a name that no cluster has', async (t) => {
    const { code, errors } = await runCheck(t, { flags: ['--cluster-name=eu,-us'] });
    assert.equal(code, 2);
    assert.match(
      errors,
      /^--cluster-name: expected an EKS cluster name: .*; or several with commas between them; got /m,
    );
  });

  test('suppresses nothing in vain that it suppresses for one cluster', async (t) => {
    const manifest = ON_HOST_NETWORK.replace(
      'namespace: shop',
      'namespace: shop\n  annotations: {fargate-admission/ignore: host-network, fargate-admission/ignore-reason: test}',
    );
    const flags = ['--cluster-name=eu,us', '--report-unused', '-o=json'];
    const { output } = await runCheck(t, { manifest, flags });
    const [item] = JSON.parse(output).items;
    const codes = (all: readonly { code: string }[]) => all.map(({ code }) => code);
    assert.ok(!codes(item.findings).includes('ignore-unused'), output);
    assert.ok(codes(item.suppressed).includes('host-network'), output);
  });
});
