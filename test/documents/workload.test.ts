import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { parseWorkload, type Workload } from '../../src/documents/workloads/workload.ts';
import { FieldPath } from '../../src/fargate/field-path.ts';
import { ownValue } from '../../src/fargate/pod.ts';

const JOB_LABELS = ['controller-uid', 'batch.kubernetes.io/controller-uid'];
const JOB_NAMES = ['job-name', 'batch.kubernetes.io/job-name'];

describe('a template becomes the pod of its controller', () => {
  const kinds: readonly (readonly [
    apiVersion: string,
    kind: string,
    owner: string,
    controllerAssignedLabels: readonly string[],
  ])[] = [
    ['v1', 'ReplicationController', 'ReplicationController', []],
    ['apps/v1', 'Deployment', 'ReplicaSet', ['pod-template-hash']],
    ['apps/v1', 'ReplicaSet', 'ReplicaSet', []],
    [
      'apps/v1',
      'StatefulSet',
      'StatefulSet',
      ['apps.kubernetes.io/pod-index', 'statefulset.kubernetes.io/pod-name', 'controller-revision-hash'],
    ],
    ['apps/v1', 'DaemonSet', 'DaemonSet', ['controller-revision-hash', 'pod-template-generation']],
    ['batch/v1', 'Job', 'Job', JOB_LABELS],
  ];
  for (const [apiVersion, kind, owner, controllerAssignedLabels] of kinds) {
    test(kind, () => {
      const { pod, template, labels, name } = workload({ apiVersion, kind, spec: { template: TEMPLATE } });
      assert.deepEqual(
        {
          template: template.path.toString(),
          labels,
          name,
          owners: pod.ownerReferences,
          controllerAssignedLabels: pod.controllerAssignedLabels,
        },
        {
          template: 'spec.template',
          labels: { team: 'a' },
          name: 'web',
          owners: [{ kind: owner, name: 'web', controller: true }],
          controllerAssignedLabels,
        },
      );
      assert.equal(ownValue(pod.labels, 'app'), 'web');
      assert.equal(ownValue(pod.labels, 'team'), undefined);
      assert.equal(pod.namespace, 'shop');
      assert.equal(pod.hostNetwork, true);
    });
  }

  test('CronJob, whose template is nested deeper', () => {
    const spec = { jobTemplate: { spec: { template: TEMPLATE } } };
    const { pod, template } = workload({ apiVersion: 'batch/v1', kind: 'CronJob', spec });
    assert.equal(template.path.toString(), 'spec.jobTemplate.spec.template');
    assert.deepEqual(pod.ownerReferences, [{ kind: 'Job', name: 'web', controller: true }]);
    assert.deepEqual(pod.controllerAssignedLabels, [...JOB_NAMES, ...JOB_LABELS]);
    assert.equal(pod.hostNetwork, true);
  });

  test('field paths begin at the object, also for an item of a list', () => {
    const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { template: {} } };
    const [item] = new Field({ items: [object] }).get('items').list();
    assert.equal(item && parseWorkload(item, 'shop')?.template.path.toString(), 'spec.template');
  });

  test('a Pod is the pod itself, with its own owners', () => {
    const document = { apiVersion: 'v1', kind: 'Pod', ...TEMPLATE };
    const { pod, template, labels } = parsed(document);
    assert.deepEqual([template.path.isRoot, labels, pod.labels, pod.ownerReferences], [true, {}, { app: 'web' }, []]);
  });

  test('ports and resources are those that the template writes', () => {
    const { pod } = workload({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: TEMPLATE } });
    assert.equal(pod.containers[0]?.ports[0]?.hostPort, 0);
    assert.deepEqual(pod.containers[0]?.resources, { requests: {}, limits: { cpu: '1', memory: '1Gi' } });
  });
});

