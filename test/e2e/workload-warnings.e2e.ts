import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Field } from '../../src/documents/field.ts';
import { skipWithoutControllerManager, skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { enforce } from '../support/cluster/enforcement.ts';
import { useInstallation } from '../support/cluster/installation.ts';
import { deployment, hostNetworkWarning, KUBELET, SPREAD, STATEFUL_SET } from '../support/cluster/workload-objects.ts';
import { eventually } from '../support/eventually.ts';
import type { ProgramResult } from '../support/processes/run-program.ts';
import { assess, PROFILES_FOLDER } from '../support/workload-fixtures.ts';
import { CONTAINER } from '../support/workload-reviews.ts';

const PROFILES = `--profiles=${fileURLToPath(PROFILES_FOLDER)}`;

describe('what kubectl prints of a workload', { skip: skipWithoutControlPlane() }, () => {
  const installation = useInstallation({ flags: [PROFILES, '--warn-on=hint', '--deny=host-network,privileged'] });

  before(async () => {
    const { createNamespace } = installation().controlPlane;
    for (const namespace of ['shop', 'tools', 'web']) await createNamespace(namespace);
  });

  test('a warning for a Deployment with hostNetwork in a Fargate namespace', async () => {
    assert.deepEqual(await apply([deployment('web', { hostNetwork: true })]), {
      code: 0,
      stdout: 'deployment.apps/web created\n',
      stderr: hostNetworkWarning('web'),
    });
  });

  test('nothing where no profile takes the namespace', async () => {
    const { stderr } = await apply([deployment('web', { hostNetwork: true }, 'tools')]);
    assert.equal(stderr, '');
  });

  test('a warning each for two workloads with the same fault in one apply', async () => {
    const { stderr } = await apply([
      deployment('first', { hostNetwork: true }),
      deployment('second', { hostNetwork: true }),
    ]);
    assert.equal(stderr, hostNetworkWarning('first') + hostNetworkWarning('second'));
  });

  test('the same on a server-side dry run, which stores nothing', async () => {
    const { stdout, stderr } = await apply([deployment('dry', { hostNetwork: true })], ['--dry-run=server']);
    assert.equal(stdout, 'deployment.apps/dry created (server dry run)\n');
    assert.equal(stderr, hostNetworkWarning('dry'));
    assert.equal((await kubectl(['get', 'deployment', 'dry', '--namespace=shop'])).code, 1);
  });

  test('nothing for an update that leaves the template alone, and the warning again for one that does not', async () => {
    await apply([deployment('updated', { hostNetwork: true })]);
    const unchanged = [
      ['scale', 'deployment', 'updated', '--replicas=2', '--namespace=shop'],
      ['annotate', 'deployment', 'updated', 'team=a', '--namespace=shop'],
    ];
    for (const args of unchanged) {
      const { code, stderr } = await kubectl(args);
      assert.deepEqual([code, stderr], [0, '']);
    }
    const changed = await kubectl([
      'set',
      'image',
      'deployment/updated',
      'web=registry.k8s.io/pause:3.9',
      '-n',
      'shop',
    ]);
    assert.equal(changed.stderr, hostNetworkWarning('updated'));
  });

  test('each finding on a line of its own, worst first', async () => {
    const spec = {
      hostPID: true,
      topologySpreadConstraints: [SPREAD],
      containers: [{ ...CONTAINER, ports: [KUBELET] }],
    };
    const { stderr } = await apply([deployment('several', spec)]);
    assert.deepEqual(
      stderr
        .trim()
        .split('\n')
        .map((line) => /^Warning: Deployment several: .*\[([a-z-]+)\]$/.exec(line)?.[1]),
      ['host-pid', 'kubelet-port', 'topology-spread'],
    );
  });

  test('a hint for a claim template, which each pod of the StatefulSet has as a volume', {
    skip: skipWithoutControllerManager(),
  }, async () => {
    const { stderr } = await apply([STATEFUL_SET]);
    assert.match(
      stderr,
      /^Warning: StatefulSet store: spec\.volumeClaimTemplates\[0\]: Fargate rejects volume data .* \[volume-claim\]$/m,
    );
    const pod = await eventually(async () => {
      const args = ['get', 'pod', 'store-0', '--namespace=shop', '--output=json'];
      return new Field(JSON.parse(await installation().controlPlane.kubectlOutput(args)));
    });
    assert.deepEqual(
      assess(pod, 'shop').findings.map(({ code, message }) => `${code}: ${message}`),
      assess(new Field(STATEFUL_SET), 'shop').findings.map(({ code, message }) => `${code}: ${message}`),
    );
  });

  test('a warning for an ephemeral container, on the pod that a controller made', {
    skip: skipWithoutControllerManager(),
  }, async () => {
    await apply([deployment('debugged', {})]);
    const pod = await eventually(async () => {
      const args = ['get', 'pods', '--namespace=shop', '--selector=app=debugged', '--output=name'];
      const name = (await kubectl(args)).stdout.trim();
      assert.notEqual(name, '');
      return name;
    });
    const image = '--image=registry.k8s.io/e2e-test-images/busybox:1.37.0-1';
    const debug = [
      'debug',
      pod,
      image,
      '--profile=sysadmin',
      '--container=shell',
      '--attach=false',
      '--namespace=shop',
    ];
    const { stderr } = await kubectl(debug);
    assert.match(
      stderr,
      /^Warning: Pod debugged-\S+: spec\.ephemeralContainers\[0\]\.securityContext\.privileged: Pod not supported on Fargate: .*\[privileged\]$/m,
    );
  });

  test('counts what controllers make, where no user reads a warning', {
    skip: skipWithoutControllerManager(),
  }, async () => {
    await eventually(() => {
      const reviews = installation()
        .webhook.logLines()
        .map((line) => new Field(line));
      const ofPods = reviews.filter((line) => line.get('webhook').value === 'mutate-pods');
      const codes = ofPods.flatMap((line) =>
        line
          .get('findings')
          .list()
          .map(({ value }) => value),
      );
      assert.ok(codes.includes('host-network'), JSON.stringify(codes));
      const made = reviews.filter(
        (line) => line.get('webhook').value === 'validate-workloads' && line.get('kind').value === 'ReplicaSet',
      );
      assert.deepEqual(made, []);
    });
  });

  describe('with enforcement', () => {
    before(async () => {
      await enforce(installation());
      await kubectl(['label', 'namespace', 'web', 'fargate-admission/enforce=true']);
      await eventually(async () => {
        const { code } = await apply([deployment('probe', { hostNetwork: true }, 'web')], ['--dry-run=server']);
        assert.equal(code, 1);
      });
    });

    test('a denial with the field, in the words of Kubernetes itself', async () => {
      const { code, stderr } = await apply([deployment('denied', { hostNetwork: true }, 'web')]);
      assert.equal(code, 1);
      assert.deepEqual(
        stderr.split('\n').filter((line) => line.includes('[host-network]')),
        [
          'The Deployment "denied" is invalid: spec.template.spec.hostNetwork: Forbidden: Pod not supported on Fargate: fields not supported: HostNetwork (Fargate profile web-blue takes the pod); remove hostNetwork: a Fargate pod does not share its node, so it needs no host network [host-network]',
        ],
      );
    });

    test('a denial of a pod that names a made-up controller', async () => {
      const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'made-up', uid: randomUUID(), controller: true };
      const pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'owned', namespace: 'web', ownerReferences: [owner] },
        spec: { hostNetwork: true, containers: [CONTAINER] },
      };
      const { code, stderr } = await apply([pod]);
      assert.equal(code, 1);
      assert.match(stderr, /The Pod "owned" is invalid: spec\.hostNetwork: Forbidden: .*\[host-network\]/);
    });

    test('a warning alone for what is not among the denied codes', async () => {
      const { code, stderr } = await apply([deployment('warned', { hostPID: true }, 'web')]);
      assert.equal(code, 0);
      assert.match(stderr, /^Warning: Deployment warned: spec\.template\.spec\.hostPID: .*\[host-pid\]$/m);
    });

    test('a warning alone in a namespace without the label', async () => {
      assert.equal((await apply([deployment('elsewhere', { hostNetwork: true })])).code, 0);
    });

    test('nothing for an update that leaves the template alone', async () => {
      assert.equal((await apply([deployment('scaled', {}, 'web')])).code, 0);
      const { code, stderr } = await kubectl(['annotate', 'deployment', 'scaled', '--namespace=web', 'team=a']);
      assert.deepEqual([code, stderr], [0, '']);
    });
  });

  test('no condition of a webhook has failed to evaluate, which would deny where the failurePolicy is Fail', async () => {
    const metrics = await installation().controlPlane.kubectlOutput(['get', '--raw', '/metrics']);
    const lines = metrics.split('\n');
    assert.ok(lines.some((line) => line.startsWith('apiserver_admission_match_condition_evaluation_seconds_count{')));
    const isFailure = (line: string) => line.startsWith('apiserver_admission_match_condition_evaluation_errors_total{');
    assert.deepEqual(lines.filter(isFailure), []);
  });

  function kubectl(args: readonly string[], input?: string): Promise<ProgramResult> {
    return installation().controlPlane.kubectl(args, input === undefined ? {} : { input });
  }

  function apply(items: readonly object[], flags: readonly string[] = []): Promise<ProgramResult> {
    const list = { apiVersion: 'v1', kind: 'List', items };
    return kubectl(['apply', '--filename=-', ...flags], JSON.stringify(list));
  }
});
