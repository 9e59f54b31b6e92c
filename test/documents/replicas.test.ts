import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { readReplicas } from '../../src/documents/workloads/replicas.ts';

describe('how many pods a workload keeps running', () => {
  const cases: readonly (readonly [kind: string, spec: object, replicas: number])[] = [
    ['Deployment', { replicas: 3 }, 3],
    ['Deployment', {}, 1],
    ['ReplicaSet', { replicas: 0 }, 0],
    ['ReplicationController', { replicas: 2 }, 2],
    ['StatefulSet', { replicas: 5 }, 5],
    ['Job', { parallelism: 4, completions: 8 }, 4],
    ['Job', {}, 1],
    ['CronJob', { jobTemplate: { spec: { parallelism: 2 } } }, 2],
    ['CronJob', {}, 1],
    ['DaemonSet', { replicas: 7 }, 1],
    ['Pod', {}, 1],
  ];
  for (const [kind, spec, replicas] of cases) {
    test(`is ${replicas} for a ${kind} with ${JSON.stringify(spec)}`, () => {
      assert.equal(readReplicas(new Field({ kind, spec })), replicas);
    });
  }
});
