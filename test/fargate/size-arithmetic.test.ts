import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { effectiveRequests } from '../../src/fargate/requests.ts';
import { sizeArithmetic } from '../../src/fargate/size-arithmetic.ts';
import { pod } from '../support/pods.ts';

const MEBIBYTE = 1000n * 1024n ** 2n;

function arithmeticOf(spec: object) {
  const size = sizeArithmetic(pod({ spec }));
  assert.equal(size.kind, 'arithmetic');
  return size;
}

function requesting(name: string, requests: object) {
  return { name, resources: { requests } };
}

describe('the arithmetic of a size', () => {
  test('adds up what the containers request, and 256 MiB', () => {
    const containers = [requesting('web', { cpu: '250m', memory: '512Mi' }), requesting('log', { memory: '128Mi' })];
    const { cpu, memory, memoryOverhead, capacity } = arithmeticOf({ containers });
    assert.deepEqual(cpu, { starting: 0n, running: 250n, podLevel: undefined, requested: 250n });
    assert.deepEqual(memory, {
      starting: 0n,
      running: 640n * MEBIBYTE,
      podLevel: undefined,
      requested: 640n * MEBIBYTE,
    });
    assert.equal(memoryOverhead, 256n * MEBIBYTE);
    assert.deepEqual(capacity, { kind: 'provisioned', vcpu: 0.25, memoryGB: 1 });
  });

  test('names the containers in the order in which they start, with what each of them asks for', () => {
    const { containers } = arithmeticOf({
      containers: [{ name: 'web', resources: { requests: { cpu: '1' }, limits: { cpu: '2', memory: '1Gi' } } }],
      initContainers: [
        { ...requesting('mesh', { cpu: '100m' }), restartPolicy: 'Always' },
        requesting('migrate', { memory: '1Mi' }),
      ],
    });
    assert.deepEqual(containers, [
      { name: 'mesh', role: 'sidecar', cpu: { amount: 100n, from: 'request' }, memory: undefined },
      { name: 'migrate', role: 'init container', cpu: undefined, memory: { amount: MEBIBYTE, from: 'request' } },
      {
        name: 'web',
        role: 'container',
        cpu: { amount: 1_000n, from: 'request' },
        memory: { amount: 1_024n * MEBIBYTE, from: 'limit' },
      },
    ]);
  });

  test('takes the larger of what is asked for while starting and while running', () => {
    const { cpu } = arithmeticOf({
      containers: [requesting('web', { cpu: '250m' })],
      initContainers: [
        { ...requesting('mesh', { cpu: '100m' }), restartPolicy: 'Always' },
        requesting('migrate', { cpu: '1' }),
      ],
    });
    assert.deepEqual(cpu, { starting: 1_100n, running: 350n, podLevel: undefined, requested: 1_100n });
  });

  test('lets pod-level requests replace those of the containers', () => {
    const { cpu, memory } = arithmeticOf({
      resources: { requests: { cpu: '2' } },
      containers: [requesting('web', { cpu: '250m', memory: '1Mi' })],
    });
    assert.deepEqual(cpu, { starting: 0n, running: 250n, podLevel: 2_000n, requested: 2_000n });
    assert.equal(memory.podLevel, undefined);
  });

  test('says why nothing is large enough', () => {
    const { capacity } = arithmeticOf({ containers: [requesting('web', { cpu: '17' })] });
    assert.equal(capacity.kind, 'too-large');
    assert.match(capacity.reason, /^the pod needs 17 vCPU and 0\.25 GB/);
  });

  test('names a quantity that is none', () => {
    const size = sizeArithmetic(pod({ spec: { containers: [requesting('web', { memory: '1 Gi' })] } }));
    assert.deepEqual(size, { kind: 'invalid-quantity', resource: 'memory', text: '1 Gi' });
  });

  test('always ends with the effective requests', () => {
    const quantities = fc.record({ cpu: fc.nat(9).map(String), memory: fc.nat(9).map(String) }, { requiredKeys: [] });
    const resources = fc.record({ requests: quantities, limits: quantities });
    const container = fc.record({ name: fc.constant('c'), resources, restartPolicy: fc.constantFrom('Always', '') });
    const containers = fc.array(container, { maxLength: 3 });
    fc.assert(
      fc.property(fc.record({ containers, initContainers: containers, resources }), (spec) => {
        const { cpu, memory } = arithmeticOf(spec);
        const requests = effectiveRequests(pod({ spec }));
        assert.equal(requests.kind, 'requests');
        assert.deepEqual([cpu.requested, memory.requested], [requests.cpu, requests.memory]);
      }),
    );
  });
});
