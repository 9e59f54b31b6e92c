import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, test } from 'node:test';
import { issuePair } from '../../src/tls/issue.ts';

const NOW_MS = Date.UTC(2026, 0, 1);
const pair = await issuePair({
  hosts: ['web.shop.svc', 'localhost', '127.0.0.1', '::1'],
  nowMs: NOW_MS,
  validDays: 365,
});
const ca = new X509Certificate(pair.caPem);
const certificate = new X509Certificate(pair.certificatePem);

describe('an issued pair', () => {
  test('is for every host that was asked for, and for no other', () => {
    for (const name of ['web.shop.svc', 'localhost']) assert.equal(certificate.checkHost(name), name);
    for (const address of ['127.0.0.1', '::1']) assert.equal(certificate.checkIP(address), address);
    assert.equal(certificate.checkHost('shop.svc'), undefined);
  });

  test('is signed by its CA', () => {
    assert.ok(certificate.verify(ca.publicKey));
    assert.ok(certificate.checkIssued(ca));
    assert.ok(ca.verify(ca.publicKey));
  });

  test('has the key of its certificate, in PKCS #8', () => {
    assert.match(pair.keyPem, /^-----BEGIN PRIVATE KEY-----\n/);
    assert.ok(certificate.checkPrivateKey(createPrivateKey(pair.keyPem)));
  });

  test('is ECDSA P-256 on both sides', () => {
    for (const { publicKey } of [ca, certificate]) {
      assert.equal(publicKey.asymmetricKeyType, 'ec');
      assert.equal(publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
    }
  });

  test('lets only the CA sign certificates', () => {
    assert.deepEqual([ca.ca, certificate.ca], [true, false]);
  });

  test('is for servers', () => {
    assert.deepEqual(certificate.keyUsage, ['1.3.6.1.5.5.7.3.1']);
  });

  test('is valid from an hour ago for as long as was asked', () => {
    assert.deepEqual(
      [certificate.validFromDate.getTime(), certificate.validToDate.getTime()],
      [NOW_MS - 3_600_000, NOW_MS + 365 * 86_400_000],
    );
  });

  test('has serial numbers that are positive, long and its own', () => {
    for (const { serialNumber } of [ca, certificate]) assert.match(serialNumber, /^[4-7][0-9A-F]{31}$/);
    assert.notEqual(ca.serialNumber, certificate.serialNumber);
  });
});
