import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { loadPair } from '../../src/tls/load.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { localPair } from '../support/tls/certificates.ts';

const NOW_MS = Date.UTC(2026, 0, 1);
const pair = await localPair(NOW_MS);
const other = await localPair(NOW_MS);

async function pathsOf(t: TestContext, { certificatePem = pair.certificatePem, keyPem = pair.keyPem } = {}) {
  const folder = await temporaryFolder(t);
  const paths = { certificatePath: join(folder, 'a.crt'), keyPath: join(folder, 'a.key') };
  await writeFile(paths.certificatePath, certificatePem);
  await writeFile(paths.keyPath, keyPem);
  return paths;
}

describe('loading a pair', () => {
  test('gives certificate, key and validity', async (t) => {
    assert.deepEqual(await loadPair(await pathsOf(t)), {
      certificatePem: pair.certificatePem,
      keyPem: pair.keyPem,
      serialNumber: new X509Certificate(pair.certificatePem).serialNumber,
      notBeforeMs: NOW_MS - 3_600_000,
      notAfterMs: NOW_MS + 86_400_000,
    });
  });

  test('takes the first certificate of a chain for the serving one', async (t) => {
    const paths = await pathsOf(t, { certificatePem: pair.certificatePem + pair.caPem });
    assert.equal((await loadPair(paths)).certificatePem, pair.certificatePem + pair.caPem);
  });

  test('names a file that is not there', async (t) => {
    const paths = { ...(await pathsOf(t)), keyPath: join(await temporaryFolder(t), 'none.key') };
    await assert.rejects(loadPair(paths), (error) => {
      assert.ok(error instanceof Error && error.name === 'CertificateError');
      assert.ok(error.message.startsWith(`cannot read ${paths.keyPath}: ENOENT`));
      return true;
    });
  });

  test('refuses the key of another certificate', async (t) => {
    const paths = await pathsOf(t, { keyPem: other.keyPem });
    const message = `${paths.keyPath} is not the key of ${paths.certificatePath}`;
    await assert.rejects(loadPair(paths), { name: 'CertificateError', message });
  });

  test('refuses what is no certificate', async (t) => {
    const paths = await pathsOf(t, { certificatePem: 'certificate' });
    const message = `${paths.certificatePath} holds no certificate in PEM`;
    await assert.rejects(loadPair(paths), { name: 'CertificateError', message });
  });

  test('refuses what is no key', async (t) => {
    const paths = await pathsOf(t, { keyPem: pair.certificatePem });
    const message = `${paths.keyPath} holds no private key in PEM that opens without a passphrase`;
    await assert.rejects(loadPair(paths), { name: 'CertificateError', message });
  });
});
