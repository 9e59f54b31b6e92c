import { FieldPath } from '../../../fargate/field-path.ts';
import { Field, isObject } from '../../field.ts';
import { assemble, merged, mergeObjects, variableDoubt } from '../assembled-pod.ts';
import type { Doubt, PodSource, PodTemplate, WorkloadKind } from '../workload-kind.ts';

const TASK_RUN_LABELS = [
  'tekton.dev/taskRunUID',
  'app.kubernetes.io/managed-by',
  'tekton.dev/task',
  'tekton.dev/clusterTask',
];
const PIPELINE_LABELS = [
  ...TASK_RUN_LABELS,
  ...['taskRun', 'pipeline', 'pipelineRunUID', 'pipelineTask', 'memberOf'].map((name) => `tekton.dev/${name}`),
];

/** Kinds of Tekton Pipelines. */
export const TEKTON_KINDS: readonly WorkloadKind[] = [
  // tektoncd/pipeline, pkg/pod/pod.go and pkg/apis/pipeline/v1.
  {
    apiVersions: ['tekton.dev/v1', 'tekton.dev/v1beta1'],
    kind: 'TaskRun',
    pods: tekton('TaskRun', ['spec.taskSpec']),
    ownerOfPods: 'TaskRun',
    runsOnce: true,
    labelsFromName: ['tekton.dev/taskRun'],
    controllerAssignedLabels: TASK_RUN_LABELS,
    references: [['spec', 'taskRef']],
  },
  {
    apiVersions: ['tekton.dev/v1', 'tekton.dev/v1beta1'],
    kind: 'Task',
    pods: tekton('Task', ['spec']),
    ownerOfPods: 'TaskRun',
    runsOnce: true,
    controllerAssignedLabels: [...TASK_RUN_LABELS, 'tekton.dev/taskRun'],
  },
  {
    apiVersions: ['tekton.dev/v1', 'tekton.dev/v1beta1'],
    kind: 'PipelineRun',
    pods: tekton('PipelineRun', ['spec.pipelineSpec.tasks[*].taskSpec', 'spec.pipelineSpec.finally[*].taskSpec']),
    ownerOfPods: 'TaskRun',
    runsOnce: true,
    labelsFromName: ['tekton.dev/pipelineRun'],
    controllerAssignedLabels: PIPELINE_LABELS,
    podLabel: 'tekton.dev/pipelineRun',
    references: [['spec', 'pipelineRef']],
  },
  {
    apiVersions: ['tekton.dev/v1', 'tekton.dev/v1beta1'],
    kind: 'Pipeline',
    pods: tekton('Pipeline', ['spec.tasks[*].taskSpec', 'spec.finally[*].taskSpec']),
    ownerOfPods: 'TaskRun',
    runsOnce: true,
    controllerAssignedLabels: [...PIPELINE_LABELS, 'tekton.dev/pipelineRun'],
  },
];

function tekton(kind: 'TaskRun' | 'Task' | 'PipelineRun' | 'Pipeline', places: readonly string[]): PodSource {
  return { kind: 'fields', places, read: (document) => readTektonTasks(document, kind) };
}

/**
 * One for each task whose steps are in the object. Tekton adds init containers that request nothing.
 *
 * Source: tektoncd/pipeline, `pkg/pod/pod.go` and `pkg/apis/pipeline/v1`.
 */
function readTektonTasks(
  document: Field,
  kind: 'TaskRun' | 'Task' | 'PipelineRun' | 'Pipeline',
): readonly PodTemplate[] {
  const spec = document.get('spec');
  const run = kind.endsWith('Run') ? document : undefined;
  if (kind === 'Task') return tektonTask({ task: spec, run, role: '' });
  if (kind === 'TaskRun') return tektonTask({ task: spec.get('taskSpec'), run, role: '' });
  const pipeline = kind === 'Pipeline' ? spec : spec.get('pipelineSpec');
  return [...pipeline.get('tasks').list(), ...pipeline.get('finally').list()].flatMap((task) =>
    tektonTask({ task: task.get('taskSpec'), run, role: task.get('name').string() ?? '' }),
  );
}

interface TektonTask {
  readonly task: Field;
  /** Undefined for what a run refers to. */
  readonly run: Field | undefined;
  readonly role: string;
}

function tektonTask({ task, run, role }: TektonTask): readonly PodTemplate[] {
  const steps = task.get('steps').list();
  if (steps.length === 0) return [];
  const stepTemplate = task.get('stepTemplate').value;
  const spec = run?.get('spec');
  const template = spec?.get('podTemplate').isPresent
    ? spec.get('podTemplate')
    : (spec?.at(['taskRunTemplate', 'podTemplate']) ?? new Field(undefined));
  const metadata = [...(run === undefined ? [] : [run.get('metadata')]), task.get('metadata')];
  const containers = [
    ...steps.map((step) => ({ value: withResources(mergeObjects(stepTemplate, step.value)), path: step.path })),
    ...task
      .get('sidecars')
      .list()
      .map(({ value, path }) => ({ value: withResources(value), path })),
  ];
  const pod = assemble({
    role,
    owner: task,
    labels: merged(metadata, 'labels'),
    annotations: merged(metadata, 'annotations'),
    containers,
    volumes: [...task.get('volumes').list(), ...template.get('volumes').list()],
    copied: TEKTON_POD_FIELDS.map((name) => [name, template.get(name)] as const),
    places: steps
      .filter((step) => step.get('computeResources').isPresent)
      .map(({ path }, index) => ({
        pod: FieldPath.of('spec', 'containers', index, 'resources'),
        object: path.to('computeResources'),
      })),
    doubts: tektonDoubts({ task, run, role }, steps),
  });
  return [pod];
}

const TEKTON_POD_FIELDS: readonly string[] = [
  'nodeSelector',
  'tolerations',
  'affinity',
  'securityContext',
  'runtimeClassName',
  'schedulerName',
  'hostNetwork',
];

function tektonDoubts({ task, run }: TektonTask, steps: readonly Field[]): readonly Doubt[] {
  const overrides = run?.at(['spec', 'taskRunSpecs']);
  const byReference = steps.find((step) => step.get('ref').isPresent);
  return [
    ...(run === undefined
      ? [{ field: task.path, message: 'the labels and the pod template of the pods come from the run that uses it' }]
      : []),
    ...(overrides?.isPresent ? [{ field: overrides.path, message: 'it may change the pods of a task' }] : []),
    ...(byReference === undefined
      ? []
      : [{ field: byReference.path.to('ref'), message: 'the step is in another object' }]),
    ...variableDoubt(task, steps, '$('),
  ];
}

/** `computeResources` in v1, `resources` in v1beta1. */
function withResources(step: unknown): unknown {
  return isObject(step) && step['computeResources'] !== undefined
    ? { ...step, resources: step['computeResources'] }
    : step;
}
