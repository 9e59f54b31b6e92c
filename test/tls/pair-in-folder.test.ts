import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pairInFolder } from '../../src/tls/pair-in-folder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { localPair } from '../support/tls/certificates.ts';

const NOW_MS = Date.UTC(2026, 0, 1);
const TWO_YEARS_LATER_MS = Date.UTC(2028, 0, 1);

describe('the pair in a folder', () => {
  test('is made where there is none, with the folder', async (t) => {
    const folder = join(await temporaryFolder(t), 'certs');
    const pair = await pairInFolder({ folder, nowMs: NOW_MS });
    assert.deepEqual((await readdir(folder)).toSorted(), ['ca.crt', 'tls.crt', 'tls.key']);
    assert.equal(pair.certificatePem, await readFile(join(folder, 'tls.crt'), 'utf8'));
    assert.equal(pair.caPath, join(folder, 'ca.crt'));
  });

  test('has a key that only its owner can read', async (t) => {
    const folder = await temporaryFolder(t);
    await pairInFolder({ folder, nowMs: NOW_MS });
    assert.equal((await stat(join(folder, 'tls.key'))).mode & 0o777, 0o600);
  });

  test('is for this machine and for the Service', async (t) => {
    const { certificatePem } = await pairInFolder({ folder: await temporaryFolder(t), nowMs: NOW_MS });
    const certificate = new X509Certificate(certificatePem);
    for (const name of ['localhost', 'fargate-admission.fargate-admission.svc']) {
      assert.equal(certificate.checkHost(name), name);
    }
    for (const address of ['127.0.0.1', '::1']) assert.equal(certificate.checkIP(address), address);
  });

  test('is used again the next time', async (t) => {
    const folder = await temporaryFolder(t);
    const first = await pairInFolder({ folder, nowMs: NOW_MS });
    assert.deepEqual(await pairInFolder({ folder, nowMs: NOW_MS + 1_000 }), first);
  });

  test('of another maker is used as it is, without a CA to name', async (t) => {
    const folder = await temporaryFolder(t);
    const foreign = await localPair(NOW_MS);
    await writeFile(join(folder, 'tls.crt'), foreign.certificatePem);
    await writeFile(join(folder, 'tls.key'), foreign.keyPem);
    const { keyPem, caPath } = await pairInFolder({ folder, nowMs: NOW_MS });
    assert.deepEqual([keyPem, caPath], [foreign.keyPem, undefined]);
  });

  test('is replaced when it was made here and has expired', async (t) => {
    const folder = await temporaryFolder(t);
    await pairInFolder({ folder, nowMs: NOW_MS });
    const { notAfterMs } = await pairInFolder({ folder, nowMs: TWO_YEARS_LATER_MS });
    assert.ok(notAfterMs > TWO_YEARS_LATER_MS);
    assert.equal((await stat(join(folder, 'tls.key'))).mode & 0o777, 0o600);
  });

  test('is refused when another maker let it expire', async (t) => {
    const folder = await temporaryFolder(t);
    await pairInFolder({ folder, nowMs: NOW_MS });
    await rm(join(folder, 'ca.crt'));
    const [certificate, key] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
    await assert.rejects(pairInFolder({ folder, nowMs: TWO_YEARS_LATER_MS }), {
      name: 'CertificateError',
      message: `${certificate} expired at 2027-01-01T00:00:00.000Z: replace it and ${key}, or delete both`,
    });
  });

  for (const [missing, there] of [
    ['tls.crt', 'tls.key'],
    ['tls.key', 'tls.crt'],
  ] as const) {
    test(`is refused without its ${missing}`, async (t) => {
      const folder = await temporaryFolder(t);
      await pairInFolder({ folder, nowMs: NOW_MS });
      await rm(join(folder, missing));
      const [left, gone] = [join(folder, there), join(folder, missing)];
      const message = `${left} is there without ${gone}: add it, or delete ${left} for a new pair`;
      await assert.rejects(pairInFolder({ folder, nowMs: NOW_MS }), { name: 'CertificateError', message });
    });
  }

  test('that cannot be written is named', async (t) => {
    const parent = await temporaryFolder(t);
    const folder = join(parent, 'certs');
    await symlink(join(parent, 'nowhere'), folder);
    await assert.rejects(pairInFolder({ folder, nowMs: NOW_MS }), (error) => {
      assert.ok(error instanceof Error && error.name === 'CertificateError');
      assert.ok(error.message.startsWith(`cannot write ${join(folder, 'tls.key')}: `), error.message);
      return true;
    });
  });
});
