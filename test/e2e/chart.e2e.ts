import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Field } from '../../src/documents/field.ts';
import { CHART, LEAST_VALUES, type Values } from '../support/chart/rendered-chart.ts';
import { skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { installCertManagerCrds } from '../support/cluster/cert-manager.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { pointServiceHere } from '../support/cluster/installation.ts';
import { assertDone, bindRelease, caBundles, leftBehind, NAMESPACE } from '../support/cluster/release.ts';
import { commandBlocks } from '../support/docs/examples.ts';
import { eventually } from '../support/eventually.ts';
import { findHelm, skipWithout } from '../support/processes/programs.ts';
import { startWebhookProcess, type WebhookProcess } from '../support/processes/webhook-process.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EMERGENCY =
  'delete mutatingwebhookconfigurations,validatingwebhookconfigurations -l app.kubernetes.io/name=fargate-admission';
const CHANGED: Values = {
  ...LEAST_VALUES,
  replicaCount: 3,
  settings: { maxSelectors: 10 },
  enforce: { codes: ['errors'] },
  webhook: { failurePolicy: 'Ignore' },
};
const OF_CERT_MANAGER: Values = { ...LEAST_VALUES, certificates: { mode: 'cert-manager' } };
const POLICIES: Values = {
  ...LEAST_VALUES,
  policies: { enabled: true },
  settings: { maxSelectors: 10 },
  enforce: { codes: ['errors'] },
  serviceMonitor: { enabled: true },
  prometheusRule: { enabled: true },
};
const EVERYTHING: Values = {
  ...CHANGED,
  audit: { enabled: true },
  policies: { profiles: { enabled: true } },
  serviceMonitor: { enabled: true },
  prometheusRule: { enabled: true },
  dashboard: { enabled: true },
  networkPolicy: { enabled: true },
  securityGroupIds: ['sg-0123456789abcdef0'],
};

describe('a release of the chart', { skip: skipWithoutControlPlane() || skipWithout(findHelm()) }, () => {
  const controlPlane = useControlPlane();
  const release = bindRelease(controlPlane, () => directory?.path ?? '');
  let directory: TemporaryFolder | undefined;
  let webhook: WebhookProcess | undefined;

  before(async () => {
    directory = await makeTemporaryFolder();
    const { kubectlOutput } = controlPlane();
    await kubectlOutput(['apply', '--server-side', `--filename=${ROOT}/test/fixtures/operator-crds`]);
    await installCertManagerCrds(controlPlane());
    await kubectlOutput(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s']);
  });
  after(async () => {
    await webhook?.stop();
    await directory?.remove();
  });

  test('is installed by the command of the documentation, and leaves no difference', async () => {
    const { code, stdout, stderr } = await release.helm(await documentedInstallation());
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^NOTES:\nFargate Admission \S+ looks after the EKS cluster my-cluster\.$/m);
    await release.assertNoDifference();
  });

  test('lets the webhook make its certificate, with the rights of its ServiceAccount', async () => {
    webhook = await startSelfSigned();
    await eventually(async () => assertOneBundle(await caBundles(controlPlane())));
    assert.notDeepEqual(await secretData(), {});
    await release.assertNoDifference();
  });

  test('is upgraded to other settings, and what the webhook has written stays', async () => {
    const [before, secretBefore] = [await caBundles(controlPlane()), await secretData()];
    assertDone(await release.upgrade(CHANGED));
    const { 'enforce.fargate-admission.svc': enforcing, ...others } = await caBundles(controlPlane());
    assert.deepEqual(others, before);
    assert.notEqual(enforcing, undefined);
    assert.deepEqual(await secretData(), secretBefore);
    assert.equal((await deployment()).get('spec').get('replicas').value, 3);
    await release.assertNoDifference();
  });

  test('brings back the webhook configurations that the command for emergencies has deleted', async () => {
    const before = Object.keys(await caBundles(controlPlane()));
    await controlPlane().kubectlOutput(EMERGENCY.split(' '));
    assert.deepEqual(await caBundles(controlPlane()), {});
    assertDone(await release.upgrade(CHANGED));
    assert.deepEqual(Object.keys(await caBundles(controlPlane())), before);
    await webhook?.stop();
  });

  test('goes over to cert-manager, gives back the right to patch, and keeps the CA that is injected', async () => {
    assertDone(await release.upgrade(OF_CERT_MANAGER));
    await release.assertNoDifference();
    assert.deepEqual(
      (await leftBehind(controlPlane())).filter((name) => name.includes('self-signed')),
      [],
    );
    const injected = Buffer.from('injected').toString('base64');
    await injectCa(injected);
    assertDone(await release.upgrade({ ...OF_CERT_MANAGER, settings: { logLevel: 'debug' } }));
    assert.deepEqual(new Set(Object.values(await caBundles(controlPlane()))), new Set([injected]));
    await release.assertNoDifference();
  });

  test('takes over the caBundle that something else has written only when it is forced to, once', async () => {
    const caBundle = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    const values = { ...LEAST_VALUES, certificates: { mode: 'existing', existing: { caBundle } } };
    const refused = await release.upgrade(values);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /conflict with "cert-manager-cainjector".*caBundle/s);
    assertDone(await release.upgrade(values, '--force-conflicts'));
    assertDone(await release.upgrade({ ...values, replicaCount: 1 }));
    const expected = Buffer.from(caBundle).toString('base64');
    assert.deepEqual(new Set(Object.values(await caBundles(controlPlane()))), new Set([expected]));
    await release.assertNoDifference();
  });

  test('is rolled back to what was installed first', async () => {
    assertDone(await release.helm(['rollback', 'fargate-admission', '1']));
    const [container] = (await deployment()).get('spec').get('template').get('spec').get('containers').list();
    assert.deepEqual(container?.get('args').value, ['serve', '--self-signed']);
    assert.deepEqual(new Set(Object.values(await caBundles(controlPlane()))), new Set(['']));
    await release.assertNoDifference();
  });

  test('makes API servers call the webhook', async () => {
    webhook = await startSelfSigned();
    await eventually(async () => assertOneBundle(await caBundles(controlPlane())));
    await pointServiceHere(controlPlane(), webhook.port);
    await controlPlane().createNamespace('web-shop');
    await eventually(async () => assert.equal(await profileOfNewPod(), 'web'));
    await webhook.stop();
  });

  test('leaves nothing behind but the namespace when it is uninstalled', async () => {
    await release.uninstall();
    await assertNothingLeft();
  });

  test('with everything is installed, changes nothing when it is upgraded to the same, and is uninstalled', async () => {
    await release.install(EVERYTHING);
    await release.assertNoDifference();
    const before = await versions();
    assertDone(await release.upgrade(EVERYTHING));
    assert.deepEqual(await versions(), before);
    const second = ['install', 'second', CHART, '--namespace=elsewhere', '--create-namespace'];
    const { code, stderr } = await release.helm(second, LEAST_VALUES);
    assert.equal(code, 1);
    assert.match(stderr, /cannot be imported into the current release: invalid ownership metadata/);
    await release.uninstall();
    await assertNothingLeft();
  });

  test('goes from the webhook to the policies and back, and leaves nothing of either', async () => {
    await release.install(CHANGED);
    assertDone(await release.upgrade(POLICIES));
    await release.assertNoDifference();
    assert.deepEqual(await caBundles(controlPlane()), {});
    const args = ['get', 'deployments', `--namespace=${NAMESPACE}`, '--output=name'];
    assert.equal(await controlPlane().kubectlOutput(args), 'deployment.apps/fargate-admission-policies\n');
    assertDone(await release.upgrade(LEAST_VALUES));
    await release.assertNoDifference();
    assert.equal(await controlPlane().kubectlOutput(args), 'deployment.apps/fargate-admission\n');
    await release.uninstall();
    await assertNothingLeft();
  });

  test('takes over what kustomize has installed', async () => {
    const { kubectlOutput } = controlPlane();
    await kubectlOutput(['apply', '--server-side', `--kustomize=${ROOT}/manifests/overlays/self-signed`]);
    const flags = ['--take-ownership', '--force-conflicts'];
    assertDone(await release.helm(['install', 'fargate-admission', CHART, ...flags], LEAST_VALUES));
    await release.assertNoDifference();
    assertDone(await release.upgrade(CHANGED, '--force-conflicts'));
    await release.assertNoDifference();
    await release.uninstall();
  });

  /** The arguments of helm in the guide. */
  async function documentedInstallation(): Promise<readonly string[]> {
    const page = await readFile(join(ROOT, 'docs/guides/install.md'), 'utf8');
    const [block] = commandBlocks(page).filter(({ text }) => text.startsWith('helm install '));
    const words = block?.text.replaceAll('\\\n', '').match(/'[^']*'|\S+/g) ?? [];
    return words.slice(1).map((word) => word.replaceAll("'", '').replace(/^manifests\/chart$/, CHART));
  }

  async function startSelfSigned(): Promise<WebhookProcess> {
    const profiles = join(directory?.path ?? '', 'profiles.json');
    await writeFile(profiles, JSON.stringify({ fargateProfileName: 'web', selectors: [{ namespace: 'web*' }] }));
    const kubeconfig = await controlPlane().serviceAccountKubeconfig(NAMESPACE, 'fargate-admission');
    const flags = [`--profiles=${profiles}`, '--self-signed', '--quiet-period=0s'];
    return startWebhookProcess({ env: { KUBECONFIG: kubeconfig }, flags });
  }

  /** As cert-manager's injector does, with a field manager of its own. */
  async function injectCa(caBundle: string): Promise<void> {
    for (const kind of ['mutatingwebhookconfiguration', 'validatingwebhookconfiguration']) {
      const configuration = await get([kind, 'fargate-admission']);
      const patch = configuration
        .get('webhooks')
        .list()
        .map((_, index) => ({ op: 'add', path: `/webhooks/${index}/clientConfig/caBundle`, value: caBundle }));
      const flags = ['--type=json', `--patch=${JSON.stringify(patch)}`, '--field-manager=cert-manager-cainjector'];
      await controlPlane().kubectlOutput(['patch', kind, 'fargate-admission', ...flags]);
    }
  }

  async function profileOfNewPod(): Promise<string> {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: 'web-shop' },
      spec: { containers: [{ name: 'web', image: 'registry.k8s.io/pause:3.10' }] },
    };
    const flags = ['--dry-run=server', '--output=jsonpath={.metadata.annotations.fargate-admission/profile}'];
    return controlPlane().kubectlOutput(['create', '--filename=-', ...flags], { input: JSON.stringify(pod) });
  }

  async function get(args: readonly string[]): Promise<Field> {
    return new Field(JSON.parse(await controlPlane().kubectlOutput(['get', ...args, '--output=json'])));
  }

  function deployment(): Promise<Field> {
    return get(['deployment', 'fargate-admission', `--namespace=${NAMESPACE}`]);
  }

  async function secretData(): Promise<unknown> {
    const secret = await get(['secret', 'fargate-admission-self-signed', `--namespace=${NAMESPACE}`]);
    return secret.get('data').value ?? {};
  }

  /** By name, of what no controller writes to. */
  async function versions(): Promise<readonly unknown[]> {
    const kinds = 'configmaps,secrets,services,serviceaccounts,roles,rolebindings,networkpolicies,servicemonitors';
    const wide =
      'clusterroles,clusterrolebindings,mutatingwebhookconfigurations,validatingwebhookconfigurations,validatingadmissionpolicies';
    const selector = '--selector=app.kubernetes.io/instance=fargate-admission';
    const lists = [
      await get([kinds, selector, `--namespace=${NAMESPACE}`]),
      await get([wide, selector]),
      await get(['prometheusrules', selector, `--namespace=${NAMESPACE}`]),
    ];
    return lists
      .flatMap((list) => list.get('items').list())
      .map((object) => [
        object.get('kind').value,
        ...['name', 'resourceVersion'].map((key) => object.get('metadata').get(key).value),
      ]);
  }

  /** What a controller still has to collect goes a moment later. */
  async function assertNothingLeft(): Promise<void> {
    await eventually(async () => assert.deepEqual(await leftBehind(controlPlane()), ['namespace/fargate-admission']));
  }
});

/** Every webhook has the same, and it is none of the empty ones. */
function assertOneBundle(bundles: Readonly<Record<string, string>>): void {
  const [bundle = '', ...others] = new Set(Object.values(bundles));
  assert.deepEqual([bundle !== '', others], [true, []]);
}
