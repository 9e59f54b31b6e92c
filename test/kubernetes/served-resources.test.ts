import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isServed } from '../../src/kubernetes/listed-resources.ts';
import { RecordedApi } from '../support/kubernetes/recorded-api.ts';

const REPORTS = { groupPath: '/apis/openreports.io/v1alpha1', plural: 'reports' };

describe('a resource', () => {
  test('is served where discovery lists it', async () => {
    const api = new RecordedApi([[200, { resources: [{ name: 'clusterreports' }, { name: 'reports' }] }]]);
    assert.equal(await isServed(api, REPORTS), true);
    assert.deepEqual(api.requests, [{ method: 'GET', path: '/apis/openreports.io/v1alpha1' }]);
  });

  test('is not served where its group has others', async () => {
    const api = new RecordedApi([[200, { resources: [{ name: 'clusterreports' }] }]]);
    assert.equal(await isServed(api, REPORTS), false);
  });

  test('is not served where its group is unknown', async () => {
    assert.equal(await isServed(new RecordedApi([[404, '404 page not found']]), REPORTS), false);
  });

  test('is not known to be served where the API server fails', async () => {
    await assert.rejects(isServed(new RecordedApi([[503, { message: 'overloaded' }]]), REPORTS), {
      name: 'ClusterError',
      message: 'cannot read /apis/openreports.io/v1alpha1: the API server answered HTTP 503: overloaded',
    });
  });
});
