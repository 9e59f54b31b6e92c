import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { capacityOf, formatCapacity } from '../../src/fargate/capacity.ts';
import { type Finding, findingsOf } from '../../src/fargate/finding.ts';
import { checkSize } from '../../src/fargate/sizing.ts';
import { pod } from '../support/pods.ts';

describe('size-exceeded', () => {
  test('reports the requests, in the words of EKS, and nothing else about the size', () => {
    const resources = { requests: { cpu: '17', memory: '1Gi' }, limits: { memory: '2Gi' } };
    assert.deepEqual(messagesFor({ containers: [{ name: 'x', resources }] }), [
      "size-exceeded: Your pod's cpu/memory requirements exceed the max Fargate configuration: 17 vCPU and 1.25 GB (including 256 MiB for Fargate itself)",
    ]);
  });

  test('is found for the memory of the largest size, to which 256 MiB are added', () => {
    assert.deepEqual(codesFor({ cpu: '16', memory: '120Gi' }), ['size-exceeded']);
    assert.deepEqual(codesFor({ cpu: '16', memory: '122624Mi' }), []);
  });

  test('is found for the sum of sidecars and containers', () => {
    const requesting = (cpu: string) => ({ name: 'x', resources: { requests: { cpu, memory: '30Gi' } } });
    const initContainers = [{ ...requesting('8'), restartPolicy: 'Always' }];
    assert.deepEqual(codesOf({ initContainers, containers: [requesting('9')] }), ['size-exceeded']);
  });
});

describe('no-requests', () => {
  test('names the smallest size, and the LimitRange that may change it', () => {
    assert.deepEqual(messagesFor({ containers: [{ name: 'x' }] }), [
      'no-requests: no container requests cpu or memory, so the pod gets 0.25vCPU 0.5GB (unless a LimitRange of the namespace sets requests)',
    ]);
  });

  test('is not found where one container or the pod has a request, or a limit', () => {
    assert.deepEqual(
      codesOf({ containers: [{ name: 'x' }, { name: 'y', resources: { requests: { cpu: '1m' } } }] }),
      [],
    );
    assert.deepEqual(codesOf({ containers: [{ name: 'x', resources: { limits: { memory: '64Mi' } } }] }), []);
    assert.deepEqual(codesOf({ containers: [{ name: 'x' }], resources: { requests: { cpu: '100m' } } }), []);
  });
});

describe('limits-above-requests', () => {
  const small = { cpu: '250m', memory: '256Mi' };

  test('is found for cpu and for memory, once for all containers, at the first', () => {
    const differing = (name: string, limits: object) => ({ name, resources: { requests: small, limits } });
    const spec = {
      initContainers: [differing('init', { cpu: '1' })],
      containers: [differing('same', small), differing('cpu', { cpu: '251m' }), differing('memory', { memory: '1Gi' })],
    };
    const [found] = foundFor(spec).filter(({ code }) => code === 'limits-above-requests');
    assert.equal(found?.field.toString(), 'spec.containers[1].resources');
    assert.equal(
      found?.message,
      'limits are higher than requests (cpu, memory, init): Fargate provisions only what the pod requests',
    );
  });

  test('is not found for equal quantities that are written otherwise', () => {
    const resources = { requests: small, limits: { cpu: '0.25', memory: '268435456' } };
    assert.deepEqual(codesOf({ containers: [{ name: 'x', resources }] }), []);
  });

  test('is not found where either is absent: a request defaults to its limit', () => {
    assert.deepEqual(codesOf({ containers: [{ name: 'x', resources: { limits: small } }] }), []);
    assert.deepEqual(codesOf({ containers: [{ name: 'x', resources: { requests: small } }] }), []);
  });

  test('is found for the pod as a whole', () => {
    const resources = { requests: small, limits: { cpu: '1' } };
    const [found] = foundFor({ containers: [{ name: 'x' }], resources });
    assert.deepEqual([found?.code, found?.field.toString()], ['limits-above-requests', 'spec.resources']);
  });
});

