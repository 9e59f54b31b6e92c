import assert from 'node:assert/strict';
import { before, describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { BY_EVERY_KIND, type ProfileSample } from '../support/cluster/profile-samples.ts';
import { failOpenCount, installWebhooks, podCreation, wantsForecast, wantsPod } from '../support/faults/cluster.ts';
import { startLoad } from '../support/faults/load.ts';
import type { Replica } from '../support/faults/replica.ts';
import { requireNoFailure } from '../support/faults/report.ts';
import { startService } from '../support/faults/service.ts';

describe('when replicas are killed', { skip: skipWithoutControlPlane() }, () => {
  const controlPlane = useControlPlane();

  before(async () => {
    const { kubectlOutput, createNamespace } = controlPlane();
    const crds = fileURLToPath(new URL('../fixtures/crds', import.meta.url));
    await kubectlOutput(['apply', '--server-side', `--filename=${crds}`]);
    await kubectlOutput(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s']);
    for (const name of ['shop', 'infra']) await createNamespace(name);
  });

  test('pods are still created, profiles are held up where a rule reads the change, and nothing else is', async (t) => {
    const { replicas, balancer, caPem } = await startService(t);
    await installWebhooks(controlPlane(), { port: balancer.port, caPem });
    for (const sample of BY_EVERY_KIND) await create(heldProfile(sample));

    await killUnderLoad(t, replicas[0], 'one of two killed');
    const afterwards = startLoad(t, { ...podCreation(controlPlane()), objection: wantsForecast });
    await afterwards.reach(100);
    requireNoFailure(t, 'pods with the prediction of the other', await afterwards.stop());

    await killUnderLoad(t, replicas[1], 'both killed');
    for (const sample of BY_EVERY_KIND) await requireHeldUp(sample);
    for (const sample of BY_EVERY_KIND) await requirePassed(sample);
    t.diagnostic(`${BY_EVERY_KIND.length} kinds of profile: 2 calls refused and 4 passed of each`);
  });

  /** How many pods the API server created without an answer is only reported: those of calls that were open. */
  async function killUnderLoad(t: TestContext, replica: Replica, what: string): Promise<void> {
    const failedOpenBefore = await failOpenCount(controlPlane());
    const load = startLoad(t, { ...podCreation(controlPlane()), objection: wantsPod });
    await load.reach(50);
    replica.signal('SIGKILL');
    await replica.ended;
    await load.reach(200);
    requireNoFailure(t, `${what}, pods created`, await load.stop());
    const failedOpen = (await failOpenCount(controlPlane())) - failedOpenBefore;
    t.diagnostic(`${what}, webhook calls that failed and were ignored: ${failedOpen}`);
  }

  async function requireHeldUp(sample: ProfileSample): Promise<void> {
    for (const input of [heldProfile(sample, 'changed'), sample.good('new')]) {
      const args = ['apply', '--filename=-', '--server-side', '--force-conflicts'];
      const { code, stderr } = await controlPlane().kubectl(args, { input: JSON.stringify(input) });
      assert.equal(code, 1);
      assert.match(stderr, /failed calling webhook "profiles\.fargate-admission\.svc"/);
    }
  }

  async function requirePassed({ type }: ProfileSample): Promise<void> {
    const { kubectl, kubectlOutput } = controlPlane();
    const name = [`${type}/held`, '--namespace=infra'];
    await kubectlOutput(['label', ...name, 'team=a']);
    await kubectlOutput(['annotate', ...name, 'team=a']);
    await kubectlOutput(['delete', ...name, '--wait=false']);
    await kubectlOutput(['patch', ...name, '--type=merge', '--patch={"metadata":{"finalizers":null}}']);
    assert.equal((await kubectl(['get', ...name])).code, 1);
  }

  async function create(object: object): Promise<void> {
    await controlPlane().kubectlOutput(['create', '--filename=-'], { input: JSON.stringify(object) });
  }
});

/** With a finalizer, as controllers set them. */
function heldProfile({ profile }: ProfileSample, namespace = 'checkout'): object {
  const { metadata, ...rest } = profile('held', [{ namespace }]);
  return { ...rest, metadata: { ...metadata, finalizers: ['example.com/hold'] } };
}
