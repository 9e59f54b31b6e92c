import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Controllers, recreation } from '../../src/audit/controllers.ts';
import { Field, FieldTypeError } from '../../src/documents/field.ts';
import { pod } from '../support/pods.ts';

const LABEL = 'eks.amazonaws.com/fargate-profile';

function owner(kind: string, name: string, controller = true): object {
  return { apiVersion: 'apps/v1', kind, name, controller };
}

function item(name: string, ownerReferences: readonly object[] = [], labels: object = {}): Field {
  const metadata = { name, namespace: 'shop', ownerReferences };
  return new Field({ metadata, spec: { template: { metadata: { labels } } } });
}

function podOf(...ownerReferences: readonly object[]) {
  return pod({ namespace: 'shop', metadata: { ownerReferences } });
}

describe('the workload of a pod', () => {
  test('is the pod itself where nothing controls it', () => {
    const workload = new Controllers().workloadOf(podOf(owner('ReplicaSet', 'web-1', false)), 'web-1-a');
    assert.deepEqual(workload, { kind: 'Pod', namespace: 'shop', name: 'web-1-a' });
  });

  test('is its controller where that has none in turn', () => {
    const controllers = new Controllers();
    controllers.add('StatefulSet', item('db'));
    const workload = controllers.workloadOf(podOf(owner('StatefulSet', 'db')), 'db-0');
    assert.deepEqual(workload, { apiGroup: 'apps', kind: 'StatefulSet', namespace: 'shop', name: 'db' });
  });

  test('is what controls its controller', () => {
    const controllers = new Controllers();
    controllers.add('ReplicaSet', item('web-1', [owner('Thing', 'x', false), owner('Deployment', 'web')]));
    const workload = controllers.workloadOf(podOf(owner('ReplicaSet', 'web-1')), 'web-1-a');
    assert.deepEqual(workload, { apiGroup: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' });
  });

  test('is its controller where that could not be read', () => {
    const workload = new Controllers().workloadOf(podOf(owner('ReplicaSet', 'web-1')), 'web-1-a');
    assert.deepEqual(workload, { apiGroup: 'apps', kind: 'ReplicaSet', namespace: 'shop', name: 'web-1' });
  });

  test('is not that of another kind, or of another namespace, by the same name', () => {
    const controllers = new Controllers();
    controllers.add('Job', item('web', [owner('CronJob', 'nightly')]));
    const other = pod({ namespace: 'tools', metadata: { ownerReferences: [owner('Job', 'web')] } });
    assert.equal(controllers.workloadOf(podOf(owner('ReplicaSet', 'web')), 'web-a').kind, 'ReplicaSet');
    assert.equal(controllers.workloadOf(other, 'web-a').kind, 'Job');
  });
});

describe('the workload of a pod below several controllers', () => {
  const cases: readonly (readonly [controller: string, labels: Readonly<Record<string, string>>, workload: string])[] =
    [
      [
        'ReplicaSet',
        { 'serving.knative.dev/service': 'web', 'serving.knative.dev/configuration': 'web' },
        'Service web',
      ],
      ['ReplicaSet', { 'serving.knative.dev/configuration': 'api' }, 'Configuration api'],
      ['StatefulSet', { 'leaderworkerset.sigs.k8s.io/name': 'serve' }, 'LeaderWorkerSet serve'],
      ['TaskRun', { 'tekton.dev/pipelineRun': 'build-1' }, 'PipelineRun build-1'],
      ['Runner', { 'runner-deployment-name': 'runners' }, 'RunnerDeployment runners'],
      ['EphemeralRunner', { 'actions.github.com/scale-set-name': 'arc' }, 'AutoscalingRunnerSet arc'],
      ['SparkApplication', { 'sparkoperator.k8s.io/app-name': 'pi' }, 'SparkApplication pi'],
      ['Pod', { 'sparkoperator.k8s.io/app-name': 'pi' }, 'SparkApplication pi'],
      [
        'Pod',
        { 'sparkoperator.k8s.io/app-name': 'pi-7', 'sparkoperator.k8s.io/scheduled-app-name': 'pi' },
        'ScheduledSparkApplication pi',
      ],
      ['ReplicationController', { deploymentconfig: 'web' }, 'DeploymentConfig web'],
    ];
  for (const [controller, labels, expected] of cases) {
    test(`of kind ${controller} is ${expected}, by its label`, () => {
      const made = pod({ namespace: 'shop', metadata: { labels, ownerReferences: [owner(controller, 'some')] } });
      const { kind, name } = new Controllers().workloadOf(made, 'a');
      assert.equal(`${kind} ${name}`, expected);
    });
  }

  test('is not what a label names where its controller is of another kind', () => {
    const labels = { 'tekton.dev/pipelineRun': 'build-1' };
    const made = pod({ namespace: 'shop', metadata: { labels, ownerReferences: [owner('ReplicaSet', 'web-1')] } });
    assert.equal(new Controllers().workloadOf(made, 'a').kind, 'ReplicaSet');
  });

  test('is the controller where its kind is not known', () => {
    const made = podOf(owner('Widget', 'web'));
    const expected = { apiGroup: 'apps', kind: 'Widget', namespace: 'shop', name: 'web' };
    assert.deepEqual(new Controllers().workloadOf(made, 'a'), expected);
  });
});

describe('the API group of a workload', () => {
  const groupOf = (apiVersion: string | undefined, labels: object = {}) => {
    const ownerReferences = [{ ...(apiVersion && { apiVersion }), kind: 'ReplicaSet', name: 'web', controller: true }];
    const { apiGroup } = new Controllers().workloadOf(pod({ metadata: { labels, ownerReferences } }), 'a');
    return apiGroup;
  };

  test('is that of its controller', () => {
    assert.equal(groupOf('apps/v1'), 'apps');
    assert.equal(groupOf('apps.kruise.io/v1beta1'), 'apps.kruise.io');
  });

  test('is absent for the core group, and where the pod does not say it', () => {
    assert.equal(groupOf('v1'), undefined);
    assert.equal(groupOf(undefined), undefined);
  });

  test('is that of the kind to which a label leads', () => {
    assert.equal(groupOf('apps/v1', { 'serving.knative.dev/service': 'web' }), 'serving.knative.dev');
  });
});

test('a pod of what runs once is recreated by the next run', () => {
  const workflow = { kind: 'Workflow', namespace: 'shop', name: 'build' };
  assert.equal(recreation(workflow, 'build-1'), 'wait for the next run of Workflow build, which creates a new pod');
});

describe('the profile that a template names', () => {
  const template = (labels: object) => {
    const controllers = new Controllers();
    controllers.add('ReplicaSet', item('web-1', [], labels));
    return controllers.templateOf(podOf(owner('ReplicaSet', 'web-1')));
  };

  test('is the one in its label', () => {
    assert.deepEqual(template({ [LABEL]: 'web' }), { kind: 'known', profileName: 'web', schedulerName: undefined });
  });

  test('is known to be none where there is no label, or an empty one', () => {
    assert.deepEqual(template({ app: 'web' }), { kind: 'known', profileName: undefined, schedulerName: undefined });
    assert.deepEqual(template({ [LABEL]: '' }), { kind: 'known', profileName: undefined, schedulerName: undefined });
  });

  test('is kept beside the scheduler that the template names', () => {
    const controllers = new Controllers();
    const template = { metadata: { labels: {} }, spec: { schedulerName: 'fargate-scheduler' } };
    controllers.add('ReplicaSet', new Field({ metadata: { name: 'web-1', namespace: 'shop' }, spec: { template } }));
    assert.deepEqual(controllers.templateOf(podOf(owner('ReplicaSet', 'web-1'))), {
      kind: 'known',
      profileName: undefined,
      schedulerName: 'fargate-scheduler',
    });
  });

  test('is unknown where there is no template to look at', () => {
    assert.deepEqual(new Controllers().templateOf(podOf(owner('Rollout', 'web'))), { kind: 'unknown' });
    assert.deepEqual(new Controllers().templateOf(podOf()), { kind: 'unknown' });
  });
});

test('a controller of a wrong type is reported', () => {
  const broken = new Field({ metadata: { name: 'web', ownerReferences: 'none' } });
  assert.throws(() => new Controllers().add('ReplicaSet', broken), FieldTypeError);
});