describe('size-step', () => {
  const cases: readonly (readonly [cpu: string, memory: string, message: string])[] = [
    ['1', '8Gi', '2vCPU 9GB: with 7936Mi instead of 8Gi of memory it gets 1vCPU 8GB'],
    ['1', '7937Mi', '2vCPU 9GB: with 7936Mi instead of 7937Mi of memory it gets 1vCPU 8GB'],
    ['250m', '512Mi', '0.25vCPU 1GB: with 256Mi instead of 512Mi of memory it gets 0.25vCPU 0.5GB'],
    ['500m', '4Gi', '1vCPU 5GB: with 3840Mi instead of 4Gi of memory it gets 0.5vCPU 4GB'],
    ['8', '32Gi', '8vCPU 36GB: with 32512Mi instead of 32Gi of memory it gets 8vCPU 32GB'],
  ];
  for (const [cpu, memory, message] of cases) {
    test(`${cpu} vCPU and ${memory} get ${message}`, () => {
      const found = messagesFor(requesting({ cpu, memory })).filter((text) => text.startsWith('size-step'));
      assert.deepEqual(found, [`size-step: Fargate adds 256 MiB, so the pod gets ${message}`]);
    });
  }

  test('is not found where the memory fits, or where the cpu alone decides', () => {
    assert.deepEqual(codesFor({ cpu: '1', memory: '7936Mi' }), []);
    assert.deepEqual(codesFor({ cpu: '4', memory: '7Gi' }), []);
  });

  test('always names a request that gives the smaller size', () => {
    const millis = fc.integer({ min: 1, max: 16_000 });
    const mebibytes = fc.integer({ min: 1, max: 122_000 });
    fc.assert(
      fc.property(millis, mebibytes, (cpu, memory) => {
        const [, wanted, size] = stepFor({ cpu: `${cpu}m`, memory: `${memory}Mi` }) ?? [];
        if (wanted === undefined) return;
        const smaller = capacityOf(pod({ spec: requesting({ cpu: `${cpu}m`, memory: wanted }) }));
        assert.ok(smaller.kind === 'provisioned');
        assert.equal(formatCapacity(smaller), size);
      }),
    );
  });

  function stepFor(requests: object): RegExpExecArray | undefined {
    const text = messagesFor(requesting(requests)).find((message) => message.startsWith('size-step'));
    if (text === undefined) return undefined;
    const step = /with (\d+Mi) instead of \S+ of memory it gets (.*)$/.exec(text);
    assert.ok(step !== null, text);
    return step;
  }
});

describe('size-unused', () => {
  test('names the share of the price that goes unused', () => {
    assert.deepEqual(messagesFor(requesting({ cpu: '4', memory: '1Gi' })), []);
    assert.deepEqual(messagesFor(requesting({ cpu: '2100m', memory: '1Gi' })), [
      'size-unused: 54% of the price of 4vCPU 8GB pays for capacity that the pod does not request',
    ]);
  });

  test('is not found for the smallest size, below which there is nothing to save', () => {
    assert.deepEqual(codesFor({ cpu: '1m', memory: '1Mi' }), []);
  });

  test('is found where only memory is requested', () => {
    assert.deepEqual(codesFor({ memory: '3840Mi' }), ['size-unused']);
  });
});

test('an invalid quantity has no finding about the size', () => {
  assert.deepEqual(codesFor({ memory: '1 Gi' }), []);
});

function requesting(requests: object): object {
  return { containers: [{ name: 'x', resources: { requests } }] };
}

function codesFor(requests: object): readonly string[] {
  return codesOf(requesting(requests));
}

function foundFor(spec: object): readonly Finding[] {
  return findingsOf((add) => checkSize(pod({ spec }), add));
}

function codesOf(spec: object): readonly string[] {
  return foundFor(spec).map(({ code }) => code);
}

function messagesFor(spec: object): readonly string[] {
  return foundFor(spec).map(({ code, message }) => `${code}: ${message}`);
}
