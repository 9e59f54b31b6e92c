import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  COMPARABLE_SIZES,
  capacityOf,
  formatCapacity,
  parseCapacity,
  SIZES,
  sizeArithmetic,
} from '../../src/fargate/capacity.ts';
import type { StringMap } from '../../src/fargate/pod.ts';
import { effectiveRequests, type ResourceOwner } from '../../src/fargate/requests.ts';
import { pod } from '../support/pods.ts';

describe('capacity', () => {
  describe('gives the sizes that were observed on EKS', () => {
    const observed: readonly (readonly [cpu: string, memory: string, size: string])[] = [
      ['250m', '1000Mi', '0.25vCPU 2GB'],
      ['255m', '1000Mi', '0.5vCPU 2GB'],
      ['260m', '1750Mi', '0.5vCPU 2GB'],
      ['255m', '1800Mi', '0.5vCPU 3GB'],
      ['255m', '10Gi', '2vCPU 11GB'],
      ['1', '8Gi', '2vCPU 9GB'],
    ];
    for (const [cpu, memory, size] of observed) {
      test(`${cpu} and ${memory} run on ${size}`, () => {
        assert.equal(sizeOf({ containers: [requesting({ cpu, memory })] }), size);
      });
    }
  });

  test('a pod without requests gets the smallest size', () => {
    assert.equal(sizeOf({ containers: [container({}), container({})] }), '0.25vCPU 0.5GB');
  });

  test('exactly 256 MiB below a size still fits it', () => {
    assert.equal(sizeOf({ containers: [requesting({ cpu: '250m', memory: '256Mi' })] }), '0.25vCPU 0.5GB');
  });

  test('a byte more does not', () => {
    assert.equal(sizeOf({ containers: [requesting({ cpu: '250m', memory: '268435457' })] }), '0.25vCPU 1GB');
  });

  test('requests default to limits', () => {
    assert.equal(sizeOf({ containers: [container({ limits: { cpu: '2', memory: '4Gi' } })] }), '2vCPU 5GB');
  });

  test('a request of 0 is a request, and the limit does not replace it', () => {
    const resources = { requests: { cpu: '0' }, limits: { cpu: '4' } };
    assert.equal(sizeOf({ containers: [container(resources)] }), '0.25vCPU 0.5GB');
  });

  test('containers add up', () => {
    const one = requesting({ cpu: '300m', memory: '700Mi' });
    assert.equal(sizeOf({ containers: [one, one] }), '1vCPU 2GB');
  });

  test('the largest init container counts where it is larger than all containers, for each resource by itself', () => {
    const initContainers = [requesting({ cpu: '1' }), requesting({ memory: '3Gi' })];
    assert.equal(sizeOf({ initContainers, containers: [requesting({ cpu: '2', memory: '1Gi' })] }), '2vCPU 4GB');
  });

  test('a sidecar runs beside the containers and beside the init containers after it', () => {
    const initContainers = [
      requesting({ cpu: '1' }),
      { ...requesting({ cpu: '500m' }), restartPolicy: 'Always' },
      requesting({ cpu: '3600m' }),
    ];
    assert.equal(sizeOf({ initContainers, containers: [requesting({ cpu: '1' })] }), '8vCPU 16GB');
  });

  test('pod-level requests replace the sum of the containers', () => {
    const resources = { requests: { cpu: '250m', memory: '256Mi' }, limits: {} };
    assert.equal(sizeOf({ resources, containers: [requesting({ cpu: '4', memory: '8Gi' })] }), '0.25vCPU 0.5GB');
  });

  test('pod-level limits count where no container has requests', () => {
    const resources = { requests: {}, limits: { cpu: '2', memory: '3Gi' } };
    assert.equal(sizeOf({ resources, containers: [container({})] }), '2vCPU 4GB');
  });

  test('the requests of containers replace pod-level limits', () => {
    const resources = { requests: {}, limits: { cpu: '2' } };
    assert.equal(sizeOf({ resources, containers: [requesting({ cpu: '100m' })] }), '0.25vCPU 0.5GB');
  });

  test('the largest size is 16 vCPU and 120 GB', () => {
    assert.equal(sizeOf({ containers: [requesting({ cpu: '16', memory: '119.75Gi' })] }), '16vCPU 120GB');
  });

  test('a pod that is too large gets a reason with its requests and the largest size', () => {
    assert.deepEqual(capacityOf(ownerOf({ containers: [requesting({ cpu: '16001m', memory: '1Gi' })] })), {
      kind: 'too-large',
      needed: '16.001 vCPU and 1.25 GB (including 256 MiB for Fargate itself)',
      reason:
        'the pod needs 16.001 vCPU and 1.25 GB (including 256 MiB for Fargate itself); the largest Fargate size is 16 vCPU and 120 GB',
    });
  });

  test('names the invalid quantity', () => {
    assert.deepEqual(capacityOf(ownerOf({ containers: [requesting({ memory: '1 Gi' })] })), {
      kind: 'invalid-quantity',
      resource: 'memory',
      text: '1 Gi',
    });
  });

  test('the table has every pair of the guide', () => {
    const pairs = SIZES.map(({ vcpu, memoriesGB }) => [vcpu, memoriesGB[0], memoriesGB.at(-1), memoriesGB.length]);
    assert.deepEqual(pairs, [
      [0.25, 0.5, 2, 3],
      [0.5, 1, 4, 4],
      [1, 2, 8, 7],
      [2, 4, 16, 13],
      [4, 8, 30, 23],
      [8, 16, 60, 12],
      [16, 32, 120, 12],
    ]);
  });

  test('the size provides the requests, and no cheaper size does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 16_000 }), fc.integer({ min: 0, max: 122_000 }), (millis, mebibytes) => {
        const fitting = SIZES.flatMap(({ vcpu, memoriesGB }) => memoriesGB.map((memoryGB) => ({ vcpu, memoryGB })))
          .filter(({ vcpu, memoryGB }) => vcpu * 1000 >= millis && memoryGB * 1024 >= mebibytes + 256)
          .toSorted((a, b) => hourlyPrice(a) - hourlyPrice(b));
        const cheapest = fitting[0];
        const capacity = capacityOf(
          ownerOf({ containers: [requesting({ cpu: `${millis}m`, memory: `${mebibytes}Mi` })] }),
        );
        assert.deepEqual(capacity, cheapest === undefined ? capacity : { kind: 'provisioned', ...cheapest });
        assert.equal(capacity.kind === 'too-large', cheapest === undefined);
      }),
    );
  });
});

