import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { abortableApi } from '../../src/kubernetes/api.ts';
import { ClusterError } from '../../src/kubernetes/cluster-error.ts';
import { RecordedApi } from '../support/kubernetes/recorded-api.ts';

const REQUEST = { method: 'GET', path: '/version' } as const;

describe('an API that can be given up', () => {
  test('is as it was until then', async () => {
    const { signal } = new AbortController();
    const recorded = new RecordedApi([[200, 'ok']]);
    assert.deepEqual(await abortableApi(recorded, signal).send(REQUEST), { status: 200, body: 'ok' });
    assert.deepEqual(recorded.requests, [{ ...REQUEST, signal }]);
  });

  test('is not asked any more from then on', async () => {
    const recorded = new RecordedApi([]);
    await assert.rejects(abortableApi(recorded, AbortSignal.abort()).send(REQUEST), { name: 'AbortError' });
    assert.deepEqual(recorded.requests, []);
  });

  test('ends what is under way by the reason of the signal, and not as a failure of the cluster', async () => {
    const ending = new AbortController();
    const hanging = {
      send: () => {
        ending.abort();
        return Promise.reject(new ClusterError('failed', 'the API server does not answer'));
      },
    };
    await assert.rejects(abortableApi(hanging, ending.signal).send(REQUEST), { name: 'AbortError' });
  });

  test('fails as the cluster does while it is not given up', async () => {
    const failing = { send: () => Promise.reject(new ClusterError('failed', 'no answer')) };
    await assert.rejects(abortableApi(failing, new AbortController().signal).send(REQUEST), ClusterError);
  });
});
