import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readCertificates } from '../../src/tls/certificate.ts';
import {
  carryOut,
  type Plan,
  planFor,
  type SecretContent,
  type SelfSigned,
  trustedCas,
} from '../../src/tls/self-signed-plan.ts';
import { isSignedBy } from '../../src/tls/trust.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 0, 1);
const hosts = ['web.shop.svc', 'web.shop.svc.cluster.local'] as const;
const EMPTY = { caBundlePem: undefined, caKeyPem: undefined, certificatePem: undefined, keyPem: undefined };

const plan = (secret: SecretContent, nowMs = NOW_MS, rememberedCaPem = ''): Plan =>
  planFor(secret, { nowMs, hosts, rememberedCaPem });
const made = async (secret: SecretContent, nowMs = NOW_MS): Promise<SelfSigned> =>
  carryOut(plan(secret, nowMs), { nowMs, hosts });
const whole = await made(EMPTY);
const other = await made(EMPTY);

describe('the plan for a Secret', () => {
  test('that is empty is a CA with a certificate', () => {
    assert.deepEqual(plan(EMPTY), { kind: 'issue-authority', reason: 'the Secret holds no CA', trustedPem: '' });
  });

  test('that is whole is to keep it', () => {
    assert.deepEqual(plan(whole), { kind: 'keep', content: whole });
  });

  const DAMAGES: readonly (readonly [damage: string, Partial<SecretContent>, Plan['kind'], reason: string])[] = [
    ['no CA', { caBundlePem: undefined }, 'issue-authority', 'the key of the CA belongs to none of the CAs'],
    [
      'another CA',
      { caBundlePem: other.caBundlePem },
      'issue-authority',
      'the key of the CA belongs to none of the CAs',
    ],
    ['no key of the CA', { caKeyPem: undefined }, 'issue-authority', 'the key of the CA cannot be read'],
    [
      'half a key of the CA',
      { caKeyPem: whole.caKeyPem.slice(0, 99) },
      'issue-authority',
      'the key of the CA cannot be read',
    ],
    ['no certificate', { certificatePem: undefined }, 'issue-certificate', 'the Secret holds no certificate'],
    [
      'half a certificate',
      { certificatePem: whole.certificatePem.slice(0, 99) },
      'issue-certificate',
      'the Secret holds no certificate',
    ],
    ['no key', { keyPem: undefined }, 'issue-certificate', 'the key is not that of the certificate'],
    ['another key', { keyPem: other.keyPem }, 'issue-certificate', 'the key is not that of the certificate'],
    [
      'another pair',
      { certificatePem: other.certificatePem, keyPem: other.keyPem },
      'issue-certificate',
      'the certificate is of another CA',
    ],
  ];
  for (const [damage, change, kind, reason] of DAMAGES) {
    test(`that holds ${damage} is to ${kind}`, () => {
      const result = plan({ ...whole, ...change });
      assert.ok(result.kind !== 'keep');
      assert.deepEqual([result.kind, result.reason], [kind, reason]);
    });
  }

  test('whose certificate is for another Service is another certificate', () => {
    const result = planFor(whole, { nowMs: NOW_MS, hosts: ['api.shop.svc'], rememberedCaPem: '' });
    assert.ok(result.kind === 'issue-certificate');
    assert.equal(result.reason, 'the certificate is not for api.shop.svc');
  });

  test('is a new certificate of the same CA at two thirds of its life', async () => {
    assert.equal(plan(whole, NOW_MS + 59 * DAY_MS).kind, 'keep');
    const nowMs = NOW_MS + 60 * DAY_MS;
    const renewed = await made(whole, nowMs);
    assert.notEqual(renewed.certificatePem, whole.certificatePem);
    assert.deepEqual([renewed.caBundlePem, renewed.caKeyPem], [whole.caBundlePem, whole.caKeyPem]);
    assert.equal(plan(renewed, nowMs).kind, 'keep');
  });

  test('is a new CA at two thirds of its life, with the old one still trusted', async () => {
    const nowMs = NOW_MS + 244 * DAY_MS;
    const renewed = await made(whole, nowMs);
    const [newest, ...older] = readCertificates(renewed.caBundlePem);
    assert.ok(newest !== undefined && isSignedBy(new X509Certificate(renewed.certificatePem), newest));
    assert.deepEqual(older.map(String), readCertificates(whole.caBundlePem).map(String));
    assert.equal(plan(renewed, nowMs).kind, 'keep');
  });

  test('trusts an old CA until it expires, and no longer', async () => {
    const renewed = await made(whole, NOW_MS + 244 * DAY_MS);
    const bundleAt = (days: number) => trustedCas([renewed.caBundlePem], NOW_MS + days * DAY_MS);
    assert.deepEqual(
      [365, 366].map((days) => readCertificates(bundleAt(days)).length),
      [2, 1],
    );
  });

  test('that was deleted trusts on what the replicas have served', async () => {
    const reissued = await carryOut(plan(EMPTY, NOW_MS, whole.caBundlePem), { nowMs: NOW_MS, hosts });
    const [, ...older] = readCertificates(reissued.caBundlePem);
    assert.deepEqual(older.map(String), [whole.caBundlePem]);
  });

  test('is replaced where a clock that was ahead has made it', async () => {
    const early = plan(whole, NOW_MS - DAY_MS);
    assert.ok(early.kind === 'issue-authority');
    assert.equal(early.reason, 'the CA is not valid yet');
  });
});

