import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { Agent as HttpsAgent, type RequestOptions, request } from 'node:https';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { describe, type TestContext, test } from 'node:test';
import { connect } from 'node:tls';
import { Field } from '../../src/documents/field.ts';
import { checkPair, type Pair } from '../../src/tls/certificate.ts';
import { issueAuthority } from '../../src/tls/issue.ts';
import { until } from '../support/eventually.ts';
import { profileFile } from '../support/profile-files.ts';
import { podReview, startedWebhook } from '../support/running-webhook.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { localPair } from '../support/tls/certificates.ts';
import { mountedSecret } from '../support/tls/mounted-secret.ts';
import { signedBy } from '../support/tls/signed-certificate.ts';

const first = await localPair();

/** A webhook that serves a mounted Secret, the settling time of whose watch a test lets pass. */
async function mounted(t: TestContext, flags: Readonly<Record<string, string>> = {}) {
  const secret = await mountedSecret(t, first);
  const running = await startedWebhook(t, {
    profiles: await profileFile(t),
    'tls-cert-file': secret.certificatePath,
    'tls-key-file': secret.keyPath,
    ...flags,
  });
  async function swap(pair: Pair): Promise<void> {
    const lines = running.log.length;
    await secret.swap(pair);
    await until('the change is seen', () => running.clock.pending.includes(200));
    await running.clock.advance(200);
    await until('the files are read', () => running.log.length > lines);
  }
  return { ...running, swap };
}

