import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Field } from '../../src/documents/field.ts';
import { readCertificates } from '../../src/tls/certificate.ts';
import { skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { type ControlPlane, useControlPlane } from '../support/cluster/control-plane.ts';
import { pointServiceHere } from '../support/cluster/installation.ts';
import { eventually } from '../support/eventually.ts';
import { startBalancer } from '../support/faults/balancer.ts';
import { podCreation, wantsForecast } from '../support/faults/cluster.ts';
import { inForm } from '../support/faults/form.ts';
import { type Gate, startGate } from '../support/faults/gate.ts';
import { startLoad } from '../support/faults/load.ts';
import { requireNoFailure } from '../support/faults/report.ts';
import { servedSerial } from '../support/faults/served.ts';
import { startWebhookProcess, type WebhookProcess } from '../support/processes/webhook-process.ts';
import { profileFile } from '../support/profile-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SECRET = ['secret', 'fargate-admission-self-signed', '--namespace=fargate-admission'];

/** Replicas look every 30 s, and wait 10 s before they serve a certificate of a CA that is new. */
const HEALED = { timeoutMs: 90_000 };

const REPLICAS = 2;

/** How often Secret and API server go away. */
const OUTAGES = inForm({ short: 1, full: 5 });

/** Whether an outage goes on until both replicas have met it. */
const WAITS_FOR_FAILURE = inForm({ short: false, full: true });

describe('certificates that replicas make themselves', { skip: skipWithoutControlPlane() }, () => {
  const controlPlane = useControlPlane();

  before(async () => {
    await controlPlane().createNamespace('shop');
  });

  test('are of one CA, and heal, with the API server away at times and a Secret deleted meanwhile', async (t) => {
    await applyOverlay(controlPlane());
    const gate = await startGate(t, Number(new URL(controlPlane().url).port));
    const replicas = await raceThroughOutage(t, gate);
    const first = await requireOneCertificate(replicas);
    assert.equal(first.authorities.length, 1);

    const balancer = await startBalancer(t);
    for (const replica of replicas) await balancer.add(replica);
    await pointServiceHere(controlPlane(), balancer.port);
    const load = startLoad(t, { ...podCreation(controlPlane()), objection: wantsForecast, pauseMs: 50 });
    for (let outage = 0; outage < OUTAGES; outage += 1) await loseSecretInOutage(gate, replicas);
    requireNoFailure(t, `pods created, Secret lost in an outage: ${OUTAGES}`, await load.stop());
  });

  /** They start at once, and find no API server for a while. */
  async function raceThroughOutage(t: TestContext, gate: Gate): Promise<readonly WebhookProcess[]> {
    const env = { KUBECONFIG: await kubeconfigThrough(t, gate) };
    const flags = [`--profiles=${await profileFile(t)}`, '--self-signed', '--quiet-period=0s'];
    gate.shut();
    const starts = Array.from({ length: REPLICAS }, () => startWebhookProcess({ env, flags }));
    await setTimeout(5_000);
    gate.open();
    const replicas = await Promise.all(starts);
    for (const replica of replicas) t.after(() => replica.stop());
    for (const replica of replicas) assert.ok(failureCount(replica) > 0);
    t.diagnostic(`failed attempts before the API server came: ${replicas.map(failureCount).join(' and ')}`);
    return replicas;
  }

  async function loseSecretInOutage(gate: Gate, replicas: readonly WebhookProcess[]): Promise<void> {
    const lost = await storedCertificate();
    const before = replicas.map(failureCount);
    gate.shut();
    await controlPlane().kubectlOutput(['delete', ...SECRET]);
    if (WAITS_FOR_FAILURE) {
      const haveFailed = () =>
        assert.ok(replicas.every((replica, index) => failureCount(replica) > (before[index] ?? 0)));
      await eventually(haveFailed, HEALED);
    }
    gate.open();
    const made = await eventually(() => requireOneCertificate(replicas), HEALED);
    assert.notEqual(made.serial, lost.serial);
    // Five at most are trusted, the new one among them.
    assert.deepEqual(made.authorities.slice(1), lost.authorities.slice(0, 4));
  }

  /** What the Secret holds is what each replica serves. */
  async function requireOneCertificate(replicas: readonly WebhookProcess[]) {
    const stored = await storedCertificate();
    for (const { port } of replicas) assert.equal(await servedSerial(port), stored.serial);
    return stored;
  }

  /** Serial numbers of the certificate and of the CAs, the one that signed it first. */
  async function storedCertificate() {
    const secret = new Field(JSON.parse(await controlPlane().kubectlOutput(['get', ...SECRET, '--output=json'])));
    const data = secret.get('data').stringMap();
    const serials = (key: string) => {
      const pem = Buffer.from(data[key] ?? '', 'base64').toString();
      return readCertificates(pem).map(({ serialNumber }) => serialNumber);
    };
    return { serial: serials('tls.crt')[0], authorities: serials('ca.crt') };
  }

  /** Of the webhook's own service account, with its rights and no more. */
  async function kubeconfigThrough(t: TestContext, { port }: Gate): Promise<string> {
    const own = await controlPlane().serviceAccountKubeconfig('fargate-admission', 'fargate-admission');
    const path = join(await temporaryFolder(t), 'kubeconfig');
    const text = await readFile(own, 'utf8');
    await writeFile(path, text.replace(controlPlane().url, `https://127.0.0.1:${port}`), { mode: 0o600 });
    return path;
  }
});

async function applyOverlay({ kubectlOutput }: ControlPlane): Promise<void> {
  await kubectlOutput(['apply', `--kustomize=${join(ROOT, 'manifests/overlays/self-signed')}`]);
}

function failureCount({ logLines }: WebhookProcess): number {
  return logLines().filter(({ msg }) => msg === 'certificate not loaded, the last one stays').length;
}
