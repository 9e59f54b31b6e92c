import { FieldPath } from '../../../fargate/field-path.ts';
import { Field, isObject } from '../../field.ts';
import { type PodTemplate, templatesIn, type WorkloadKind } from '../workload-kind.ts';

const LABELS = ['job-namespace', 'task-spec', 'task-index', 'queue-name'].map((name) => `volcano.sh/${name}`);
/** Volcano's own webhook sets it where the object names none, unless its configuration names another. */
const DEFAULT_SCHEDULER = 'volcano';

/**
 * Kinds of Volcano.
 *
 * Source: volcano-sh/volcano, `pkg/controllers/job/job_controller_util.go` and `pkg/webhooks/admission/jobs/mutate`.
 */
export const VOLCANO_KINDS: readonly WorkloadKind[] = [
  {
    apiVersions: ['batch.volcano.sh/v1alpha1'],
    kind: 'Job',
    pods: {
      kind: 'fields',
      places: ['spec.tasks[*].template'],
      read: (document) => readTasks(document.get('spec')),
    },
    ownerOfPods: 'Job',
    labelsFromName: ['volcano.sh/job-name'],
    controllerAssignedLabels: LABELS,
  },
  {
    apiVersions: ['batch.volcano.sh/v1alpha1'],
    kind: 'CronJob',
    pods: {
      kind: 'fields',
      places: ['spec.jobTemplate.spec.tasks[*].template'],
      read: (document) => readTasks(document.at(['spec', 'jobTemplate', 'spec'])),
    },
    ownerOfPods: 'Job',
    controllerAssignedLabels: [...LABELS, 'volcano.sh/job-name'],
  },
  {
    apiVersions: ['flow.volcano.sh/v1alpha1'],
    kind: 'JobTemplate',
    pods: {
      kind: 'fields',
      places: ['spec.tasks[*].template'],
      read: (document) => readTasks(document.get('spec')),
    },
    ownerOfPods: 'Job',
    controllerAssignedLabels: [...LABELS, 'volcano.sh/job-name'],
  },
];

/** Pods get the scheduler and the volumes of the job, besides those of their task. */
function readTasks(spec: Field): readonly PodTemplate[] {
  const scheduler = spec.get('schedulerName');
  const claims = spec.get('volumes').list();
  return templatesIn(spec, { path: ['tasks', '*', 'template'], replicas: ['replicas'] }).map((task) => {
    const pod = task.template.get('spec');
    if (!isObject(pod.value) || !isObject(task.template.value)) return task;
    const volumes = pod.get('volumes').list();
    const named = pod.get('schedulerName');
    const podSpec = {
      ...pod.value,
      schedulerName: named.string() || scheduler.string() || DEFAULT_SCHEDULER,
      volumes: [...volumes.map(({ value }) => value), ...claims.map(claimVolume)],
    };
    return {
      ...task,
      template: new Field({ ...task.template.value, spec: podSpec }),
      fields: [
        ...claims.map(({ path }, index) => ({
          pod: FieldPath.of('spec', 'volumes', volumes.length + index),
          object: path,
          isWhole: true,
        })),
        ...(named.isPresent
          ? []
          : [{ pod: FieldPath.of('spec', 'schedulerName'), object: scheduler.path, isWhole: true }]),
        { pod: FieldPath.ROOT, object: task.template.path },
      ],
    };
  });
}

function claimVolume(volume: Field, index: number): unknown {
  return { name: volume.get('volumeClaimName').string() ?? `volume-${index}`, persistentVolumeClaim: {} };
}
