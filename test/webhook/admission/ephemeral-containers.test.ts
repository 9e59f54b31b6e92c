import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CONTAINER, CONTROLLED, validate } from '../../support/workload-reviews.ts';

describe('ephemeral containers', () => {
  const debug = { operation: 'UPDATE', subResource: 'ephemeralcontainers' } as const;
  const privileged = (name: string) => ({ name, securityContext: { privileged: true } });
  const podWith = (...ephemeralContainers: readonly object[]) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { hostNetwork: true, containers: [CONTAINER], ephemeralContainers },
  });
  const warning = (index: number, profile = 'web') =>
    `Pod web: spec.ephemeralContainers[${index}].securityContext.privileged: Pod not supported on Fargate: invalid SecurityContext fields: Privileged (Fargate profile ${profile} takes the pod); remove privileged, or keep the pod off Fargate [privileged]`;

  test('that are added are warned of, and nothing else about the pod', () => {
    const { response } = validate(podWith(privileged('debug')), { ...debug, oldObject: podWith() });
    assert.deepEqual(response.warnings, [warning(0)]);
  });

  test('that the pod has already are not reported again', () => {
    const [one, two] = [privileged('one'), privileged('two')];
    const { response } = validate(podWith(one, two), { ...debug, oldObject: podWith(one) });
    assert.deepEqual(response.warnings, [warning(1)]);
  });

  test('are warned of on the pods of a controller too, since a person adds them', () => {
    const pod = { ...podWith(privileged('debug')), metadata: CONTROLLED };
    assert.deepEqual(validate(pod, { ...debug, oldObject: podWith() }).response.warnings, [warning(0)]);
  });

  test('are warned of on a pod that EKS has put on a profile unknown here', () => {
    const labels = { 'eks.amazonaws.com/fargate-profile': 'new' };
    const pod = podWith(privileged('debug'));
    const decided = {
      ...pod,
      metadata: { name: 'web', labels },
      spec: { ...pod.spec, schedulerName: 'fargate-scheduler' },
    };
    assert.deepEqual(validate(decided, { ...debug, namespace: 'other' }).response.warnings, [warning(0, 'new')]);
  });
});
