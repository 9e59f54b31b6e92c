import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { parseWorkload, replicasOf } from '../../src/documents/workloads/workload.ts';

describe('how many pods a workload keeps running', () => {
  const cases: readonly (readonly [apiVersion: string, kind: string, spec: object, replicas: number])[] = [
    ['apps/v1', 'Deployment', { replicas: 3 }, 3],
    ['apps/v1', 'Deployment', {}, 1],
    ['apps/v1', 'ReplicaSet', { replicas: 0 }, 0],
    ['v1', 'ReplicationController', { replicas: 2 }, 2],
    ['apps/v1', 'StatefulSet', { replicas: 5 }, 5],
    ['batch/v1', 'Job', { parallelism: 4, completions: 8 }, 4],
    ['batch/v1', 'Job', {}, 1],
    ['batch/v1', 'CronJob', { jobTemplate: { spec: { parallelism: 2 } } }, 2],
    ['batch/v1', 'CronJob', {}, 1],
    ['apps/v1', 'DaemonSet', { replicas: 7 }, 1],
    ['v1', 'Pod', {}, 1],
  ];
  for (const [apiVersion, kind, spec, replicas] of cases) {
    test(`is ${replicas} for a ${kind} with ${JSON.stringify(spec)}`, () => {
      const workload = parseWorkload(new Field({ apiVersion, kind, spec }), 'shop');
      assert.equal(workload && replicasOf(workload), replicas);
    });
  }
});
