import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { AUDIT_CODES } from '../../src/audit/result.ts';
import { Field } from '../../src/documents/field.ts';
import { AUDIT_CASES, AUDIT_PROFILES } from '../support/audit/cases.ts';
import { skipWithoutControllerManager, skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { AGENT, MOVED, NIGHTLY, READER_RIGHTS, readerBinding } from '../support/cluster/audited-objects.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { bind, create, NODE_NAMES, NODES, placePods } from '../support/cluster/placed-pods.ts';
import { eventually } from '../support/eventually.ts';
import { runMain } from '../support/processes/main-process.ts';
import type { ProgramResult } from '../support/processes/run-program.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const CRDS = fileURLToPath(new URL('../fixtures/operator-crds', import.meta.url));

describe('audit, of a real API server', { skip: skipWithoutControlPlane() }, () => {
  const controlPlane = useControlPlane();
  let directory: TemporaryFolder;
  let profiles: string;

  before(async () => {
    const cluster = controlPlane();
    directory = await makeTemporaryFolder();
    profiles = join(directory.path, 'profiles.json');
    await writeFile(profiles, JSON.stringify(AUDIT_PROFILES));
    for (const namespace of ['shop', 'tools']) await cluster.createNamespace(namespace);
    await create(cluster, NODES);
    await placePods(cluster, AUDIT_CASES);
  });

  after(() => directory.remove());

  function audit(args: readonly string[], kubeconfig = controlPlane().adminKubeconfig): Promise<ProgramResult> {
    return runMain(['audit', `--profiles=${profiles}`, ...args], { env: { KUBECONFIG: kubeconfig } });
  }

  async function auditedPods(args: readonly string[] = []): Promise<ReadonlyMap<string, string>> {
    const { stdout } = await audit(['-o', 'json', ...args]);
    const workloads = new Field(JSON.parse(stdout)).get('workloads').list();
    const pods = workloads.flatMap((workload) => workload.get('podList').list());
    return new Map(pods.map((pod) => [pod.get('name').string() ?? '', pod.get('code').string() ?? '']));
  }

  test('gives each pod its verdict', async () => {
    const codes = await auditedPods();
    const expected = AUDIT_CASES.map(({ name, code }) => [name, code]);
    assert.deepEqual(
      expected.map(([name = '']) => [name, codes.get(name)]),
      expected,
    );
  });

  test('prints a table for a person, with the sums below it', async () => {
    const { code, stdout, stderr } = await audit(['-n', 'shop']);
    assert.equal(stderr, '');
    assert.equal(code, 0);
    assert.match(stdout, /^RESULT +WORKLOAD +PODS/);
  });

  test('lists each pod with its node where it is asked to', async () => {
    const { stdout } = await audit(['-n', 'shop', '-o', 'wide']);
    assert.match(stdout, /^ {4}pass {2}well +on-fargate +fargate-ip-10-0-0-1\.ec2\.internal +0\.25 vCPU 0\.5 GB$/m);
  });

  test('compares kubelets with the version of the control plane, and finds budgets that allow no eviction', async () => {
    const budget = {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { maxUnavailable: 0, selector: { matchLabels: { app: 'web' } } },
    };
    const cluster = controlPlane();
    await create(cluster, [budget]);
    const status = JSON.stringify({ status: { nodeInfo: { kubeletVersion: 'v1.20.0-eks-1' } } });
    await cluster.kubectlOutput(['patch', 'node', NODE_NAMES.fargate, '--subresource=status', `--patch=${status}`]);
    const { stdout, stderr } = await audit(['-o', 'json', '--target-version', '1.37']);
    const upgrade = new Field(JSON.parse(stdout)).get('upgrade');
    assert.equal(stderr, '');
    assert.ok((upgrade.get('pods').get('fail').number() ?? 0) > 0, stdout);
    assert.deepEqual(upgrade.get('blockingBudgets').value, [
      { namespace: 'shop', name: 'web', forbids: 'maxUnavailable is 0' },
    ]);
  });

  test('ends with 1 where a result is as bad as the user says', async () => {
    assert.equal((await audit(['--fail-on=fail'])).code, 1);
    assert.equal((await audit(['-n', 'tools', '--fail-on', 'warn'])).code, 0);
  });

  for (const form of ['openreports', 'policyreport']) {
    test(`writes reports that the real ${form} resource takes`, async () => {
      const { kubectlOutput } = controlPlane();
      await kubectlOutput(['apply', '--server-side', `--filename=${CRDS}`]);
      const plural = form === 'openreports' ? 'reports.openreports.io' : 'policyreports.wgpolicyk8s.io';
      const { stdout } = await audit(['-o', form]);
      await eventually(() => kubectlOutput(['apply', '--server-side', '--filename=-'], { input: stdout }));
      const stored = new Field(
        JSON.parse(await kubectlOutput(['get', plural, 'fargate-admission', '--namespace=shop', '--output=json'])),
      );
      const written = new Field(parse(stdout));
      const [shop] = written
        .get('items')
        .list()
        .filter((item) => item.get('metadata').get('namespace').value === 'shop');
      assert.deepEqual(stored.get('results').value, shop?.get('results').value);
      assert.deepEqual(stored.get('summary').value, shop?.get('summary').value);
    });
  }

  describe('with the rights of somebody who may not read everything', () => {
    let reader: string;

    before(async () => {
      const cluster = controlPlane();
      await create(cluster, [...READER_RIGHTS, readerBinding('shop')]);
      reader = await cluster.serviceAccountKubeconfig('default', 'reader');
    });

    test('names each list that it may not read, and goes on with the rest', async () => {
      const { code, stdout, stderr } = await audit(['-o', 'json'], reader);
      const report = new Field(JSON.parse(stdout));
      const errors = report.get('errors').list();
      const toolsPods = errors.find(
        (error) => error.get('namespace').value === 'tools' && error.get('resource').value === 'pods',
      );
      assert.equal(code, 1);
      assert.match(
        toolsPods?.get('reason').string() ?? '',
        /^pods is forbidden: User "system:serviceaccount:default:reader" cannot list resource "pods" in API group "" in the namespace "tools"/,
      );
      assert.match(stderr, /^not readable: pods of namespace tools: pods is forbidden/m);
      assert.deepEqual(
        report
          .get('namespaces')
          .list()
          .map((namespace) => namespace.get('name').value),
        ['shop'],
      );
      assert.equal(report.get('summary').get('results').get('error').value, errors.length);
    });

    test('reports a namespace that may not be read', async () => {
      const { stdout } = await audit(['-n', 'shop', '-n', 'tools', '-o', 'openreports'], reader);
      assert.match(stdout, /rule: "not-readable"/);
    });

    test('needs no right but on the one namespace that is asked for, beside the nodes', async () => {
      assert.equal((await audit(['-n', 'shop'], reader)).stderr, '');
    });
  });

  describe('of workloads that controllers run', { skip: skipWithoutControllerManager() }, () => {
    before(async () => {
      const cluster = controlPlane();
      await create(cluster, [MOVED, AGENT, NIGHTLY]);
      await cluster.kubectlOutput(['create', 'job', 'nightly-1', '--from=cronjob/nightly', '--namespace=tools']);
      await eventually(async () => {
        assert.equal((await podNames('shop', 'set=moved')).length, 2);
        assert.equal((await podNames('tools', 'app=nightly')).length, 1);
        assert.equal((await podNames('tools', 'app=agent')).length, Object.keys(NODE_NAMES).length);
      });
      for (const name of await podNames('shop', 'set=moved')) {
        await cluster.kubectlOutput([
          'label',
          'pod',
          name,
          '--namespace=shop',
          'eks.amazonaws.com/fargate-profile=web',
        ]);
        await bind(cluster, { name }, NODE_NAMES.fargate);
      }
    });

    async function podNames(namespace: string, labels: string): Promise<readonly string[]> {
      const args = ['get', 'pods', `--namespace=${namespace}`, `--selector=${labels}`, '--output=name'];
      const names = (await controlPlane().kubectlOutput(args)).trim();
      return names === '' ? [] : names.split('\n').map((name) => name.replace('pod/', ''));
    }

    async function workloads(): Promise<ReadonlyMap<string, Field>> {
      const report = new Field(JSON.parse((await audit(['-o', 'json'])).stdout));
      return new Map(
        report
          .get('workloads')
          .list()
          .map((one) => [`${one.get('kind').value} ${one.get('name').value}`, one]),
      );
    }

    function verdictsOf(workload: Field | undefined): readonly unknown[] {
      const verdicts = workload?.get('verdicts').list() ?? [];
      return verdicts.map((verdict) => [
        verdict.get('code').value,
        verdict.get('pods').value,
        verdict.get('fix').value,
      ]);
    }

    test('counts the pods of a Deployment as its own, and says how to replace them', async () => {
      const moved = (await workloads()).get('Deployment moved');
      assert.deepEqual(verdictsOf(moved), [['another-profile', 2, 'kubectl rollout restart deployment/moved -n shop']]);
    });

    test('counts the pod of a Job as one of its CronJob', async () => {
      const nightly = (await workloads()).get('CronJob nightly');
      assert.deepEqual(verdictsOf(nightly), [['off-fargate', 1, '']]);
    });

    test('skips the pod of a DaemonSet on another node, and fails the one that waits for a Fargate node', async () => {
      const agent = (await workloads()).get('DaemonSet agent');
      const counts = agent?.get('verdicts').list() ?? [];
      assert.deepEqual(
        counts.map((verdict) => `${verdict.get('code').value} ${verdict.get('pods').value}`),
        ['daemon-set-pending 1', 'daemon-set 1'],
      );
    });

    /** But the one of a cluster that has Fargate nodes only. */
    test('has shown every verdict that there is by now', async () => {
      const shown = new Set([...(await auditedPods()).values(), 'not-readable', 'opted-out-pending']);
      assert.deepEqual([...shown].toSorted(), Object.keys(AUDIT_CODES).toSorted());
    });
  });
});
