import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Field } from '../../src/documents/field.ts';
import type { Pair } from '../../src/tls/certificate.ts';
import { LEAST_VALUES, type Values } from '../support/chart/rendered-chart.ts';
import { skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { type CertManager, installCertManagerCrds, startCertManager } from '../support/cluster/cert-manager.ts';
import { type ControlPlane, useControlPlane } from '../support/cluster/control-plane.ts';
import { pointServiceHere } from '../support/cluster/installation.ts';
import { startPodLoad } from '../support/cluster/pod-load.ts';
import { assertDone, bindRelease, caBundles, NAMESPACE } from '../support/cluster/release.ts';
import { eventually } from '../support/eventually.ts';
import { findCertManager, findHelm, skipWithout } from '../support/processes/programs.ts';
import { startWebhookProcess } from '../support/processes/webhook-process.ts';
import { makeTemporaryFolder, type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { mountedSecret } from '../support/tls/mounted-secret.ts';

const OVERLAY = `--kustomize=${fileURLToPath(new URL('../../manifests/overlays/cert-manager', import.meta.url))}`;
const VALUES: Values = { ...LEAST_VALUES, certificates: { mode: 'cert-manager' } };

/** Each step of cert-manager is a reconciliation after a watch event: seconds, unless the machine is busy. */
const RECONCILED = { timeoutMs: 120_000 };

/** With each state of the certificates. */
const CALLS = 8;

interface Installer {
  install(): Promise<void>;
  /** By the same and by other means, of which none may take away what the injector has written. */
  applyAgain(): Promise<void>;
}

describe('the overlay cert-manager', { skip: skip() }, () => {
  const controlPlane = useControlPlane();
  const apply = (...flags: readonly string[]) => controlPlane().kubectlOutput(['apply', ...flags, OVERLAY]);
  testInstallation(controlPlane, {
    install: async () => void (await apply()),
    async applyAgain() {
      await apply();
      await apply('--server-side');
      await apply('--server-side', '--force-conflicts');
    },
  });
});

describe('the chart with certificates of cert-manager', { skip: skip() || skipWithout(findHelm()) }, () => {
  const controlPlane = useControlPlane();
  const release = bindRelease(controlPlane, () => home?.path ?? '');
  let home: TemporaryFolder | undefined;
  before(async () => {
    home = await makeTemporaryFolder();
  });
  after(() => home?.remove());
  testInstallation(controlPlane, {
    install: () => release.install(VALUES),
    async applyAgain() {
      assertDone(await release.upgrade(VALUES));
      assertDone(await release.upgrade({ ...VALUES, settings: { logLevel: 'debug' } }));
    },
  });
});

function testInstallation(controlPlane: () => ControlPlane, { install, applyAgain }: Installer): void {
  let certManager: CertManager | undefined;

  before(async () => {
    await installCertManagerCrds(controlPlane());
    certManager = await startCertManager(controlPlane());
    await install();
  });
  after(() => certManager?.stop());

  test('gets a certificate of its own CA, which the injector writes into every webhook', async () => {
    const { certificatePem, caPem } = await injectedSecret();
    const leaf = new X509Certificate(certificatePem);
    assert.ok(leaf.verify(new X509Certificate(caPem).publicKey));
    assert.equal(leaf.checkHost('fargate-admission.fargate-admission.svc'), 'fargate-admission.fargate-admission.svc');
  });

  test('keeps the injected CA when it is applied again', async () => {
    const before = await caBundles(controlPlane());
    await applyAgain();
    assert.deepEqual(await caBundles(controlPlane()), before);
  });

  test('has its CA and its certificate renewed under load, and no call fails', async (t) => {
    const first = await injectedSecret();
    const { swap, port } = await startWebhook(t, first);
    await pointServiceHere(controlPlane(), port);
    await controlPlane().createNamespace('web-shop');
    const load = startPodLoad(t, controlPlane(), 'web-shop');
    await load.firstSuccess();

    await renew('fargate-admission-ca');
    await eventually(async () => assert.notEqual(await issuedCa(), first.caPem), RECONCILED);
    await load.reach(CALLS);
    const leafOfNewCa = await renewed(first);
    assert.notEqual(leafOfNewCa.caPem, first.caPem);
    await load.reach(CALLS);
    await swap(leafOfNewCa);
    await load.reach(CALLS);
    const last = await renewed(leafOfNewCa);
    assert.equal(last.caPem, leafOfNewCa.caPem);
    await swap(last);
    await load.reach(CALLS);

    const { calls, failures } = await load.stop();
    t.diagnostic(`${calls} calls through the API server`);
    assert.deepEqual(failures, []);
  });

  /** The Secret of the webhook, once every webhook trusts its CA. The injector of cert-manager 1.21 keeps the CA before it too. */
  async function injectedSecret(): Promise<Pair & { readonly caPem: string }> {
    return eventually(async () => {
      certManager?.assertRunning();
      const secret = await readSecret('fargate-admission-tls');
      const [bundle = '', ...others] = new Set(Object.values(await caBundles(controlPlane())));
      assert.deepEqual(others, []);
      assert.ok(secret.caPem !== '' && Buffer.from(bundle, 'base64').toString().includes(secret.caPem.trim()));
      return secret;
    }, RECONCILED);
  }

  async function issuedCa(): Promise<string> {
    return (await readSecret('fargate-admission-ca')).certificatePem;
  }

  /** Renews the leaf. @returns it once its CA is injected. */
  async function renewed(before: Pair): Promise<Pair & { readonly caPem: string }> {
    await renew('fargate-admission');
    await eventually(async () => {
      assert.notEqual((await readSecret('fargate-admission-tls')).certificatePem, before.certificatePem);
    }, RECONCILED);
    return injectedSecret();
  }

  async function readSecret(name: string) {
    const output = await controlPlane().kubectlOutput([
      'get',
      'secret',
      name,
      `--namespace=${NAMESPACE}`,
      '--output=json',
    ]);
    const data = new Field(JSON.parse(output)).get('data').stringMap();
    const text = (key: string): string => Buffer.from(data[key] ?? '', 'base64').toString();
    return { certificatePem: text('tls.crt'), keyPem: text('tls.key'), caPem: text('ca.crt') };
  }

  /** As `cmctl renew` does. */
  async function renew(certificate: string): Promise<void> {
    const condition = {
      type: 'Issuing',
      status: 'True',
      reason: 'ManuallyTriggered',
      message: 'renewed by a test',
      lastTransitionTime: new Date().toISOString(),
    };
    const patch = [{ op: 'add', path: '/status/conditions/-', value: condition }];
    await controlPlane().kubectlOutput([
      'patch',
      'certificate',
      certificate,
      `--namespace=${NAMESPACE}`,
      '--subresource=status',
      '--type=json',
      `--patch=${JSON.stringify(patch)}`,
    ]);
  }

  /** With the Secret mounted, which the test swaps as the kubelet does. */
  async function startWebhook(t: TestContext, pair: Pair) {
    const { certificatePath, keyPath, swap } = await mountedSecret(t, pair);
    const profiles = join(await temporaryFolder(t), 'profiles.json');
    await writeFile(profiles, JSON.stringify({ fargateProfileName: 'web', selectors: [{ namespace: 'web*' }] }));
    const kubeconfig = await controlPlane().serviceAccountKubeconfig(NAMESPACE, 'fargate-admission');
    const webhook = await startWebhookProcess({
      env: { KUBECONFIG: kubeconfig },
      flags: [
        `--profiles=${profiles}`,
        `--tls-cert-file=${certificatePath}`,
        `--tls-key-file=${keyPath}`,
        '--quiet-period=0s',
      ],
    });
    t.after(() => webhook.stop());
    return { swap, port: webhook.port };
  }
}

function skip(): string | false {
  return skipWithoutControlPlane() || skipWithout(findCertManager());
}