/** USD, us-east-1, Linux/x86, 2026. */
function hourlyPrice({ vcpu, memoryGB }: { vcpu: number; memoryGB: number }): number {
  return vcpu * 0.04048 + memoryGB * 0.004445;
}

type PodParts = Partial<ResourceOwner>;
type Container = ResourceOwner['containers'][number];

function sizeOf(parts: PodParts): string {
  const capacity = capacityOf(ownerOf(parts));
  assert.ok(capacity.kind === 'provisioned', `no size: ${capacity.kind}`);
  return formatCapacity(capacity);
}

function ownerOf({ containers = [], initContainers = [], resources = { requests: {}, limits: {} } }: PodParts) {
  return { containers, initContainers, resources };
}

function requesting(requests: StringMap): Container {
  return container({ requests });
}

function container({ requests = {}, limits = {} }: { requests?: StringMap; limits?: StringMap }): Container {
  return { resources: { requests, limits }, restartPolicy: undefined };
}

describe('the CapacityProvisioned annotation of EKS', () => {
  test('reads back as every size that there is', () => {
    for (const { capacity } of COMPARABLE_SIZES) assert.deepEqual(parseCapacity(formatCapacity(capacity)), capacity);
  });

  for (const text of ['', '0.25vCPU', '0.25vCPU 0.5GB ', '0.25 vCPU 0.5 GB', '-1vCPU 2GB', '1e3vCPU 2GB', 'vCPU GB']) {
    test(`is nothing in ${JSON.stringify(text)}`, () => {
      assert.equal(parseCapacity(text), undefined);
    });
  }
});

const MEBIBYTE = 1000n * 1024n ** 2n;

function arithmeticOf(spec: object) {
  const size = sizeArithmetic(pod({ spec }));
  assert.equal(size.kind, 'arithmetic');
  return size;
}

function namedContainer(name: string, requests: object) {
  return { name, resources: { requests } };
}

describe('the calculation of a size', () => {
  test('adds up what the containers request, and 256 MiB', () => {
    const containers = [
      namedContainer('web', { cpu: '250m', memory: '512Mi' }),
      namedContainer('log', { memory: '128Mi' }),
    ];
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

  test('lists the containers in the order in which they start, with their requests', () => {
    const { containers } = arithmeticOf({
      containers: [{ name: 'web', resources: { requests: { cpu: '1' }, limits: { cpu: '2', memory: '1Gi' } } }],
      initContainers: [
        { ...namedContainer('mesh', { cpu: '100m' }), restartPolicy: 'Always' },
        namedContainer('migrate', { memory: '1Mi' }),
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

  test('uses the larger of the requests while starting and while running', () => {
    const { cpu } = arithmeticOf({
      containers: [namedContainer('web', { cpu: '250m' })],
      initContainers: [
        { ...namedContainer('mesh', { cpu: '100m' }), restartPolicy: 'Always' },
        namedContainer('migrate', { cpu: '1' }),
      ],
    });
    assert.deepEqual(cpu, { starting: 1_100n, running: 350n, podLevel: undefined, requested: 1_100n });
  });

  test('lets pod-level requests replace those of the containers', () => {
    const { cpu, memory } = arithmeticOf({
      resources: { requests: { cpu: '2' } },
      containers: [namedContainer('web', { cpu: '250m', memory: '1Mi' })],
    });
    assert.deepEqual(cpu, { starting: 0n, running: 250n, podLevel: 2_000n, requested: 2_000n });
    assert.equal(memory.podLevel, undefined);
  });

  test('explains why no size is large enough', () => {
    const { capacity } = arithmeticOf({ containers: [namedContainer('web', { cpu: '17' })] });
    assert.equal(capacity.kind, 'too-large');
    assert.match(capacity.reason, /^the pod needs 17 vCPU and 0\.25 GB/);
  });

  test('returns the invalid quantity', () => {
    const size = sizeArithmetic(pod({ spec: { containers: [namedContainer('web', { memory: '1 Gi' })] } }));
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
