import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLogger } from '../../src/telemetry/logger.ts';
import { checkPair } from '../../src/tls/certificate.ts';
import { watchCertificateExpiry } from '../../src/webhook/certificate-expiry.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { localPair } from '../support/tls/certificates.ts';

const certificate = checkPair(await localPair(), { certificate: 'tls.crt', key: 'tls.key' });

function watched(nowMs: () => number) {
  const log: unknown[] = [];
  const clock = new ManualClock();
  const logger = createLogger({
    level: 'info',
    destination: {
      write: (line) => {
        const { time: _, ...rest } = JSON.parse(line);
        log.push(rest);
      },
    },
  });
  const expiry = watchCertificateExpiry({ current: () => certificate, clock, nowMs, logger });
  expiry.start();
  return { log, clock, expiry };
}

const EXPIRED = {
  level: 'error',
  serialNumber: certificate.serialNumber,
  certificateExpiry: new Date(certificate.notAfterMs).toISOString(),
  msg: 'certificate expired: API servers do not call this webhook',
};

describe('a certificate that expires', () => {
  test('is an error in the log at the start', () => {
    assert.deepEqual(watched(() => certificate.notAfterMs + 1).log, [EXPIRED]);
  });

  test('is one while the webhook runs, once', async () => {
    let nowMs = certificate.notAfterMs;
    const { log, clock } = watched(() => nowMs);
    assert.deepEqual(log, []);
    nowMs += 60_000;
    await clock.advance(60_000);
    await clock.advance(60_000);
    assert.deepEqual(log, [EXPIRED]);
  });

  test('is looked at no more after the stop', () => {
    const { clock, expiry } = watched(() => certificate.notAfterMs);
    expiry.stop();
    assert.deepEqual(clock.pending, []);
  });
});