/** The serial number that a new connection is shown. */
async function servedSerial(port: number): Promise<string | undefined> {
  const socket = connect({ host: 'localhost', port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const serial = socket.getPeerX509Certificate()?.serialNumber;
  socket.destroy();
  return serial;
}

/** Sends a review. Resolves to the code and the body of the answer. */
async function call(port: number, options: RequestOptions): Promise<readonly [code: number | undefined, Field]> {
  const headers = { 'content-type': 'application/json' };
  const sent = request({ host: 'localhost', port, path: '/mutate/pods', method: 'POST', headers, ...options });
  sent.end(JSON.stringify(podReview('shop')));
  const [response] = await once(sent, 'response');
  return [response.statusCode, new Field(await json(response))];
}

describe('a mounted certificate', () => {
  test('is served in the next handshake, each time that it is renewed', async (t) => {
    const { webhook, probe, swap } = await mounted(t);
    for (let index = 0; index < 3; index += 1) {
      const pair = await localPair();
      await swap(pair);
      const { notAfterMs, serialNumber } = checkPair(pair, { certificate: 'tls.crt', key: 'tls.key' });
      assert.equal(await servedSerial(webhook.port), serialNumber);
      const { text } = await probe('/metrics');
      assert.ok(text.includes(`fargate_admission_certificate_reloads_total{result="loaded"} ${index + 1}\n`));
      assert.ok(text.includes(`fargate_admission_certificate_expiry_timestamp_seconds ${notAfterMs / 1_000}\n`));
    }
  });

  test('gives way without a connection being dropped', async (t) => {
    const { webhook, swap } = await mounted(t);
    const agent = new HttpsAgent({ keepAlive: true, maxSockets: 1, ca: first.caPem });
    t.after(() => agent.destroy());
    assert.equal((await call(webhook.port, { agent }))[0], 200);
    await swap(await localPair());
    // A new connection would fail: the agent knows the CA of the first pair alone.
    assert.equal((await call(webhook.port, { agent }))[0], 200);
  });

  test('stays where the new one is broken, which is logged and counted', async (t) => {
    const { webhook, probe, log, swap } = await mounted(t);
    const serial = await servedSerial(webhook.port);
    await swap({ certificatePem: (await localPair()).certificatePem, keyPem: first.keyPem });
    assert.equal(await servedSerial(webhook.port), serial);
    const line = log.at(-1) ?? {};
    assert.deepEqual([line['level'], line['msg']], ['error', 'certificate not loaded, the last one stays']);
    assert.match(String(line['reason']), /tls\.key is not the key of .*tls\.crt$/);
    const { text } = await probe('/metrics');
    assert.ok(text.includes('fargate_admission_certificate_reloads_total{result="failed"} 1\n'));
    const good = await localPair();
    await swap(good);
    assert.notEqual(await servedSerial(webhook.port), serial);
  });

  test('makes the webhook unready once it has expired', async (t) => {
    const { probe, swap } = await mounted(t);
    await swap(await localPair(Date.UTC(2020, 0, 1)));
    const { status, text } = await probe('/readyz');
    assert.equal(status, 503);
    assert.match(text, /^\[-\]certificate failed: expired at 2020-01-02T00:00:00.000Z$/m);
  });
});

describe('with --client-ca-file', async () => {
  const validity = { nowMs: Date.now(), validDays: 1 };
  const ca = await issueAuthority({ ...validity, commonName: 'clients' });
  const other = await issueAuthority({ ...validity, commonName: 'clients' });

  async function serving(t: TestContext, flags: Readonly<Record<string, string>> = {}) {
    const path = join(await temporaryFolder(t), 'clients.crt');
    await writeFile(path, ca.certificatePem);
    const running = await mounted(t, { 'client-ca-file': path, ...flags });
    const as = async (authority: Pair, name: string, dnsNames: readonly string[] = []) => {
      const { certificatePem: cert, keyPem: key } = await issueClient(authority, name, dnsNames);
      return call(running.webhook.port, { agent: false, ca: first.caPem, cert, key });
    };
    return { ...running, as };
  }

  test('a client with a certificate of the CA is answered', async (t) => {
    const { as } = await serving(t);
    assert.equal((await as(ca, 'anybody'))[0], 200);
  });

  test('a client without a certificate gets no connection', async (t) => {
    const { webhook } = await serving(t);
    await assert.rejects(call(webhook.port, { agent: false, ca: first.caPem }));
  });

  test('a client with a certificate of another CA gets no connection', async (t) => {
    const { as } = await serving(t);
    await assert.rejects(as(other, 'kube-apiserver'));
  });

  test('the check outlives a renewed certificate', async (t) => {
    const { webhook, swap } = await serving(t);
    const renewed = await localPair();
    await swap(renewed);
    await assert.rejects(call(webhook.port, { agent: false, ca: renewed.caPem }));
    const { certificatePem: cert, keyPem: key } = await issueClient(ca, 'anybody');
    assert.equal((await call(webhook.port, { agent: false, ca: renewed.caPem, cert, key }))[0], 200);
  });

  test('and --client-allowed-name, a client of that name is answered', async (t) => {
    const { as } = await serving(t, { 'client-allowed-name': 'kube-apiserver' });
    assert.equal((await as(ca, 'kube-apiserver'))[0], 200);
  });

  test('and --client-allowed-name, a DNS name of the client counts as much, a wildcard not', async (t) => {
    const { as } = await serving(t, { 'client-allowed-name': 'api.cluster.local' });
    assert.equal((await as(ca, 'anybody', ['api.cluster.local']))[0], 200);
    assert.equal((await as(ca, 'anybody', ['*.cluster.local']))[0], 403);
  });

  test('and --client-allowed-name, a client of another name is refused with a Status', async (t) => {
    const { as } = await serving(t, { 'client-allowed-name': 'kube-apiserver' });
    const [code, body] = await as(ca, 'kubelet');
    assert.equal(code, 403);
    assert.deepEqual(
      [body.get('kind').value, body.get('reason').value, body.get('message').value],
      ['Status', 'Forbidden', 'the client certificate is not for kube-apiserver'],
    );
  });
});

/** What a client shows: a CA of Kubernetes signs such certificates for API servers. */
function issueClient(authority: Pair, name: string, dnsNames: readonly string[] = []): Promise<Pair> {
  return signedBy(authority, { commonName: name, purpose: 'client', dnsNames, nowMs: Date.now() });
}
