import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, test } from 'node:test';
import type { Installation } from '../../certs/options.ts';
import { type IssueContext, overlayFiles } from '../../certs/overlay-files.ts';

const INSTALLATION: Installation = {
  'cluster-name': 'demo',
  'role-arn': 'none',
  image: 'registry.example/fargate-admission:0.1.0',
  region: 'none',
};
const FIRST_RUN: IssueContext = { previousCaPem: undefined, nowMs: Date.parse('2026-01-01T00:00:00Z') };

async function filesOf(installation: Partial<Installation>, context = FIRST_RUN) {
  const files = await overlayFiles({ ...INSTALLATION, ...installation }, context);
  return { files, textOf: (name: string) => files.find((file) => file.name === name)?.text ?? '' };
}

describe('the certificate', () => {
  test('is signed by the CA, belongs to the key, and is valid for a year', async () => {
    const { textOf } = await filesOf({});
    const certificate = new X509Certificate(textOf('tls.crt'));
    const ca = new X509Certificate(textOf('ca.crt'));
    assert.ok(certificate.verify(ca.publicKey));
    assert.ok(certificate.checkPrivateKey(createPrivateKey(textOf('tls.key'))));
    assert.equal(certificate.validToDate.toISOString(), '2027-01-01T00:00:00.000Z');
  });

  test('is for the names by which the API server calls the Service', async () => {
    const { textOf } = await filesOf({});
    const certificate = new X509Certificate(textOf('tls.crt'));
    const names = ['fargate-admission.fargate-admission.svc', 'fargate-admission.fargate-admission.svc.cluster.local'];
    assert.equal(certificate.subjectAltName, names.map((name) => `DNS:${name}`).join(', '));
  });

  test('comes with one private key, its own, which only its owner may read', async () => {
    const { files } = await filesOf({});
    const withKeys = files.filter(({ text }) => text.includes('PRIVATE KEY-----'));
    assert.deepEqual(
      withKeys.map(({ name, mode }) => ({ name, mode })),
      [{ name: 'tls.key', mode: 0o600 }],
    );
  });

  test('is trusted beside the one of the last run, and beside none before that', async () => {
    const first = await filesOf({});
    const second = await filesOf({}, { ...FIRST_RUN, previousCaPem: first.textOf('ca.crt') });
    const third = await filesOf({}, { ...FIRST_RUN, previousCaPem: second.textOf('ca.crt') });
    const [ca, previous, ...others] = certificatesIn(third.textOf('ca.crt'));
    assert.ok(ca !== undefined && new X509Certificate(third.textOf('tls.crt')).verify(ca.publicKey));
    assert.ok(previous !== undefined && new X509Certificate(second.textOf('tls.crt')).verify(previous.publicKey));
    assert.deepEqual(others, []);
  });
});

describe('the settings', () => {
  test('name the cluster', async () => {
    const { textOf } = await filesOf({});
    assert.equal(textOf('settings.env'), 'FARGATE_ADMISSION_CLUSTER_NAME=demo\n');
  });

  test('name the region where it is given', async () => {
    const { textOf } = await filesOf({ region: 'eu-west-1' });
    assert.equal(textOf('settings.env'), 'FARGATE_ADMISSION_CLUSTER_NAME=demo\nAWS_REGION=eu-west-1\n');
  });
});

describe('the Secret', () => {
  test('holds certificate, key and CA in base64 of one line, as the API server stores it, for its owner alone', async () => {
    const { files, textOf } = await filesOf({});
    const { type, data } = JSON.parse(textOf('secret.json'));
    assert.equal(type, 'kubernetes.io/tls');
    assert.deepEqual(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(String(value), 'base64').toString()]),
      ['tls.crt', 'tls.key', 'ca.crt'].map((name) => [name, textOf(name)]),
    );
    for (const value of Object.values(data)) assert.match(String(value), /^[A-Za-z0-9+/]+=*$/);
    assert.equal(files.find(({ name }) => name === 'secret.json')?.mode, 0o600);
  });

  test('has another name for another certificate, which the Deployment names too', async () => {
    const [one, other] = [await filesOf({}), await filesOf({})];
    const names = [one, other].map(({ textOf }) => String(JSON.parse(textOf('secret.json')).metadata.name));
    const mounted = [one, other].map(
      ({ textOf }) => JSON.parse(textOf('deployment.json')).spec.template.spec.volumes[0].secret.secretName,
    );
    assert.deepEqual(mounted, names);
    assert.equal(new Set(names).size, 2);
    for (const name of names) assert.match(name, /^fargate-admission-tls-[0-9a-f]{10}$/);
  });
});

describe('the patches', () => {
  test('add no annotation where there is no role', async () => {
    const { textOf } = await filesOf({});
    assert.deepEqual(JSON.parse(textOf('service-account.json')).metadata.annotations, {});
  });

  test('annotate the ServiceAccount with the role, and set the image', async () => {
    const role = 'arn:aws:iam::111122223333:role/fargate-admission';
    const { textOf } = await filesOf({ 'role-arn': role });
    assert.match(textOf('service-account.json'), new RegExp(`"eks.amazonaws.com/role-arn": "${role}"`));
    assert.match(textOf('deployment.json'), /"image": "registry.example\/fargate-admission:0.1.0"/);
  });
});

function certificatesIn(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}
