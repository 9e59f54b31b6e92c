import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field, FieldTypeError } from '../../src/documents/field.ts';
import { parseClusterPod } from '../../src/documents/workloads/cluster-pod.ts';

const ITEM = {
  metadata: {
    name: 'web-1',
    namespace: 'shop',
    creationTimestamp: '2026-11-26T12:00:00Z',
    annotations: { CapacityProvisioned: '0.25vCPU 0.5GB' },
  },
  spec: { nodeName: 'fargate-ip-1', containers: [{ name: 'main' }] },
  status: { phase: 'Running' },
};

describe('a pod of a list', () => {
  test('needs not say what it is', () => {
    const { name, pod, createdAtMs, phase, provisioned, isBeingDeleted, isStatic, unscheduled } = parseClusterPod(
      new Field(ITEM),
    );
    assert.deepEqual([name, pod.namespace, pod.nodeName], ['web-1', 'shop', 'fargate-ip-1']);
    assert.deepEqual([createdAtMs, phase, provisioned], [Date.UTC(2026, 10, 26, 12), 'Running', '0.25vCPU 0.5GB']);
    assert.deepEqual([isBeingDeleted, isStatic, unscheduled], [false, false, undefined]);
  });

  test('says why no scheduler has placed it by its condition', () => {
    const conditions = [
      { type: 'Ready', status: 'False', message: 'not this' },
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes' },
    ];
    assert.equal(parseClusterPod(new Field({ ...ITEM, status: { conditions } })).unscheduled, '0/1 nodes');
  });

  test('says it by the reason where there is no message', () => {
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'POD_UNSUPPORTED_ON_FARGATE' }];
    const { unscheduled } = parseClusterPod(new Field({ ...ITEM, status: { conditions } }));
    assert.equal(unscheduled, 'POD_UNSUPPORTED_ON_FARGATE');
  });

  test('is static where it mirrors what a kubelet runs', () => {
    const metadata = { ...ITEM.metadata, annotations: { 'kubernetes.io/config.mirror': 'x' } };
    assert.equal(parseClusterPod(new Field({ ...ITEM, metadata })).isStatic, true);
  });

  test('is being deleted once it has a time for it', () => {
    const metadata = { ...ITEM.metadata, deletionTimestamp: '2026-11-26T12:00:00Z' };
    assert.equal(parseClusterPod(new Field({ ...ITEM, metadata })).isBeingDeleted, true);
  });

  test('has no age where the API server does not say when it was made', () => {
    assert.equal(parseClusterPod(new Field({ ...ITEM, metadata: { name: 'web-1' } })).createdAtMs, Number.NaN);
  });

  test('of a wrong type says which field it is', () => {
    assert.throws(
      () => parseClusterPod(new Field({ ...ITEM, status: { phase: 7 } })),
      (error: unknown) => {
        return error instanceof FieldTypeError && error.message === 'status.phase: expected a string, got a number';
      },
    );
  });
});
