import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { run } from '../../../src/cli/program.ts';
import { Field } from '../../../src/documents/field.ts';
import { answersWith, ON_FARGATE, OTHER_KEY, pod } from '../../support/cli/audit.ts';
import { setAwsEnvironment } from '../../support/eks/aws-environment.ts';
import { WEB } from '../../support/eks/server.ts';
import { startEks } from '../../support/eks/started-api.ts';
import { listOf, startApiServer } from '../../support/kubernetes/api-server.ts';
import { kubeconfigFile } from '../../support/kubernetes/kubeconfig.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { FakeTerminal } from '../../support/terminal.ts';

const BLUE = 'arn:aws:eks:ap-northeast-1:111122223333:cluster/blue';
const DEMO = 'arn:aws:eks:ap-northeast-1:111122223333:cluster/demo';
const STUCK = { ...pod({ name: 'x', key: 'k8s-app', node: '' }), status: { phase: 'Pending' } };

function context(name: string, server: string): object {
  return {
    clusters: { name, cluster: { server } },
    users: { name, user: { token: 'secret' } },
    contexts: { name, context: { cluster: name, user: name } },
  };
}

function kubeconfigOf(contexts: Readonly<Record<string, string>>): object {
  const parts = Object.entries(contexts).map(([name, server]) => new Field(context(name, server)));
  const all = (key: string) => parts.map((part) => part.get(key).value);
  return { clusters: all('clusters'), users: all('users'), contexts: all('contexts'), 'current-context': 'green' };
}

/** Two clusters that answer, `blue` of EKS and `green`, and one that does not, `gone`. */
async function fleet(t: TestContext, args: readonly string[]) {
  const blue = await startApiServer(t, answersWith([ON_FARGATE, STUCK]));
  const green = await startApiServer(t, answersWith([ON_FARGATE, OTHER_KEY]));
  const file = await kubeconfigFile(
    t,
    kubeconfigOf({ [BLUE]: blue.url, green: green.url, gone: 'http://127.0.0.1:1' }),
  );
  const terminal = new FakeTerminal({ KUBECONFIG: file });
  const profiles = join(await temporaryFolder(t), 'profiles.yaml');
  await writeFile(profiles, 'fargateProfileName: web\nselectors: [{namespace: shop, labels: {app: web}}]\n');
  const code = await run(['audit', `--profiles=${profiles}`, ...args], terminal);
  return { code, output: terminal.output, errors: terminal.errors };
}

