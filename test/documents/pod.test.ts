import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Field, FieldTypeError } from '../../src/documents/field.ts';
import { parsePod } from '../../src/documents/pod.ts';
import { capacityOf } from '../../src/fargate/capacity.ts';
import { pod } from '../support/pods.ts';

describe('a pod', () => {
  test('that says nothing has nothing', () => {
    assert.deepEqual(pod(), {
      namespace: 'default',
      labels: {},
      labelsToCome: [],
      annotations: {},
      ownerReferences: [],
      nodeName: undefined,
      schedulerName: undefined,
      hostNetwork: false,
      hostPID: false,
      hostIPC: false,
      containers: [],
      initContainers: [],
      ephemeralContainers: [],
      volumes: [],
      nodeSelector: {},
      requiredNodeTerms: undefined,
      tolerations: [],
      hasTopologySpread: false,
      hasPodAffinity: false,
      resources: { requests: {}, limits: {} },
    });
  });

  test('is in the namespace of the request, whatever its metadata say', () => {
    assert.equal(pod({ namespace: 'shop', metadata: { namespace: 'other' } }).namespace, 'shop');
  });

  test('null counts as absent everywhere', () => {
    const spec = {
      containers: null,
      volumes: null,
      affinity: null,
      tolerations: null,
      nodeSelector: null,
      resources: null,
    };
    assert.deepEqual(pod({ metadata: { labels: null, ownerReferences: null }, spec }), pod());
  });

  test('has each port, with the hostPort that hostNetwork brings', () => {
    const ports = [{ containerPort: 80 }, { containerPort: 81, hostPort: 8081 }, { containerPort: 82, hostIP: '::1' }];
    const containers = [{ name: 'web', ports }];
    assert.deepEqual(
      pod({ spec: { containers } }).containers[0]?.ports.map(({ hostPort }) => hostPort),
      [0, 8081, 0],
    );
    assert.deepEqual(
      pod({ spec: { containers, hostNetwork: true } }).containers[0]?.ports.map(({ hostPort }) => hostPort),
      [80, 8081, 82],
    );
    assert.deepEqual(
      pod({ spec: { containers } }).containers[0]?.ports.map(({ hasHostIP }) => hasHostIP),
      [false, false, true],
    );
  });

  test('has a hostPort under hostNetwork in init containers too', () => {
    const initContainers = [{ name: 'sidecar', restartPolicy: 'Always', ports: [{ containerPort: 9090 }] }];
    const [sidecar] = pod({ spec: { initContainers, hostNetwork: true } }).initContainers;
    assert.equal(sidecar?.ports[0]?.hostPort, 9090);
  });

  test('is sized by its limits where it has no requests', () => {
    const resources = { limits: { cpu: 2, memory: '7936Mi' } };
    assert.deepEqual(capacityOf(pod({ spec: { containers: [{ name: 'x', resources }] } })), {
      kind: 'provisioned',
      vcpu: 2,
      memoryGB: 8,
    });
  });

  test('has the type of each volume and where it stands', () => {
    const volumes = [{ name: 'a', hostPath: {} }, { csi: {}, name: 'b' }, { name: 'c' }, { name: 'd', emptyDir: null }];
    assert.deepEqual(pod({ spec: { volumes } }).volumes, [
      { name: 'a', type: 'hostPath', field: 'spec.volumes[0].hostPath' },
      { name: 'b', type: 'csi', field: 'spec.volumes[1].csi' },
      { name: 'c', type: 'emptyDir', field: 'spec.volumes[2].emptyDir' },
      { name: 'd', type: 'emptyDir', field: 'spec.volumes[3].emptyDir' },
    ]);
  });

  test('has the requirements of each node term, on labels and fields', () => {
    const term = {
      matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }],
      matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }],
    };
    const required = { nodeSelectorTerms: [term, {}] };
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
    assert.deepEqual(pod({ spec: { affinity } }).requiredNodeTerms, [
      [
        { key: 'a', operator: 'In', values: ['b'] },
        { key: 'metadata.name', operator: 'In', values: ['node-1'] },
      ],
      [],
    ]);
  });

  test('has tolerations with what they leave out', () => {
    assert.deepEqual(pod({ spec: { tolerations: [{ key: 'a' }, { operator: 'Exists' }] } }).tolerations, [
      { key: 'a', operator: 'Equal', value: '', effect: '' },
      { key: '', operator: 'Exists', value: '', effect: '' },
    ]);
  });

  test('names the field that is of a wrong type', () => {
    const wrong = { hostNetwork: 'yes' };
    assert.throws(() => pod({ spec: wrong }), { message: 'spec.hostNetwork: expected a boolean, got a string' });
  });

  test('of any JSON at all is read, or is a FieldTypeError', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (document) => {
        try {
          parsePod(new Field(document), 'default');
        } catch (error) {
          assert.ok(error instanceof FieldTypeError, String(error));
        }
      }),
    );
  });
});
