import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assessWorkload } from '../../src/documents/assessment/workload.ts';
import { Field } from '../../src/documents/field.ts';
import { skipReason } from '../../src/documents/partial-workload.ts';
import { UNREAD_KINDS } from '../../src/documents/workloads/operators/unread.ts';
import { parseWorkloads, replicasOf, type Workload } from '../../src/documents/workloads/workload.ts';
import { ALL_KINDS, OPERATOR_KINDS, WORKLOAD_KINDS } from '../../src/documents/workloads/workload-kinds.ts';
import { ownValue } from '../../src/fargate/pod.ts';
import { expectation, readFixtures } from '../support/fixtures.ts';
import { FIXTURE_PROFILES } from '../support/workload-fixtures.ts';

const fixtures = readFixtures('workload-kinds').flatMap(({ documents }) => documents);

describe('each operator kind', () => {
  for (const document of fixtures) {
    test(`${document.get('kind').value}: is checked in every template that makes pods`, () => {
      const expected = expectation(document, 'expect')?.split('\n');
      const isSkipped = skipReason(document, ALL_KINDS) !== undefined;
      assert.deepEqual(isSkipped ? ['skipped'] : findingsOf(document), expected);
    });
  }

  test('has a fixture', () => {
    const names = OPERATOR_KINDS.filter((row) => !UNREAD_KINDS.includes(row)).map(
      ({ apiVersions, kind }) => `${apiVersions[0]} ${kind}`,
    );
    const have = fixtures.map((document) => `${document.get('apiVersion').value} ${document.get('kind').value}`);
    assert.deepEqual(have.toSorted(), names.toSorted());
  });

  test('is in the table once', () => {
    const keys = WORKLOAD_KINDS.flatMap(({ apiVersions, kind }) => apiVersions.map((version) => `${version} ${kind}`));
    assert.equal(new Set(keys).size, keys.length);
  });
});

describe('a kind whose pods no rule predicts', () => {
  for (const [apiVersion, kind] of [
    ['sparkoperator.k8s.io/v1alpha1', 'SparkApplication'],
    ['kafka.strimzi.io/v1beta2', 'Kafka'],
    ['opentelemetry.io/v1alpha1', 'OpenTelemetryCollector'],
  ]) {
    test(`is skipped by name in every version: ${apiVersion} ${kind}`, () => {
      assert.match(skipReason(new Field({ apiVersion, kind }), ALL_KINDS) ?? '', /^its pods cannot be predicted: /);
    });
  }

  test('is not meant where another group has a kind of the same name', () => {
    assert.equal(skipReason(new Field({ apiVersion: 'example.com/v1', kind: 'Kafka' }), ALL_KINDS), undefined);
  });
});

describe('removed API versions', () => {
  const versions: readonly (readonly [apiVersion: string, kind: string])[] = [
    ['extensions/v1beta1', 'Deployment'],
    ['apps/v1beta1', 'Deployment'],
    ['apps/v1beta2', 'Deployment'],
    ['extensions/v1beta1', 'DaemonSet'],
    ['apps/v1beta2', 'ReplicaSet'],
    ['apps/v1beta1', 'StatefulSet'],
    ['batch/v1beta1', 'CronJob'],
  ];
  for (const [apiVersion, kind] of versions) {
    test(`${apiVersion} ${kind} is a workload`, () => {
      assert.equal(parsed({ apiVersion, kind, metadata: { name: 'web' } }).length, 1);
    });
  }
});

