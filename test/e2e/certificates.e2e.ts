import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { Field } from '../../src/documents/field.ts';
import { readCertificates } from '../../src/tls/certificate.ts';
import { skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { pointServiceHere } from '../support/cluster/installation.ts';
import { eventually } from '../support/eventually.ts';
import { startWebhookProcess, type WebhookProcess } from '../support/processes/webhook-process.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const USER = 'system:serviceaccount:fargate-admission:fargate-admission';
const SECRET = ['secret', 'fargate-admission-self-signed', '--namespace=fargate-admission'];
const CONFIGURATIONS = [
  'mutatingwebhookconfiguration/fargate-admission',
  'validatingwebhookconfiguration/fargate-admission',
  'validatingwebhookconfiguration/fargate-admission-enforce',
];

/** The replicas look every 30 s, and wait 10 s before they serve a certificate of a new CA. */

/** Every call of the webhook, and no other. */
const AUDIT_POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'Metadata', users: [USER] }, { level: 'None' }],
};

describe('self-signed certificates, with the rights of the overlay and no more', {
  skip: skipWithoutControlPlane(),
}, () => {
  const controlPlane = useControlPlane({ auditPolicy: AUDIT_POLICY });
  const undo: (() => Promise<unknown>)[] = [];
  let replicas: readonly WebhookProcess[] = [];

  before(async () => {
    const directory = await makeTemporaryFolder();
    undo.push(() => directory.remove());
    await install();
    const { url: _, ...options } = await processOptions(directory.path);
    replicas = await Promise.all([startWebhookProcess(options), startWebhookProcess(options)]);
    for (const replica of replicas) undo.push(() => replica.stop());
    await pointServiceHere(controlPlane(), replicas[0]?.port ?? 0);
    await controlPlane().createNamespace('web-shop');
  });
  after(async () => {
    for (const step of undo.reverse()) await step();
  });

  test('are one, of one CA, for two replicas that start at once', async () => {
    const [one, other] = await servedSerials();
    assert.equal(one, other);
    const { authorities } = await secret();
    assert.equal(authorities.length, 1);
    for (const name of CONFIGURATIONS) assert.deepEqual(await trustedBy(name), authorities, name);
  });

  test('let the API server call the webhook through its Service', async () => {
    assert.equal(await profileOfNewPod('first'), 'web');
  });

  test('are put back into a configuration that lost its CA', async () => {
    const patch = '--patch=[{"op":"remove","path":"/webhooks/0/clientConfig/caBundle"}]';
    await controlPlane().kubectlOutput([
      'patch',
      'mutatingwebhookconfiguration',
      'fargate-admission',
      '--type=json',
      patch,
    ]);
    assert.equal(await profileOfNewPod('unseen'), '');
    const { authorities } = await secret();
    await eventually(async () => {
      assert.deepEqual(await trustedBy('mutatingwebhookconfiguration/fargate-admission'), authorities);
    });
    assert.equal(await profileOfNewPod('seen'), 'web');
  });

  test('go over to a new CA when the Secret is deleted, and the old one stays trusted', async () => {
    const before = await secret();
    await controlPlane().kubectlOutput(['delete', ...SECRET]);
    await eventually(async () => {
      const now = await secret();
      assert.deepEqual(await servedSerials(), [now.serial, now.serial]);
      assert.notEqual(now.serial, before.serial);
      assert.deepEqual(now.authorities.slice(1), before.authorities);
      for (const name of CONFIGURATIONS) assert.deepEqual(await trustedBy(name), now.authorities, name);
      await assertReviewed();
    });
  });

  test('are issued again by the same CA when the Secret is damaged', async () => {
    const before = await secret();
    const patch = `--patch=${JSON.stringify({ stringData: { 'tls.key': 'damaged' } })}`;
    await controlPlane().kubectlOutput(['patch', ...SECRET, patch]);
    await eventually(async () => {
      const now = await secret();
      assert.notEqual(now.serial, before.serial);
      assert.deepEqual(now.authorities, before.authorities);
      assert.deepEqual(await servedSerials(), [now.serial, now.serial]);
    });
    assert.equal(await profileOfNewPod('after-all'), 'web');
  });

  test('are found to be trusted, which metrics and probes say', async () => {
    for (const { opsUrl } of replicas) {
      const metrics = await (await fetch(`${opsUrl}/metrics`)).text();
      for (const name of ['mutating/fargate-admission', 'validating/fargate-admission']) {
        assert.ok(metrics.includes(`fargate_admission_ca_drift{configuration="${name}"} 0\n`), name);
      }
      assert.match(await (await fetch(`${opsUrl}/readyz?verbose`)).text(), /^\[\+\]cluster-checks ok$/m);
    }
  });

  test('never failed to be kept', () => {
    const failures = replicas.flatMap((replica) => replica.logLines().filter(({ level }) => level === 'error'));
    assert.deepEqual(failures, []);
  });

  test('need every right that the manifests give, and no other', async () => {
    assert.deepEqual(await callsMade(), await rightsGiven());
  });

  /** The overlay, and the enforcing webhook beside it. */
  async function install(): Promise<void> {
    await controlPlane().kubectlOutput(['apply', `--kustomize=${join(ROOT, 'manifests/overlays/self-signed')}`]);
    const enforcing = join(ROOT, 'manifests/components/enforce/validating-webhook.yaml');
    await controlPlane().kubectlOutput(['apply', `--filename=${enforcing}`]);
  }

  async function processOptions(directory: string) {
    const profiles = join(directory, 'profiles.json');
    await writeFile(profiles, JSON.stringify({ fargateProfileName: 'web', selectors: [{ namespace: 'web*' }] }));
    const kubeconfig = await controlPlane().serviceAccountKubeconfig('fargate-admission', 'fargate-admission');
    return {
      url: '',
      env: { KUBECONFIG: kubeconfig },
      flags: [`--profiles=${profiles}`, '--self-signed', '--quiet-period=0s'],
    };
  }

  async function secret() {
    const { kubectlOutput } = controlPlane();
    const data = new Field(JSON.parse(await kubectlOutput(['get', ...SECRET, '--output=json'])))
      .get('data')
      .stringMap();
    const text = (key: string): string => Buffer.from(data[key] ?? '', 'base64').toString();
    return {
      authorities: readCertificates(text('ca.crt')).map(({ serialNumber }) => serialNumber),
      serial: new X509Certificate(text('tls.crt')).serialNumber,
    };
  }

  /** Serial numbers of the CAs that every webhook of a configuration trusts. */
  async function trustedBy(configuration: string): Promise<readonly string[]> {
    const output = await controlPlane().kubectlOutput(['get', configuration, '--output=json']);
    const bundles = new Field(JSON.parse(output))
      .get('webhooks')
      .list()
      .map((webhook) => webhook.get('clientConfig').get('caBundle').string() ?? '');
    assert.equal(new Set(bundles).size, 1);
    return readCertificates(Buffer.from(bundles[0] ?? '', 'base64').toString()).map(({ serialNumber }) => serialNumber);
  }

  function servedSerials(): Promise<readonly (string | undefined)[]> {
    return Promise.all(
      replicas.map(async ({ port }) => {
        const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
        await once(socket, 'secureConnect');
        const serial = socket.getPeerX509Certificate()?.serialNumber;
        socket.destroy();
        return serial;
      }),
    );
  }

  /** The profile that the webhook wrote on it: nothing where the API server did not trust the webhook. */
  async function profileOfNewPod(name: string, flags: readonly string[] = []): Promise<string> {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'web-shop' },
      spec: { containers: [{ name: 'web', image: 'registry.k8s.io/pause:3.10' }] },
    };
    const output = '--output=jsonpath={.metadata.annotations.fargate-admission/profile}';
    return controlPlane().kubectlOutput(['create', '--filename=-', output, ...flags], { input: JSON.stringify(pod) });
  }

  async function assertReviewed(): Promise<void> {
    assert.equal(await profileOfNewPod('dry', ['--dry-run=server']), 'web');
  }

  /** `verb resource name` of each call that the API server answered. */
  async function callsMade(): Promise<readonly string[]> {
    const events = (await readFile(controlPlane().auditLogFile, 'utf8')).trimEnd().split('\n');
    const calls = events.flatMap((line) => {
      const event = new Field(JSON.parse(line));
      const object = event.get('objectRef');
      const target = `${object.get('resource').value} ${object.get('name').value}`;
      // A PATCH that creates needs both rights.
      const isCreation = event.get('responseStatus').get('code').value === 201;
      return [`${event.get('verb').value} ${target}`, ...(isCreation ? [`create ${target}`] : [])];
    });
    return [...new Set(calls)].toSorted();
  }

  async function rightsGiven(): Promise<readonly string[]> {
    const { kubectlOutput } = controlPlane();
    const selector = '--selector=app.kubernetes.io/name=fargate-admission';
    const roles = await kubectlOutput(['get', 'roles,clusterroles', '--all-namespaces', selector, '--output=json']);
    const rules = new Field(JSON.parse(roles))
      .get('items')
      .list()
      .flatMap((role) => role.get('rules').list());
    const rights = rules.flatMap((rule) => {
      const [verbs, resources, names] = ['verbs', 'resources', 'resourceNames'].map((key) => rule.get(key).list());
      return (verbs ?? []).flatMap((verb) =>
        (resources ?? []).flatMap((resource) =>
          (names ?? []).map((name) => `${verb.value} ${resource.value} ${name.value}`),
        ),
      );
    });
    return [...new Set(rights)].toSorted();
  }
});
