import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CONTAINER, CONTROLLED, validate } from '../../support/workload-reviews.ts';

const PRIVILEGED = { ...CONTAINER, securityContext: { privileged: true } };

function rollout(container: object, more: object = {}) {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: 'web' },
    spec: { template, ...more },
  };
}

function jobSet(...containers: readonly object[]) {
  const replicatedJobs = containers.map((container, index) => ({
    name: `job-${index}`,
    template: { spec: { template: { spec: { containers: [container] } } } },
  }));
  return {
    apiVersion: 'jobset.x-k8s.io/v1alpha2',
    kind: 'JobSet',
    metadata: { name: 'train' },
    spec: { replicatedJobs },
  };
}

describe('/validate/workloads for kinds of operators', () => {
  test('warns of a Rollout as of a Deployment', () => {
    const { response, prediction, findings } = validate(rollout(PRIVILEGED));
    assert.match(
      response.warnings?.[0] ?? '',
      /^Rollout web: spec\.template\.spec\.containers\[0\]\..* \[privileged\]$/,
    );
    assert.deepEqual([response.allowed, prediction, findings.includes('privileged')], [true, 'fargate', true]);
  });

  test('warns of each template of a JobSet, and names it', () => {
    const { response } = validate(jobSet(CONTAINER, PRIVILEGED, PRIVILEGED));
    const privileged = response.warnings?.filter((warning) => warning.includes('[privileged]')) ?? [];
    assert.deepEqual(
      privileged.map((warning) => warning.split(': ')[0]),
      ['JobSet train (job-1)', 'JobSet train (job-2)'],
    );
  });

  test('says nothing of an update that leaves the templates alone', () => {
    const oldObject = rollout(PRIVILEGED);
    const { response } = validate(rollout(PRIVILEGED, { replicas: 4, paused: true }), {
      operation: 'UPDATE',
      oldObject,
    });
    assert.equal(response.warnings, undefined);
  });

  test('warns of the template that an update changes, and not of the others', () => {
    const parts = { operation: 'UPDATE', oldObject: jobSet(PRIVILEGED, CONTAINER) } as const;
    const { response } = validate(jobSet(PRIVILEGED, PRIVILEGED), parts);
    const subjects = response.warnings?.filter((warning) => warning.includes('[privileged]')) ?? [];
    assert.deepEqual(
      subjects.map((warning) => warning.split(': ')[0]),
      ['JobSet train (job-1)'],
    );
  });

  test('says nothing of what a controller makes', () => {
    const { response } = validate({ ...rollout(PRIVILEGED), metadata: CONTROLLED });
    assert.equal(response.warnings, undefined);
  });

  test('passes a Rollout whose pods come from a Deployment, and a kind whose pods no rule predicts', () => {
    const workloadRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
    const metadata = { name: 'web' };
    const objects = [
      { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata, spec: { workloadRef } },
      { apiVersion: 'sparkoperator.k8s.io/v1beta2', kind: 'SparkApplication', metadata, spec: {} },
    ];
    for (const object of objects) {
      const { response } = validate(object);
      assert.deepEqual([response.allowed, response.warnings], [true, undefined]);
    }
  });
});
