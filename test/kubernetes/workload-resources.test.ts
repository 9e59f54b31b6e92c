import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findWorkloadResource } from '../../src/kubernetes/workload-resources.ts';

describe('the name of a workload resource', () => {
  const names: Readonly<Record<string, string>> = {
    pod: 'pods',
    po: 'pods',
    Pods: 'pods',
    rc: 'replicationcontrollers',
    deploy: 'deployments',
    Deployment: 'deployments',
    'deployments.apps': 'deployments',
    'deployment.v1.apps': 'deployments',
    rs: 'replicasets',
    sts: 'statefulsets',
    ds: 'daemonsets',
    job: 'jobs',
    'jobs.batch': 'jobs',
    'pods.v1.': 'pods',
    cj: 'cronjobs',
  };
  for (const [name, plural] of Object.entries(names)) {
    test(`${name} means ${plural}`, () => {
      assert.equal(findWorkloadResource(name)?.plural, plural);
    });
  }

  for (const name of ['', 'service', 'deployments.batch', 'constructor']) {
    test(`"${name}" is none`, () => {
      assert.equal(findWorkloadResource(name), undefined);
    });
  }
});
