import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { run } from '../../src/cli/program.ts';
import { createHttpsListener } from '../../src/http/https-listener.ts';
import { listen } from '../../src/http/listen.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { FakeTerminal } from '../support/terminal.ts';
import { localPair } from '../support/tls/certificates.ts';

describe('certs make', () => {
  test('writes a CA and a pair for the hosts that were asked for', async (t) => {
    const folder = join(await temporaryFolder(t), 'new');
    const terminal = new FakeTerminal();
    const hosts = ['--host=web.shop.svc', '--host', '10.0.0.1'];
    assert.equal(await run(['certs', 'make', ...hosts, `--output=${folder}`, '--days=30'], terminal), 0);
    const ca = await certificateIn(folder, 'ca.crt');
    const certificate = await certificateIn(folder, 'tls.crt');
    assert.ok(certificate.verify(ca.publicKey));
    assert.deepEqual(
      [certificate.checkHost('web.shop.svc'), certificate.checkIP('10.0.0.1')],
      ['web.shop.svc', '10.0.0.1'],
    );
    const lifeMs = certificate.validToDate.getTime() - certificate.validFromDate.getTime();
    assert.equal(lifeMs, 30 * 86_400_000 + 3_600_000);
    assert.equal((await stat(join(folder, 'tls.key'))).mode & 0o777, 0o600);
  });

  test('makes them for the Service by default', async (t) => {
    const folder = await temporaryFolder(t);
    assert.equal(await run(['certs', 'make', `--output=${folder}`], new FakeTerminal()), 0);
    const name = 'fargate-admission.fargate-admission.svc';
    assert.equal((await certificateIn(folder, 'tls.crt')).checkHost(name), name);
  });

  test('leaves what is there alone', async (t) => {
    const folder = await temporaryFolder(t);
    await run(['certs', 'make', `--output=${folder}`], new FakeTerminal());
    const before = await readFile(join(folder, 'tls.key'), 'utf8');
    const terminal = new FakeTerminal();
    assert.equal(await run(['certs', 'make', `--output=${folder}`], terminal), 2);
    assert.equal(terminal.errors, `${join(folder, 'ca.crt')} exists already: delete it, or choose another folder\n`);
    assert.equal(await readFile(join(folder, 'tls.key'), 'utf8'), before);
  });

  test('reports every problem at once', async () => {
    const terminal = new FakeTerminal();
    assert.equal(await run(['certs', 'make', '--host=a b', '--days=0', '--dir=x'], terminal), 2);
    assert.deepEqual(terminal.errors.trimEnd().split('\n'), [
      '--dir: unknown flag',
      '--output is missing: give the folder for the files',
      '--host: expected a DNS name or an IP address; got "a b"',
      '--days: expected a whole number from 1 to 3650; got "0"',
    ]);
  });
});

describe('certs show', () => {
  test('shows each certificate of a text: for whom, by whom, and how long', async () => {
    const pair = await localPair();
    const terminal = new FakeTerminal();
    terminal.input = pair.certificatePem + pair.caPem;
    assert.equal(await run(['certs', 'show', '-'], terminal), 0);
    const { serialNumber, fingerprint256 } = new X509Certificate(pair.certificatePem);
    const [served = '', ca = ''] = terminal.output.split('\n\n');
    assert.match(served, /^subject {2}CN=localhost\nnames {4}DNS:localhost, IP Address:127\.0\.0\.1\n/);
    assert.match(served, /\nissuer {3}CN=fargate-admission local CA\n/);
    assert.ok(served.includes(`\nserial   ${serialNumber}\n`) && served.endsWith(`SHA-256  ${fingerprint256}`));
    assert.match(served, /\nvalid {4}\d{4}-\S+Z to \d{4}-\S+Z, 0 days left\n/);
    assert.match(ca, /^subject {2}CN=fargate-admission local CA\nnames {4}none\n/);
  });

  test('says of one that has expired that it has', async () => {
    const terminal = new FakeTerminal();
    terminal.input = (await localPair(Date.UTC(2020, 0, 1))).certificatePem;
    assert.equal(await run(['certs', 'show', '-'], terminal), 0);
    assert.match(terminal.output, /Z, expired\n/);
  });

  test('shows what a server serves, trusted or not, as JSON too', async (t) => {
    const pair = await localPair();
    const server = createHttpsListener({ pair }, (_request, response) => response.end());
    const port = await listen(server, { port: 0, address: '127.0.0.1' });
    t.after(() => server.close());
    const terminal = new FakeTerminal();
    assert.equal(await run(['certs', 'show', '--url', `https://127.0.0.1:${port}`, '-o', 'json'], terminal), 0);
    const [{ serialNumber, daysLeft }] = JSON.parse(terminal.output);
    assert.deepEqual([serialNumber, daysLeft], [new X509Certificate(pair.certificatePem).serialNumber, 0]);
  });

  test('fails on a server that is not there', async () => {
    const terminal = new FakeTerminal();
    assert.equal(await run(['certs', 'show', '--url=https://127.0.0.1:1'], terminal), 1);
    assert.equal(terminal.errors, 'cannot ask https://127.0.0.1:1/: connect ECONNREFUSED 127.0.0.1:1\n');
  });

  test('fails on a text without a certificate', async () => {
    const terminal = new FakeTerminal();
    assert.equal(await run(['certs', 'show', '-'], terminal), 2);
    assert.equal(terminal.errors, 'standard input holds no certificate in PEM\n');
  });

  test('asks for exactly one place to look', async () => {
    for (const args of [[], ['a.crt', 'b.crt'], ['a.crt', '--url=https://localhost']]) {
      const terminal = new FakeTerminal();
      assert.equal(await run(['certs', 'show', ...args], terminal), 2);
      assert.equal(terminal.errors, 'give exactly one of FILE, - (standard input) and --url URL\n');
    }
  });
});

async function certificateIn(folder: string, name: string): Promise<X509Certificate> {
  return new X509Certificate(await readFile(join(folder, name), 'utf8'));
}
