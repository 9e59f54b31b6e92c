import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pod, section, textOf } from '../../support/cli/explained.ts';

describe('the size, as text', () => {
  test('shows init containers, sidecars, limits that count, and pod-level requests', () => {
    const spec = {
      resources: { requests: { memory: '2Gi' } },
      initContainers: [
        { name: 'mesh', restartPolicy: 'Always', resources: { requests: { cpu: '100m', memory: '128Mi' } } },
        { name: 'migrate', resources: { requests: { cpu: '500m', memory: '256Mi' } } },
      ],
      containers: [
        { name: 'web', resources: { requests: { cpu: '250m' }, limits: { memory: '512Mi' } } },
        { name: 'log', resources: {} },
      ],
    };
    assert.deepEqual(section(textOf(pod({ spec })), 'Size'), [
      'Size: 1vCPU 3GB',
      '                            cpu  memory',
      '  sidecar mesh             100m   128Mi',
      '  init container migrate   500m   256Mi',
      '  container web            250m   512Mi  memory from the limit',
      '  container log               -       -  requests nothing',
      '  most while starting      600m   384Mi  an init container, with the sidecars before it',
      '  sum while running        350m   640Mi',
      '  pod level                      2048Mi  replaces the containers',
      '  requested                600m  2048Mi',
      '  + Fargate itself                256Mi',
      '  needed                   600m  2304Mi',
      '  provisioned             1vCPU     3GB  the cheapest size that holds it',
    ]);
  });

  test('shows more containers than a function takes arguments', () => {
    const containers = Array.from({ length: 130_000 }, (_, index) => ({ name: `c${index}` }));
    assert.ok(section(textOf(pod({ spec: { containers } })), 'Size').length > 130_000);
  });

  test('says which of the sizes there would be, off Fargate', () => {
    assert.equal(
      section(textOf(pod({ metadata: { namespace: 'other' } })), 'Size')[0],
      'Size, if it were on Fargate: 0.25vCPU 0.5GB',
    );
  });

  test('says why there is none', () => {
    const sizeFor = (requests: object) =>
      section(textOf(pod({ spec: { containers: [{ name: 'web', resources: { requests } }] } })), 'Size')[0];
    assert.match(sizeFor({ cpu: '17' }) ?? '', /^Size: none, because the pod needs 17 vCPU and 0\.25 GB/);
    assert.equal(sizeFor({ cpu: '1 core' }), 'Size: unknown, because "1 core" is no quantity of cpu');
  });

  test('shows what EKS has provisioned for a running pod', () => {
    const running = pod({ metadata: { uid: '1', annotations: { CapacityProvisioned: '0.5vCPU 1GB' } } });
    assert.equal(section(textOf(running), 'Size').at(-1), 'EKS reports that it has provisioned 0.5vCPU 1GB.');
  });
});
