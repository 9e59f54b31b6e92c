import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { issueAuthority, issueCertificate } from '../../src/tls/issue.ts';
import { trustIn } from '../../src/tls/trust.ts';
import { signedBy } from '../support/tls/signed-certificate.ts';

const NOW_MS = Date.UTC(2026, 0, 1);
const LATER_MS = Date.UTC(2028, 0, 1);
const validity = { nowMs: NOW_MS, validDays: 365 };
const ca = await issueAuthority({ ...validity, commonName: 'one' });
const namesake = await issueAuthority({ ...validity, commonName: 'one' });
const stranger = await issueAuthority({ ...validity, commonName: 'other' });
const { certificatePem: chainPem } = await issueCertificate(ca, { ...validity, hosts: ['web.shop.svc'] });

const trust = (caBundlePem: string, nowMs = NOW_MS) => trustIn({ chainPem, caBundlePem, nowMs });
const NOT_HELD = 'the CA bundle does not hold the CA that signed the served certificate';

describe('a chain', () => {
  test('is trusted by a bundle that holds its CA, wherever it is', () => {
    assert.deepEqual(trust(ca.certificatePem), { kind: 'trusted' });
    assert.deepEqual(trust(stranger.certificatePem + ca.certificatePem), { kind: 'trusted' });
  });

  test('is trusted through an intermediate', async () => {
    const intermediate = await signedBy(ca, { commonName: 'intermediate', purpose: 'authority', nowMs: NOW_MS });
    const leaf = await issueCertificate(intermediate, { ...validity, hosts: ['web.shop.svc'] });
    const chain = leaf.certificatePem + intermediate.certificatePem;
    const answer = trustIn({ chainPem: chain, caBundlePem: ca.certificatePem, nowMs: NOW_MS });
    assert.deepEqual(answer, { kind: 'trusted' });
  });

  test('is trusted by a bundle that holds the certificate itself', () => {
    assert.deepEqual(trust(chainPem), { kind: 'trusted' });
  });

  test('is not trusted by another CA, nor by one of the same name', () => {
    assert.deepEqual(trust(stranger.certificatePem), { kind: 'untrusted', reason: NOT_HELD });
    assert.deepEqual(trust(namesake.certificatePem), { kind: 'untrusted', reason: NOT_HELD });
  });

  test('is not trusted by a bundle that is empty or damaged', () => {
    for (const bundle of ['', 'CA', ca.certificatePem.slice(0, 200)]) {
      assert.deepEqual(trust(bundle), { kind: 'untrusted', reason: 'the CA bundle holds no certificate' });
    }
  });

  test('is not trusted by a CA that has expired', () => {
    const reason = 'the CA in the bundle expired at 2027-01-01T00:00:00.000Z';
    assert.deepEqual(trust(ca.certificatePem, LATER_MS), { kind: 'untrusted', reason });
  });
});