describe('a workload whose pods come from another object', () => {
  test('is skipped, and names the reference', () => {
    const rollout = { spec: { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } } };
    assert.equal(
      skipReason(new Field({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', ...rollout }), ALL_KINDS),
      'its pods come from what spec.workloadRef names; check that object',
    );
  });

  test('is checked where it has a template too', () => {
    const spec = { taskRef: { name: 'a' }, taskSpec: { steps: [{ name: 'a', image: 'a' }] } };
    assert.equal(skipReason(new Field({ apiVersion: 'tekton.dev/v1', kind: 'TaskRun', spec }), ALL_KINDS), undefined);
  });
});

describe('a Workflow', () => {
  const container = { image: 'a', volumeMounts: [{ name: 'data', mountPath: '/data' }] };
  const volumes = [
    { name: 'data', hostPath: { path: '/data' } },
    { name: 'unused', hostPath: { path: '/var' } },
  ];

  test('gives its pods the volumes that they mount, and the place of each', () => {
    const document = workflow({ volumes, templates: [{ name: 'a', container }] });
    assert.deepEqual(
      findingsOf(document).filter((line) => line.includes('volume-type')),
      ['"a" volume-type at spec.volumes[0].hostPath'],
    );
  });

  test('merges the labels of all pods with those of a template', () => {
    const podMetadata = { labels: { team: 'data', tier: 'low' } };
    const template = { name: 'a', metadata: { labels: { tier: 'high' } }, container };
    const [workload] = parsed(workflow({ podMetadata, templates: [template] }).value);
    assert.deepEqual(
      ['team', 'tier', 'workflows.argoproj.io/workflow'].map((key) => workload && ownValue(workload.pod.labels, key)),
      ['data', 'high', 'build'],
    );
  });

  test('says that variables decide', () => {
    const template = { name: 'a', metadata: { labels: { tier: '{{workflow.parameters.tier}}' } }, container };
    assert.ok(findingsOf(workflow({ templates: [template] })).includes('"a" pods-may-differ at spec.templates[0]'));
  });

  test('names the field of a wrong type where it is in the Workflow', () => {
    assert.throws(() => parsed(workflow({ templates: [{ name: 'a', container: { image: 'a', ports: 1 } }] }).value), {
      message: 'spec.templates[0].container.ports: expected a list, got a number',
    });
  });

  function workflow(spec: object): Field {
    return new Field({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: { name: 'build', namespace: 'shop' },
      spec,
    });
  }
});

describe('a TaskRun', () => {
  test('fills its steps from the step template, and its pod from the pod template', () => {
    const spec = {
      podTemplate: { nodeSelector: { 'kubernetes.io/arch': 'arm64' } },
      taskSpec: {
        stepTemplate: { securityContext: { privileged: true } },
        steps: [{ name: 'a', image: 'a', computeResources: { requests: { cpu: '2', memory: '4Gi' } } }],
      },
    };
    const document = {
      apiVersion: 'tekton.dev/v1',
      kind: 'TaskRun',
      metadata: { name: 'a', labels: { app: 'a' } },
      spec,
    };
    const [workload] = parsed(document);
    assert.deepEqual(
      [workload?.pod.containers[0]?.privileged, workload?.pod.containers[0]?.resources.requests, workload?.pod.labels],
      [true, { cpu: '2', memory: '4Gi' }, { app: 'a', 'tekton.dev/taskRun': 'a' }],
    );
    assert.ok(
      findingsOf(new Field(document)).includes('"" node-selector at spec.podTemplate.nodeSelector[kubernetes.io/arch]'),
    );
  });
});

describe('a RunnerDeployment', () => {
  const cases: readonly (readonly [what: string, spec: object, privileged: readonly boolean[]])[] = [
    ['runs Docker beside the runner', {}, [false, true]],
    ['runs Docker in the runner', { dockerdWithinRunnerContainer: true }, [true]],
    ['runs no Docker', { dockerEnabled: false }, [false]],
    ['runs job containers as pods', { containerMode: 'kubernetes' }, [false]],
  ];
  for (const [what, spec, privileged] of cases) {
    test(`that ${what} has ${privileged.length} containers, privileged: ${privileged.join(', ')}`, () => {
      const document = {
        apiVersion: 'actions.summerwind.dev/v1alpha1',
        kind: 'RunnerDeployment',
        metadata: { name: 'runners' },
        spec: { replicas: 4, template: { spec } },
      };
      const [workload] = parsed(document);
      assert.deepEqual(
        workload?.pod.containers.map((container) => container.privileged),
        privileged,
      );
      assert.equal(workload && replicasOf(workload), 4);
    });
  }
});

describe('a Volcano Job', () => {
  const tasks = [{ name: 'a', template: { spec: { containers: [{ name: 'a', image: 'a' }] } } }];
  const job = (spec: object) => ({
    apiVersion: 'batch.volcano.sh/v1alpha1',
    kind: 'Job',
    metadata: { name: 'train', namespace: 'shop' },
    spec: { tasks, ...spec },
  });

  test('has its pods scheduled by Volcano, and so off Fargate', () => {
    const findings = allFindingsOf(new Field(job({})));
    assert.ok(findings.includes('scheduler-name at spec.schedulerName'), findings.join('\n'));
  });

  test('has its pods scheduled by the scheduler that it names', () => {
    assert.equal(parsed(job({ schedulerName: 'default-scheduler' }))[0]?.pod.schedulerName, 'default-scheduler');
  });

  test('gives its pods its claims', () => {
    const [workload] = parsed(job({ volumes: [{ mountPath: '/data', volumeClaimName: 'data' }] }));
    assert.deepEqual(
      workload?.pod.volumes.map(({ name, type }) => [name, type]),
      [['data', 'persistentVolumeClaim']],
    );
  });
});

describe('the number of pods', () => {
  const template = { spec: { containers: [{ name: 'a', image: 'a' }] } };
  const groups = (leaderWorkerTemplate: object) => ({
    apiVersion: 'leaderworkerset.x-k8s.io/v1',
    kind: 'LeaderWorkerSet',
    metadata: { name: 'serve' },
    spec: { replicas: 3, leaderWorkerTemplate: { size: 4, workerTemplate: template, ...leaderWorkerTemplate } },
  });
  const counts = (document: unknown) => parsed(document).map((workload) => [workload.role, replicasOf(workload)]);

  test('of a LeaderWorkerSet is that of its groups, with one leader in each', () => {
    assert.deepEqual(counts(groups({ leaderTemplate: template })), [
      ['leader', 3],
      ['worker', 9],
    ]);
  });

  test('of a LeaderWorkerSet whose leaders are like its workers includes them', () => {
    assert.deepEqual(counts(groups({})), [['', 12]]);
  });

  test('of a JobSet is that of its Jobs, each with its parallelism', () => {
    const job = { name: 'a', replicas: 2, template: { spec: { parallelism: 5, template } } };
    const document = { apiVersion: 'jobset.x-k8s.io/v1alpha2', kind: 'JobSet', spec: { replicatedJobs: [job] } };
    assert.deepEqual(counts(document), [['a', 10]]);
  });
});

test('a variable in the metric of an AnalysisTemplate decides about its pods', () => {
  const metadata = { labels: { tier: '{{args.tier}}' } };
  const spec = { template: { metadata, spec: { containers: [{ name: 'a', image: 'a' }] } } };
  const metrics = [{ name: 'smoke', provider: { job: { spec } } }];
  const document = new Field({ apiVersion: 'argoproj.io/v1alpha1', kind: 'AnalysisTemplate', spec: { metrics } });
  const doubt = '"smoke" pods-may-differ at spec.metrics[0].provider.job.spec.template';
  assert.deepEqual(findingsOf(document), [doubt]);
});

function parsed(document: unknown): readonly Workload[] {
  return parseWorkloads(new Field(document), 'shop', ALL_KINDS) ?? [];
}

/** Errors, and doubts: the hints are those of any pod. */
function findingsOf(document: Field): readonly string[] {
  return parsed(document.value).flatMap((workload) =>
    assessWorkload(workload, FIXTURE_PROFILES)
      .findings.filter(({ severity, code }) => severity === 'error' || code === 'pods-may-differ')
      .map(({ code, field }) => `${JSON.stringify(workload.role)} ${code} at ${field}`),
  );
}

function allFindingsOf(document: Field): readonly string[] {
  return parsed(document.value).flatMap((workload) =>
    assessWorkload(workload, FIXTURE_PROFILES).findings.map(({ code, field }) => `${code} at ${field}`),
  );
}
