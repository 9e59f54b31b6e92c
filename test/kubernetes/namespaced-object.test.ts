import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyObject, deleteObject } from '../../src/kubernetes/namespaced-object.ts';
import { RecordedApi } from '../support/kubernetes/recorded-api.ts';

const RESOURCE = { groupPath: '/apis/openreports.io/v1alpha1', plural: 'reports' };
const PATH = '/apis/openreports.io/v1alpha1/namespaces/shop/reports/ours';
const IDENTITY = { namespace: 'shop', name: 'ours', uid: 'one' };
const REPORT = { kind: 'Report', metadata: IDENTITY, summary: { pass: 1 } };

const TERMINATING = {
  kind: 'Status',
  message: 'unable to create new content in namespace shop because it is being terminated',
  details: { causes: [{ reason: 'NamespaceTerminating' }] },
};

describe('an object in a namespace', () => {
  test('is applied on the server’s side, over what others have written', async () => {
    const api = new RecordedApi([[200, REPORT]]);
    assert.deepEqual(await applyObject(api, RESOURCE, REPORT), { kind: 'done' });
    const [request] = api.requests;
    assert.deepEqual(
      [request?.method, request?.path, request?.content?.type],
      ['PATCH', `${PATH}?fieldManager=fargate-admission&force=true`, 'application/apply-patch+yaml'],
    );
    assert.deepEqual(api.bodies, [REPORT]);
  });

  test('is deleted as the one that was read, and no other', async () => {
    const api = new RecordedApi([[200, {}]]);
    assert.deepEqual(await deleteObject(api, RESOURCE, IDENTITY), { kind: 'done' });
    const [request] = api.requests;
    assert.deepEqual([request?.method, request?.path], ['DELETE', PATH]);
    assert.deepEqual(api.bodies, [{ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'one' } }]);
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
      assert.deepEqual(await applyObject(new RecordedApi([[status, body]]), RESOURCE, REPORT), outcome);
    });
  }
});
