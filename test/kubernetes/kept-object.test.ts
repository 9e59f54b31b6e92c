import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { applyObject, deleteObject, findObject } from '../../src/kubernetes/kept-object.ts';
import { RecordedApi } from '../support/kubernetes/recorded-api.ts';

const RESOURCE = { groupPath: '/apis/openreports.io/v1alpha1', plural: 'reports' };
const PATH = '/apis/openreports.io/v1alpha1/namespaces/shop/reports/ours';
const IDENTITY = { namespace: 'shop', name: 'ours', uid: 'one' };
function reports(api: KubernetesApi) {
  return { api, resource: RESOURCE, fieldManager: 'keeper' };
}

const REPORT = { kind: 'Report', metadata: IDENTITY, summary: { pass: 1 } };

const TERMINATING = {
  kind: 'Status',
  message: 'unable to create new content in namespace shop because it is being terminated',
  details: { causes: [{ reason: 'NamespaceTerminating' }] },
};

describe('an object that is kept', () => {
  test('is applied on the server’s side, over what others have written', async () => {
    const api = new RecordedApi([[200, { ...REPORT, metadata: { ...IDENTITY, resourceVersion: '7' } }]]);
    assert.deepEqual(await applyObject(reports(api), REPORT), { kind: 'done', version: '7' });
    const [request] = api.requests;
    assert.deepEqual(
      [request?.method, request?.path, request?.content?.type],
      ['PATCH', `${PATH}?fieldManager=keeper&force=true`, 'application/apply-patch+yaml'],
    );
    assert.deepEqual(api.bodies, [REPORT]);
  });

  test('is deleted as the one that was read, and no other', async () => {
    const api = new RecordedApi([[200, {}]]);
    assert.deepEqual(await deleteObject(reports(api), IDENTITY), { kind: 'done', version: '' });
    const [request] = api.requests;
    assert.deepEqual([request?.method, request?.path], ['DELETE', PATH]);
    assert.deepEqual(api.bodies, [{ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'one' } }]);
  });

  test('of the cluster is found by its name, and is none at HTTP 404', async () => {
    const api = new RecordedApi([
      [200, REPORT],
      [404, { message: 'not found' }],
    ]);
    assert.deepEqual((await findObject(reports(api), { name: 'ours' }))?.value, REPORT);
    assert.equal(await findObject(reports(api), { name: 'ours' }), undefined);
    assert.equal(api.requests[0]?.path, '/apis/openreports.io/v1alpha1/reports/ours');
  });

  test('is not taken for absent where the API server refuses to show it', async () => {
    const api = new RecordedApi([[403, { message: 'reports is forbidden' }]]);
    await assert.rejects(
      findObject(reports(api), { name: 'ours' }),
      /^ClusterError: cannot read reports ours: .*forbidden/,
    );
  });

  const answers = [
    [404, { message: 'namespaces "shop" not found' }, { kind: 'gone' }],
    [403, TERMINATING, { kind: 'gone' }],
    [409, { message: 'uid mismatch' }, { kind: 'conflict' }],
    [403, { message: 'reports is forbidden' }, { kind: 'failed', reason: 'reports is forbidden' }],
    [500, '<html>', { kind: 'failed', reason: 'the API server answered HTTP 500: without a reason' }],
  ] as const;

  for (const [status, body, outcome] of answers) {
    test(`is ${outcome.kind} at HTTP ${status}: ${JSON.stringify(body).slice(0, 60)}`, async () => {
      assert.deepEqual(await applyObject(reports(new RecordedApi([[status, body]])), REPORT), outcome);
    });
  }
});