describe('any Secret', () => {
  const part = (texts: readonly string[]) =>
    fc.oneof(
      fc.constant(undefined),
      fc.constantFrom(...texts),
      fc.string(),
      fc.constantFrom(...texts).map((text) => text.slice(0, 150)),
    );
  const secrets = fc.record({
    caBundlePem: part([
      whole.caBundlePem,
      other.caBundlePem,
      other.caBundlePem + whole.caBundlePem,
      `junk\n${whole.caBundlePem}`,
    ]),
    caKeyPem: part([whole.caKeyPem, other.caKeyPem]),
    certificatePem: part([whole.certificatePem, other.certificatePem]),
    keyPem: part([whole.keyPem, other.keyPem]),
  });
  const days = fc.integer({ min: -400, max: 800 });

  test('is whole once its plan is carried out', async () => {
    await fc.assert(
      fc.asyncProperty(secrets, days, async (secret, day) => {
        const nowMs = NOW_MS + day * DAY_MS;
        const content = await made(secret, nowMs);
        assert.deepEqual(plan(content, nowMs), { kind: 'keep', content });
      }),
      { numRuns: 60 },
    );
  });

  test('keeps the trust in every CA that is still valid', async () => {
    await fc.assert(
      fc.asyncProperty(secrets, days, async (secret, day) => {
        const nowMs = NOW_MS + day * DAY_MS;
        const before = trustedCas([secret.caBundlePem ?? ''], nowMs);
        const after = (await made(secret, nowMs)).caBundlePem;
        for (const ca of readCertificates(before)) assert.ok(after.includes(ca.toString()));
      }),
      { numRuns: 60 },
    );
  });

  test('has a CA that outlives every certificate that it has signed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 242 }), async (day) => {
        const { caBundlePem, certificatePem } = await made(whole, NOW_MS + day * DAY_MS);
        const [ca] = readCertificates(caBundlePem);
        assert.ok(ca !== undefined && new X509Certificate(certificatePem).validToDate < ca.validToDate);
      }),
      { numRuns: 20 },
    );
  });

  test('grows by no more than five CAs', async () => {
    let [content, remembered] = [whole, whole.caBundlePem];
    for (let index = 0; index < 7; index += 1) {
      content = await carryOut(plan(EMPTY, NOW_MS, remembered), { nowMs: NOW_MS, hosts });
      remembered = content.caBundlePem;
    }
    assert.equal(readCertificates(remembered).length, 5);
  });
});
