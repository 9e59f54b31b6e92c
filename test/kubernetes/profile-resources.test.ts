import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ListPage } from '../../src/documents/list-page.ts';
import { listCustomResources } from '../../src/kubernetes/list-pages.ts';
import { RecordedApi } from '../support/kubernetes/recorded-api.ts';

const KIND = { group: 'eks.services.k8s.aws', kind: 'FargateProfile' };

async function listed(answers: ConstructorParameters<typeof RecordedApi>[0]) {
  const api = new RecordedApi(answers);
  const pages: ListPage[] = [];
  for await (const page of listCustomResources(api, KIND, { wait: async () => undefined })) pages.push(page);
  return { pages, paths: api.requests.map(({ path }) => path) };
}

describe('custom resources of a kind', () => {
  test('are listed in the version that the API server prefers', async () => {
    const { pages, paths } = await listed([
      [200, { kind: 'APIGroup', preferredVersion: { version: 'v1alpha1' } }],
      [200, { kind: 'FargateProfileList', metadata: {}, items: [] }],
    ]);
    assert.deepEqual(paths, [
      '/apis/eks.services.k8s.aws',
      '/apis/eks.services.k8s.aws/v1alpha1/fargateprofiles?limit=500',
    ]);
    assert.equal(pages[0]?.kind, 'page');
  });

  test('are missing where the API server does not know the group', async () => {
    const { pages } = await listed([[404, 'not found']]);
    const reason = 'the API server knows no group eks.services.k8s.aws';
    assert.deepEqual(pages, [{ kind: 'failed', problem: 'missing', reason }]);
  });

  for (const [status, body] of [
    [500, 'busy'],
    [200, '<html>'],
    [200, '{}'],
  ] as const) {
    test(`cannot be listed where the group is answered with HTTP ${status} and ${body}`, async () => {
      const reason = `the API server answered HTTP ${status} for group eks.services.k8s.aws`;
      assert.deepEqual((await listed([[status, body]])).pages, [{ kind: 'failed', problem: 'other', reason }]);
    });
  }
});
