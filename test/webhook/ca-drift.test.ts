import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLogger } from '../../src/telemetry/logger.ts';
import { checkPair } from '../../src/tls/certificate.ts';
import { createCaDriftCheck } from '../../src/webhook/ca-drift.ts';
import { localPair } from '../support/tls/certificates.ts';

const pair = await localPair();
const stranger = await localPair();
const served = checkPair(pair, { certificate: 'tls.crt', key: 'tls.key' });

async function check(caBundles: readonly string[]) {
  const log: Readonly<Record<string, unknown>>[] = [];
  const drift: unknown[] = [];
  const webhooks = caBundles.map((caBundlePem, index) => ({ name: `${index}.web`, caBundlePem }));
  const result = await createCaDriftCheck({
    bundles: { read: async () => [{ name: 'mutating/web', webhooks, write: assert.fail }] },
    current: () => served,
    nowMs: Date.now,
    logger: createLogger({ level: 'info', destination: { write: (line) => log.push(JSON.parse(line)) } }),
    setDrift: (configuration, isDrifting) => drift.push([configuration, isDrifting]),
  }).run();
  return { result, log, drift };
}

describe('the CA bundles of our configurations', () => {
  test('are right where each holds the CA that signed what is served', async () => {
    assert.deepEqual(await check([pair.caPem, stranger.caPem + pair.caPem]), {
      result: 'settled',
      log: [],
      drift: [['mutating/web', false]],
    });
  });

  test('are an error in the log and in the metric where one does not', async () => {
    const { result, log, drift } = await check([pair.caPem, stranger.caPem]);
    assert.deepEqual([result, drift], ['unsettled', [['mutating/web', true]]]);
    const { time: _, ...line } = log[0] ?? {};
    assert.deepEqual(line, {
      level: 'error',
      configuration: 'mutating/web',
      webhook: '1.web',
      reason: 'the CA bundle does not hold the CA that signed the served certificate',
      msg: 'caBundle does not match the served certificate',
    });
  });
});
