import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readOrCreateSecret, replaceSecret } from '../../src/kubernetes/secret.ts';
import { RecordedApi } from '../support/kubernetes/recorded-api.ts';

const NAME = { namespace: 'shop', name: 'pair' };
const PATH = '/api/v1/namespaces/shop/secrets/pair';
const SECRET = {
  kind: 'Secret',
  metadata: { ...NAME, resourceVersion: '7', labels: { team: 'a' } },
  type: 'Opaque',
  data: { 'tls.crt': 'b25l', note: 'dHdv' },
};
const CONFLICT = { kind: 'Status', message: 'the object has been modified' };

describe('a Secret', () => {
  test('is read as text', async () => {
    const secret = await readOrCreateSecret(new RecordedApi([[200, SECRET]]), NAME);
    assert.deepEqual([secret.text('tls.crt'), secret.text('tls.key')], ['one', undefined]);
  });

  test('is made empty by server-side apply where there is none', async () => {
    const api = new RecordedApi([
      [404, {}],
      [201, { metadata: { ...NAME, resourceVersion: '1' } }],
    ]);
    const secret = await readOrCreateSecret(api, NAME);
    assert.equal(secret.text('tls.crt'), undefined);
    const [, apply] = api.requests;
    assert.deepEqual(
      [apply?.method, apply?.path, apply?.content?.type],
      ['PATCH', `${PATH}?fieldManager=fargate-admission`, 'application/apply-patch+yaml'],
    );
    const labels = { 'app.kubernetes.io/name': 'fargate-admission' };
    assert.deepEqual(api.bodies, [{ apiVersion: 'v1', kind: 'Secret', metadata: { ...NAME, labels }, type: 'Opaque' }]);
  });

  test('is replaced as the version that was read, with everything else in it kept', async () => {
    const api = new RecordedApi([
      [200, SECRET],
      [200, SECRET],
    ]);
    const secret = await readOrCreateSecret(api, NAME);
    assert.equal(await replaceSecret(api, secret, { 'tls.crt': 'three' }), 'written');
    const [, put] = api.requests;
    assert.deepEqual([put?.method, put?.path], ['PUT', PATH]);
    assert.deepEqual(api.bodies, [{ ...SECRET, data: { 'tls.crt': 'dGhyZWU=', note: 'dHdv' } }]);
  });

  for (const status of [404, 409]) {
    test(`is left alone where the API server answers ${status}: it is another by now`, async () => {
      const api = new RecordedApi([
        [200, SECRET],
        [status, CONFLICT],
      ]);
      const secret = await readOrCreateSecret(api, NAME);
      assert.equal(await replaceSecret(api, secret, { 'tls.crt': 'three' }), 'conflict');
    });
  }

  test('that may not be read is named, with the words of the API server', async () => {
    const api = new RecordedApi([[403, { kind: 'Status', message: 'secrets "pair" is forbidden' }]]);
    await assert.rejects(readOrCreateSecret(api, NAME), {
      name: 'ClusterError',
      message: 'cannot read secret pair: the API server answered HTTP 403: secrets "pair" is forbidden',
    });
  });

  test('is not taken from the page of a proxy', async () => {
    await assert.rejects(readOrCreateSecret(new RecordedApi([[200, '<html>']]), NAME), {
      message: 'cannot read secret pair: the API server answered HTTP 200: without a reason',
    });
  });
});