describe('audit of several clusters', () => {
  test('prints a row for each, what fails, and the sums, at the prices of each region', async (t) => {
    const { code, output, errors } = await fleet(t, ['--contexts', `green,${BLUE}`]);
    assert.equal(errors, '');
    assert.equal(code, 0);
    assert.equal(
      output,
      `RESULT  CLUSTER  REGION          ACCOUNT       PODS  ON FARGATE  FAIL  WARN  COST/MONTH
fail    blue     ap-northeast-1  111122223333     2           1     1     0      $11.25
warn    green    -               -                2           1     0     1       $9.01

fail  blue: Pod shop/x is pending off Fargate: selector 0 of Fargate profile web matches except for label app=web (the pod has k8s-app=web) (1 pod) [pending-near-miss]

2 clusters, 4 pods: 1 fail, 1 warn, 2 pass
2 on Fargate: 0 vCPU 0 GB requested, 0.5 vCPU 1 GB provisioned, $20.26 a month, $18.44 of it for what is not requested
An estimate by the public price of ap-northeast-1, Linux/x86, as of 2026; public price of us-east-1, Linux/x86, as of 2026, since the region of the cluster is not known (--region).
`,
    );
  });

  test('reports a cluster that fails, audits the others, and ends with 1', async (t) => {
    const { code, output, errors } = await fleet(t, ['--contexts=gone,green']);
    assert.equal(code, 1);
    assert.match(errors, /^gone: not audited: no pods could be read: .*does not answer/);
    assert.match(output, /^1 cluster, 1 not audited, 2 pods: 1 warn, 1 pass$/m);
  });

  test('writes one page of all with -o html=FILE, beside the table', async (t) => {
    const path = join(await temporaryFolder(t), 'fleet.html');
    const { code, output } = await fleet(t, ['--contexts', `green,${BLUE}`, '-o', 'table', '-o', `html=${path}`]);
    assert.equal(code, 0);
    assert.match(output, /^2 clusters, 4 pods/m);
    const html = await readFile(path, 'utf8');
    assert.match(html, /^<!doctype html>.*<title>Fargate audit of several clusters<\/title>/s);
    assert.match(html, /"kind":"FleetAuditReport".*"context":"green"/);
  });

  test('takes all contexts, one at a time with --concurrency 1', async (t) => {
    const { output } = await fleet(t, ['--all-contexts', '--concurrency=1', '-o=json']);
    const report = new Field(JSON.parse(output));
    const names = (key: string) =>
      report
        .get(key)
        .list()
        .map((cluster) => cluster.get('context').value);
    assert.equal(report.get('kind').value, 'FleetAuditReport');
    assert.deepEqual([names('clusters'), names('failed')], [[BLUE, 'green'], ['gone']]);
  });

  test('takes the current context of each kubeconfig in a folder', async (t) => {
    const server = await startApiServer(t, answersWith([ON_FARGATE]));
    const folder = await temporaryFolder(t);
    for (const name of ['one', 'two']) {
      const config = { ...kubeconfigOf({ [name]: server.url }), 'current-context': name };
      await writeFile(join(folder, name), JSON.stringify(config));
    }
    await writeFile(join(folder, 'notes'), 'nothing of use');
    const { code, output } = await fleet(t, ['--kubeconfigs', folder]);
    assert.equal(code, 1);
    assert.match(output, /^pass {4}one /m);
    assert.match(output, /^pass {4}two /m);
    assert.match(output, /^2 clusters, 1 not audited, 2 pods: 2 pass$/m);
  });

  test('asks EKS in the region of each cluster, with the credentials that its context logs in with', async (t) => {
    const { server } = await startEks(t);
    server.put(WEB);
    const folder = await temporaryFolder(t);
    const credentials = join(folder, 'credentials');
    await writeFile(credentials, '[production]\naws_access_key_id = AKIDPRODUCTION\naws_secret_access_key = example\n');
    setAwsEnvironment({ AWS_ENDPOINT_URL_EKS: server.url, AWS_SHARED_CREDENTIALS_FILE: credentials });
    const api = await startApiServer(t, answersWith([ON_FARGATE]));
    const login = { command: 'true', args: ['--region', 'sa-east-1', 'get-token', '--cluster-name', 'demo'] };
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'Never', ...login };
    const env = [{ name: 'AWS_PROFILE', value: 'production' }];
    const config = {
      ...kubeconfigOf({ [DEMO]: api.url, second: api.url }),
      users: [
        { name: DEMO, user: { token: 'secret' } },
        { name: 'second', user: { exec: { ...exec, env } } },
      ],
    };
    const terminal = new FakeTerminal({ KUBECONFIG: await kubeconfigFile(t, config) });
    const code = await run(['audit', '--all-contexts', '-o', 'json'], terminal);
    assert.equal(terminal.errors, '');
    assert.equal(code, 0);
    assert.deepEqual([...server.callers].toSorted(), ['AKIDEXAMPLE ap-northeast-1', 'AKIDPRODUCTION sa-east-1']);
  });

  test('says of a context that names no EKS cluster what to do', async (t) => {
    const green = await startApiServer(t, { '/api/v1/nodes?limit=500': listOf([]) });
    const file = await kubeconfigFile(t, kubeconfigOf({ green: green.url }));
    const terminal = new FakeTerminal({ KUBECONFIG: file });
    const code = await run(['audit', '--all-contexts'], terminal);
    assert.equal(code, 1);
    assert.match(terminal.errors, /^green: not audited: the context does not say which EKS cluster it is/);
  });

  test('ends with 1 for results at or over --fail-on', async (t) => {
    assert.equal((await fleet(t, ['--contexts=green', '--fail-on=fail'])).code, 0);
    assert.equal((await fleet(t, ['--contexts=green', '--fail-on=warn'])).code, 1);
  });

  for (const [args, problem] of [
    [['--contexts=a', '--all-contexts'], '--contexts and --all-contexts: choose one'],
    [['--contexts=a', '--every=1h'], '--every: not with several clusters'],
    [['--contexts=a', '--concurrency=0'], '--concurrency: expected a number from 1 to 32; got "0"'],
    [['--concurrency=2'], '--concurrency: only with several clusters'],
    [['--contexts=a', '--cluster-name=b'], '--cluster-name: the context of each cluster says its name; leave it out'],
    [['--contexts=a', '-o=csv'], '--output: expected one of table, json, yaml, html; got "csv"'],
  ] as const) {
    test(`ends with 2 for ${args.join(' ')}`, async (t) => {
      const { code, errors } = await fleet(t, args);
      assert.deepEqual([code, errors], [2, `${problem}\n`]);
    });
  }
});
