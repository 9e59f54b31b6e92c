import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { unsatisfiedNodeAffinity, unsatisfiedNodeLabels } from '../../src/fargate/node.ts';
import type { NodeRequirement } from '../../src/fargate/pod.ts';

describe('a nodeSelector', () => {
  const satisfied: readonly (readonly [key: string, value: string])[] = [
    ['eks.amazonaws.com/compute-type', 'fargate'],
    ['kubernetes.io/arch', 'amd64'],
    ['kubernetes.io/os', 'linux'],
    ['beta.kubernetes.io/arch', 'amd64'],
    ['beta.kubernetes.io/os', 'linux'],
    ['kubernetes.io/hostname', 'ip-192-168-1-2.eu-west-1.compute.internal'],
    ['topology.kubernetes.io/region', 'eu-west-1'],
    ['topology.kubernetes.io/zone', 'eu-west-1a'],
    ['failure-domain.beta.kubernetes.io/region', 'eu-west-1'],
    ['failure-domain.beta.kubernetes.io/zone', 'eu-west-1a'],
  ];
  for (const [key, value] of satisfied) {
    test(`for ${key}=${value} may be satisfied`, () => {
      assert.deepEqual(unsatisfiedNodeLabels({ [key]: value }), []);
    });
  }

  const unsatisfied: readonly (readonly [key: string, value: string])[] = [
    ['eks.amazonaws.com/compute-type', 'ec2'],
    ['kubernetes.io/arch', 'arm64'],
    ['kubernetes.io/os', 'windows'],
    ['beta.kubernetes.io/arch', 'arm64'],
    ['node.kubernetes.io/instance-type', 'm7i.large'],
    ['karpenter.sh/nodepool', 'general'],
    ['eks.amazonaws.com/nodegroup', 'workers'],
    ['constructor', 'amd64'],
  ];
  for (const [key, value] of unsatisfied) {
    test(`for ${key}=${value} cannot be satisfied`, () => {
      assert.deepEqual(unsatisfiedNodeLabels({ [key]: value }), [key]);
    });
  }

  test('without entries is satisfied by every node', () => {
    assert.deepEqual(unsatisfiedNodeLabels({}), []);
  });
});

describe('a required node affinity', () => {
  const COMPUTE_TYPE = 'eks.amazonaws.com/compute-type';
  const ZONE = 'topology.kubernetes.io/zone';
  const OTHER = 'karpenter.sh/nodepool';

  const cases: readonly (readonly [key: string, operator: string, values: readonly string[], isSatisfied: boolean])[] =
    [
      ['kubernetes.io/arch', 'In', ['arm64', 'amd64'], true],
      ['kubernetes.io/arch', 'In', ['arm64'], false],
      [COMPUTE_TYPE, 'NotIn', ['fargate'], false],
      [COMPUTE_TYPE, 'NotIn', ['ec2'], true],
      [COMPUTE_TYPE, 'Exists', [], true],
      [COMPUTE_TYPE, 'DoesNotExist', [], false],
      ['kubernetes.io/arch', 'Gt', ['1'], false],
      ['kubernetes.io/arch', 'Lt', ['1'], false],
      [ZONE, 'In', ['eu-west-1a'], true],
      [ZONE, 'NotIn', ['eu-west-1a'], true],
      [ZONE, 'Exists', [], true],
      [ZONE, 'DoesNotExist', [], false],
      [ZONE, 'Gt', ['1'], false],
      [OTHER, 'In', ['general'], false],
      [OTHER, 'NotIn', ['general'], true],
      [OTHER, 'Exists', [], false],
      [OTHER, 'DoesNotExist', [], true],
      [OTHER, 'Gt', ['1'], false],
      [OTHER, 'Lt', ['1'], false],
      ['metadata.name', 'In', ['fargate-ip-192-168-1-2.eu-west-1.compute.internal'], true],
    ];
  for (const [key, operator, values, isSatisfied] of cases) {
    test(`for ${key} ${operator} [${values}] ${isSatisfied ? 'may' : 'cannot'} be satisfied`, () => {
      assert.equal(unsatisfiedNodeAffinity([[{ key, operator, values }]]), !isSatisfied);
    });
  }

  const possible: NodeRequirement = { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] };
  const impossible: NodeRequirement = { key: OTHER, operator: 'Exists', values: [] };

  test('needs one term that can hold', () => {
    assert.equal(unsatisfiedNodeAffinity([[impossible], [possible]]), false);
    assert.equal(unsatisfiedNodeAffinity([[impossible], [impossible]]), true);
  });

  test('needs every requirement of a term', () => {
    assert.equal(unsatisfiedNodeAffinity([[possible, impossible]]), true);
  });

  test('with no term, or with an empty one, matches no node', () => {
    assert.equal(unsatisfiedNodeAffinity([]), true);
    assert.equal(unsatisfiedNodeAffinity([[]]), true);
  });

  test('that is absent is satisfied by every node', () => {
    assert.equal(unsatisfiedNodeAffinity(undefined), false);
  });
});
