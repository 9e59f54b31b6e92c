import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Field, FieldTypeError } from '../../src/documents/field.ts';
import { parsePod } from '../../src/documents/workloads/pod.ts';
import { capacityOf } from '../../src/fargate/capacity.ts';
import { FieldPath } from '../../src/fargate/field-path.ts';
import { pod } from '../support/pods.ts';

const TERM = { key: 'a', operator: 'In', values: ['b', 'c'] };
const PODS = {
  requiredDuringSchedulingIgnoredDuringExecution: [],
  preferredDuringSchedulingIgnoredDuringExecution: [],
};
const CONTAINER = {
  name: 'web',
  restartPolicy: 'Always',
  resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1' } },
  ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 81, hostIP: '::1' }],
  securityContext: { privileged: false, allowPrivilegeEscalation: false, capabilities: { add: ['CHOWN', 'KILL'] } },
  volumeDevices: [],
};

/** Every field that is read, each of the type that it has to be of. */
const FULL = {
  metadata: {
    labels: { app: 'web', 'example.com/tier': 'front' },
    annotations: { team: 'a' },
    ownerReferences: [
      { kind: 'Node', name: 'n', controller: false },
      { kind: 'ReplicaSet', name: 'web', controller: true },
    ],
  },
  spec: {
    nodeName: 'n',
    schedulerName: 's',
    hostNetwork: false,
    hostPID: false,
    hostIPC: false,
    containers: [CONTAINER, CONTAINER],
    initContainers: [CONTAINER],
    ephemeralContainers: [CONTAINER],
    volumes: [{ name: 'tmp', emptyDir: {} }],
    nodeSelector: { disk: 'ssd' },
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [TERM, TERM], matchFields: [TERM] }],
        },
      },
      podAffinity: PODS,
      podAntiAffinity: PODS,
    },
    tolerations: [{ key: 'a', operator: 'Equal', value: 'b', effect: 'NoSchedule' }],
    topologySpreadConstraints: [],
    resources: { requests: { cpu: '1' }, limits: { cpu: '2' } },
  },
};

const MAPS = ['labels', 'annotations', 'requests', 'limits', 'nodeSelector'];

interface WrongField {
  readonly path: string;
  readonly value: unknown;
  readonly document: unknown;
}

describe('a pod', () => {
  test('that says nothing has nothing', () => {
    assert.deepEqual(pod(), {
      namespace: 'default',
      labels: {},
      controllerAssignedLabels: [],
      annotations: {},
      ownerReferences: [],
      nodeName: undefined,
      schedulerName: undefined,
      hostNetwork: false,
      hostPID: false,
      hostIPC: false,
      hasUserNamespace: false,
      hostProcess: false,
      osName: undefined,
      runtimeClassName: undefined,
      hasResourceClaims: false,
      sysctls: [],
      localhostProfiles: [],
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

  test('null in a map of texts is the empty text, and no amount among quantities', () => {
    const read = pod({
      metadata: { labels: { a: null, b: 'x' }, annotations: { c: null } },
      spec: {
        nodeSelector: { d: null },
        containers: [{ name: 'web', resources: { requests: { cpu: null, memory: '1Gi' } } }],
      },
    });
    assert.deepEqual(read.labels, { a: '', b: 'x' });
    assert.deepEqual(read.annotations, { c: '' });
    assert.deepEqual(read.nodeSelector, { d: '' });
    assert.deepEqual(read.containers[0]?.resources.requests, { cpu: '0', memory: '1Gi' });
  });

  test('has each port, without the hostPort that hostNetwork brings', () => {
    const ports = [
      { containerPort: 80, hostPort: 80 },
      { containerPort: 81, hostPort: 8081 },
      { containerPort: 82, hostIP: '::1' },
    ];
    const containers = [{ name: 'web', ports }];
    assert.deepEqual(
      pod({ spec: { containers } }).containers[0]?.ports.map(({ hostPort }) => hostPort),
      [80, 8081, 0],
    );
    assert.deepEqual(
      pod({ spec: { containers, hostNetwork: true } }).containers[0]?.ports.map(({ hostPort }) => hostPort),
      [0, 8081, 0],
    );
    assert.deepEqual(
      pod({ spec: { containers } }).containers[0]?.ports.map(({ hasHostIP }) => hasHostIP),
      [false, false, true],
    );
  });

  test('is sized by its limits where it has no requests', () => {
    const resources = { limits: { cpu: 2, memory: '7936Mi' } };
    assert.deepEqual(capacityOf(pod({ spec: { containers: [{ name: 'x', resources }] } })), {
      kind: 'provisioned',
      vcpu: 2,
      memoryGB: 8,
    });
  });

  test('has the type and the path of each volume', () => {
    const volumes = [{ name: 'a', hostPath: {} }, { csi: {}, name: 'b' }, { name: 'c' }, { name: 'd', emptyDir: null }];
    assert.deepEqual(pod({ spec: { volumes } }).volumes, [
      { name: 'a', type: 'hostPath', field: FieldPath.of('spec', 'volumes', 0, 'hostPath') },
      { name: 'b', type: 'csi', field: FieldPath.of('spec', 'volumes', 1, 'csi') },
      { name: 'c', type: 'emptyDir', field: FieldPath.of('spec', 'volumes', 2, 'emptyDir') },
      { name: 'd', type: 'emptyDir', field: FieldPath.of('spec', 'volumes', 3, 'emptyDir') },
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

  for (const { path, value, document } of withOneWrongField()) {
    test(`names ${path} where it is ${JSON.stringify(value)}`, () => {
      assert.throws(
        () => parsePod(new Field(document), 'default'),
        (error) => error instanceof FieldTypeError && error.path.toString() === path,
      );
    });
  }

  test('names the field after the place of the pod in its document', () => {
    const template = new Field({ template: { spec: { containers: [{}, { ports: 80 }] } } }).get('template');
    assert.throws(() => parsePod(template, 'default'), {
      message: 'template.spec.containers[1].ports: expected a list, got a number',
    });
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

/** The whole document as often as it has fields, each time with another one of another type. */
function withOneWrongField(): readonly WrongField[] {
  return placesIn(FULL, '', '').map(({ path, keys }) => {
    const document: unknown = JSON.parse(JSON.stringify(FULL));
    const [last = '', ...outer] = keys.toReversed();
    const holder = outer.toReversed().reduce((value, key) => Reflect.get(Object(value), key), document);
    const value = typeof Reflect.get(Object(holder), last) === 'string' ? true : 'text';
    Reflect.set(Object(holder), last, value);
    return { path, value, document };
  });
}

interface Place {
  readonly path: string;
  readonly keys: readonly string[];
}

function placesIn(value: unknown, path: string, name: string): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  // Nothing of it is read but its key.
  if (name === 'emptyDir') return [];
  return Object.entries(value)
    .filter(([key]) => key !== 'emptyDir')
    .flatMap(([key, child]) => {
      const isBracketed = Array.isArray(value) || MAPS.includes(name);
      const childPath = isBracketed ? `${path}[${key}]` : [path, key].filter((part) => part !== '').join('.');
      const inner = placesIn(child, childPath, key).map((place) => ({ ...place, keys: [key, ...place.keys] }));
      return [{ path: childPath, keys: [key] }, ...inner];
    });
}
