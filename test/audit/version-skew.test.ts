import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describeSkew, minorVersionIn, skewOf } from '../../src/audit/version-skew.ts';

describe('the minor version', () => {
  for (const [text, minor] of [
    ['v1.35.2-eks-1a2b3c4', 35],
    ['v1.36.0', 36],
    ['1.37', 37],
    ['1.9+', 9],
    ['', undefined],
    ['v2.1.0', undefined],
    ['1.36x', undefined],
    ['latest', undefined],
  ] as const) {
    test(`of ${JSON.stringify(text)} is ${minor}`, () => {
      assert.equal(minorVersionIn(text), minor);
    });
  }
});

describe('a kubelet', () => {
  for (const [kubelet, controlPlane, kind, words] of [
    [36, 36, 'same', 'the same minor version'],
    [35, 36, 'behind', '1 minor version behind'],
    [33, 36, 'behind', '3 minor versions behind'],
    [32, 36, 'too-old', '4 minor versions behind, which Kubernetes does not support'],
    [24, 26, 'behind', '2 minor versions behind'],
    [24, 27, 'too-old', '3 minor versions behind, which Kubernetes does not support'],
    [37, 36, 'newer', '1 minor version ahead, which Kubernetes does not support'],
  ] as const) {
    test(`of 1.${kubelet} is ${kind} beside a control plane of 1.${controlPlane}`, () => {
      const skew = skewOf(kubelet, controlPlane);
      assert.equal(skew.kind, kind);
      assert.equal(describeSkew(skew), words);
    });
  }
});
