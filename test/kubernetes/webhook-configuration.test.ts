import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { patchCaBundle, readConfiguration } from '../../src/kubernetes/webhook-configuration.ts';
import { RecordedApi } from '../support/kubernetes/recorded-api.ts';

const NAME = { kind: 'validating', name: 'web' } as const;
const PATH = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/web';
const READ = {
  version: '7',
  webhooks: [
    { name: 'one.web', caBundlePem: 'CA' },
    { name: 'two.web', caBundlePem: '' },
  ],
};
const CONFIGURATION = {
  metadata: { name: 'web', resourceVersion: '7' },
  webhooks: [
    { name: 'one.web', clientConfig: { caBundle: 'Q0E=', service: { name: 'web' } } },
    { name: 'two.web', clientConfig: { service: { name: 'web' } } },
  ],
};

describe('a webhook configuration', () => {
  test('is read as far as it says whom the API server trusts', async () => {
    const api = new RecordedApi([[200, CONFIGURATION]]);
    assert.deepEqual(await readConfiguration(api, NAME), READ);
    assert.deepEqual(api.requests, [{ method: 'GET', path: PATH }]);
  });

  test('that does not exist is none', async () => {
    assert.equal(await readConfiguration(new RecordedApi([[404, {}]]), NAME), undefined);
  });

  test('is patched in nothing but the CA bundle of each webhook, as the version that was read', async () => {
    const api = new RecordedApi([[200, CONFIGURATION]]);
    assert.equal(await patchCaBundle(api, NAME, { ...READ, caBundlePem: 'new' }), 'written');
    assert.equal(api.requests[0]?.content?.type, 'application/strategic-merge-patch+json');
    assert.deepEqual(api.bodies, [
      {
        metadata: { resourceVersion: '7' },
        webhooks: [
          { name: 'one.web', clientConfig: { caBundle: 'bmV3' } },
          { name: 'two.web', clientConfig: { caBundle: 'bmV3' } },
        ],
      },
    ]);
  });

  test('that somebody else has written since is left alone', async () => {
    const api = new RecordedApi([[409, {}]]);
    assert.equal(await patchCaBundle(api, NAME, { ...READ, caBundlePem: 'new' }), 'conflict');
  });

  test('that may not be patched is named', async () => {
    const api = new RecordedApi([[403, { message: 'forbidden' }]]);
    await assert.rejects(patchCaBundle(api, NAME, { ...READ, caBundlePem: 'new' }), {
      message: 'cannot patch validatingwebhookconfiguration web: the API server answered HTTP 403: forbidden',
    });
  });
});
