import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import supertest from 'supertest';
import { createOpsApp } from '../../src/http/ops-app.ts';
import { type Check, shutdownCheck } from '../../src/http/readiness.ts';

const scrapeMetrics = async () => ({ contentType: 'text/plain; version=0.0.4; charset=utf-8', text: 'up 1\n' });

function ops(...readiness: readonly Check[]) {
  return supertest(createOpsApp({ readiness, scrapeMetrics }));
}

const passing = shutdownCheck(() => false);
const failing = shutdownCheck(() => true);

describe('the ops port', () => {
  test('is alive while not ready', async () => {
    const response = await ops(failing).get('/livez');
    assert.deepEqual([response.status, response.text], [200, 'ok\n']);
  });

  test('is ready in one word', async () => {
    const response = await ops(passing).get('/readyz');
    assert.deepEqual([response.status, response.text], [200, 'ok\n']);
  });

  test('names each check when asked to', async () => {
    const response = await ops(passing).get('/readyz?verbose');
    assert.equal(response.text, '[+]shutdown ok\nreadyz check passed\n');
  });

  test('names each check when one fails', async () => {
    const response = await ops(failing).get('/readyz');
    assert.deepEqual(
      [response.status, response.text],
      [503, '[-]shutdown failed: shutting down\nreadyz check failed\n'],
    );
  });

  test('serves metrics with the content type of their format', async () => {
    const response = await ops(passing).get('/metrics');
    assert.deepEqual(
      [response.text, response.headers['content-type']],
      ['up 1\n', 'text/plain; version=0.0.4; charset=utf-8'],
    );
  });

  test('shows no stack when metrics fail', async () => {
    const app = createOpsApp({
      readiness: [],
      scrapeMetrics: async () => {
        throw new Error('out of order');
      },
    });
    const response = await supertest(app).get('/metrics');
    assert.deepEqual([response.status, response.text], [500, 'internal error\n']);
  });

  test('has nothing else', async () => {
    const response = await ops().get('/mutate/pods');
    assert.deepEqual([response.status, response.text], [404, 'not found\n']);
  });
});
