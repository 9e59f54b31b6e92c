import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ApiAnswer, KubernetesApi } from '../../src/kubernetes/api.ts';
import { ClusterError } from '../../src/kubernetes/cluster-error.ts';
import { watchEksWebhook } from '../../src/webhook/observation.ts';

const THERE: ApiAnswer = { status: 200, body: '{"kind":"MutatingWebhookConfiguration"}' };
const GONE: ApiAnswer = { status: 404, body: '{"message":"not found"}' };
const FORBIDDEN: ApiAnswer = { status: 403, body: '{"message":"no"}' };

describe("the look-up of EKS's own webhook", () => {
  test('asks for the configuration by its name', async () => {
    const paths: string[] = [];
    const send = async ({ path }: { readonly path: string }): Promise<ApiAnswer> => {
      paths.push(path);
      return THERE;
    };
    await watchEksWebhook().check({ send }).run();
    assert.deepEqual(paths, [
      '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/0500-amazon-eks-fargate-mutation.amazonaws.com',
    ]);
  });

  test('says that it is there, and later that it has gone', async () => {
    const eks = watchEksWebhook();
    assert.equal(eks.isPresent(), false);
    await eks.check(answering(THERE)).run();
    assert.equal(eks.isPresent(), true);
    await eks.check(answering(GONE)).run();
    assert.equal(eks.isPresent(), false);
  });

  test('keeps what it knew where the look-up is refused', async () => {
    const eks = watchEksWebhook();
    await eks.check(answering(THERE)).run();
    await assert.rejects(eks.check(answering(FORBIDDEN)).run(), ClusterError);
    assert.equal(eks.isPresent(), true);
  });
});

function answering(answer: ApiAnswer): KubernetesApi {
  return { send: async () => answer };
}