describe('labels of a Job', () => {
  test('hold its name, where it has one', () => {
    const { pod } = workload({ apiVersion: 'batch/v1', kind: 'Job', spec: { template: TEMPLATE } });
    assert.deepEqual(
      JOB_NAMES.map((key) => ownValue(pod.labels, key)),
      ['web', 'web'],
    );
  });

  test('are all to come where the name is generated', () => {
    const document = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { generateName: 'web-' },
      spec: { template: TEMPLATE },
    };
    const { pod, name } = parsed(document);
    assert.equal(name, '');
    assert.deepEqual(pod.controllerAssignedLabels, [...JOB_LABELS, ...JOB_NAMES]);
  });

  test('are known where the API server has written them into the template', () => {
    const labels = { 'controller-uid': 'u', 'batch.kubernetes.io/controller-uid': 'u' };
    const spec = { template: { metadata: { labels }, spec: {} } };
    assert.deepEqual(workload({ apiVersion: 'batch/v1', kind: 'Job', spec }).pod.controllerAssignedLabels, []);
  });

  test('hold an index where it is indexed, and those of a CronJob too', () => {
    const jobSpec = { completionMode: 'Indexed', template: TEMPLATE };
    const index = 'batch.kubernetes.io/job-completion-index';
    const job = workload({ apiVersion: 'batch/v1', kind: 'Job', spec: jobSpec });
    assert.ok(job.pod.controllerAssignedLabels.includes(index));
    const cronJob = workload({ apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: jobSpec } } });
    assert.ok(cronJob.pod.controllerAssignedLabels.includes(index));
  });
});

describe('a claim template of a StatefulSet', () => {
  const claim = (name: string) => ({ metadata: { name }, spec: { accessModes: ['ReadWriteOnce'] } });

  test('becomes a volume of each pod, in place of one of the same name', () => {
    const volumes = [
      { name: 'data', hostPath: {} },
      { name: 'tmp', emptyDir: {} },
    ];
    const spec = { volumeClaimTemplates: [claim('data'), claim('log')], template: { spec: { volumes } } };
    assert.deepEqual(workload({ apiVersion: 'apps/v1', kind: 'StatefulSet', spec }).pod.volumes, [
      { name: 'data', type: 'persistentVolumeClaim', field: FieldPath.of('spec', 'volumeClaimTemplates', 0) },
      { name: 'log', type: 'persistentVolumeClaim', field: FieldPath.of('spec', 'volumeClaimTemplates', 1) },
      { name: 'tmp', type: 'emptyDir', field: FieldPath.of('spec', 'volumes', 1, 'emptyDir') },
    ]);
  });

  test('means nothing on another kind', () => {
    const spec = { volumeClaimTemplates: [claim('data')], template: { spec: {} } };
    assert.deepEqual(workload({ apiVersion: 'apps/v1', kind: 'Deployment', spec }).pod.volumes, []);
  });
});

describe('a workload', () => {
  test('has a controller where an owner reference says so', () => {
    const made = (ownerReferences: readonly object[]) =>
      parsed({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { ownerReferences } }).hasController;
    assert.equal(made([{ kind: 'Deployment', name: 'web', controller: true }]), true);
    assert.equal(made([{ kind: 'App', name: 'web' }]), false);
    assert.equal(made([]), false);
  });

  for (const [apiVersion, kind] of [
    ['v1', 'Service'],
    ['v1', 'Deployment'],
    ['example.com/v1', 'Deployment'],
    ['example.com/v1', 'CronJob'],
    ['serving.knative.dev/v1', 'Service'],
  ]) {
    test(`is not an object of ${apiVersion} ${kind}`, () => {
      assert.equal(parseWorkload(new Field({ apiVersion, kind }), 'default'), undefined);
    });
  }

  test('names the field of a wrong type by its whole path', () => {
    const spec = { template: { spec: { containers: {} } } };
    assert.throws(() => workload({ apiVersion: 'apps/v1', kind: 'Deployment', spec }), {
      message: 'spec.template.spec.containers: expected a list, got an object',
    });
  });
});

const TEMPLATE = {
  metadata: { labels: { app: 'web' } },
  spec: {
    hostNetwork: true,
    containers: [{ name: 'web', ports: [{ containerPort: 80 }], resources: { limits: { cpu: '1', memory: '1Gi' } } }],
  },
};

function workload(document: object): Workload {
  return parsed({ metadata: { name: 'web', labels: { team: 'a' } }, ...document });
}

function parsed(document: object): Workload {
  const found = parseWorkload(new Field(document), 'shop');
  assert.ok(found !== undefined);
  return found;
}
