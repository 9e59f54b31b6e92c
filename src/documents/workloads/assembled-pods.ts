import { Field } from '../field.ts';
import type { Doubt, FieldPlace, PodTemplate } from './workload-kind.ts';

interface Assembly {
  readonly role: string;
  readonly owner: Field;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly containers: readonly Placed[];
  readonly initContainers?: readonly Placed[];
  readonly volumes: readonly Placed[];
  /** Fields of the pod spec that are copied as they are. */
  readonly copied: readonly (readonly [name: string, from: Field])[];
  readonly places?: readonly FieldPlace[];
  readonly doubts: readonly Doubt[];
  readonly replicas?: Field;
}

interface Placed {
  readonly value: unknown;
  readonly path: string;
}

function assemble(pod: Assembly): PodTemplate {
  const { role, owner, labels, annotations, containers, initContainers = [], volumes, copied, doubts } = pod;
  const present = copied.filter(([, from]) => from.isPresent);
  const valuesOf = (list: readonly Placed[]) => list.map(({ value }) => value);
  const spec = {
    ...Object.fromEntries(present.map(([name, { value }]) => [name, value])),
    containers: valuesOf(containers),
    initContainers: valuesOf(initContainers),
    volumes: valuesOf(volumes),
  };
  const placesOf = (name: string, list: readonly Placed[]): readonly FieldPlace[] =>
    list.map(({ path }, index) => ({ pod: `spec.${name}[${index}]`, object: path }));
  return {
    role,
    owner,
    template: new Field({ metadata: { labels, annotations }, spec }),
    fields: [
      ...(pod.places ?? []),
      ...placesOf('containers', containers),
      ...placesOf('initContainers', initContainers),
      ...placesOf('volumes', volumes),
      ...present.map(([name, { path }]) => ({ pod: `spec.${name}`, object: path })),
      { pod: 'metadata', object: `${owner.path}.metadata` },
      { pod: '', object: owner.path, isWhole: true },
    ],
    doubts,
    ...(pod.replicas && { replicas: pod.replicas }),
  };
}

/**
 * One for each template of a Workflow that runs containers. Argo adds its own init and wait containers, whose requests the
 * object does not show.
 *
 * Source: argoproj/argo-workflows, `workflow/controller/workflowpod.go`.
 */
export function readArgoTemplates(document: Field, path: readonly string[]): readonly PodTemplate[] {
  const spec = document.at(path);
  return spec
    .get('templates')
    .list()
    .flatMap((template) => {
      const main = mainContainers(template);
      return main.length === 0 ? [] : [argoTemplate(spec, template, main)];
    });
}

function mainContainers(template: Field): readonly Field[] {
  const set = template.get('containerSet');
  if (set.isPresent) return set.get('containers').list();
  return [template.get('container'), template.get('script')].filter(({ isPresent }) => isPresent);
}

function argoTemplate(spec: Field, template: Field, main: readonly Field[]): PodTemplate {
  const containers = [...main, ...template.get('sidecars').list()];
  const initContainers = template.get('initContainers').list();
  const metadata = [spec.get('podMetadata'), template.get('metadata')];
  const chosen = (name: string) => {
    const own = template.get(name);
    return [name, own.isPresent ? own : spec.get(name)] as const;
  };
  return assemble({
    role: template.get('name').string() ?? '',
    owner: template,
    labels: { 'workflows.argoproj.io/completed': 'false', ...merged(metadata, 'labels') },
    annotations: merged(metadata, 'annotations'),
    containers,
    initContainers,
    volumes: mountedVolumes([...containers, ...initContainers], [template, spec]),
    copied: [
      ...['nodeSelector', 'affinity', 'tolerations', 'schedulerName', 'securityContext'].map(chosen),
      ['hostNetwork', spec.get('hostNetwork')],
    ],
    doubts: argoDoubts(spec, template, [...containers, ...initContainers]),
  });
}

function argoDoubts(spec: Field, template: Field, containers: readonly Field[]): readonly Doubt[] {
  const changing = [spec.get('podSpecPatch'), template.get('podSpecPatch'), spec.get('templateDefaults')];
  return [
    ...changing
      .filter(({ isPresent }) => isPresent)
      .map(({ path }) => ({ field: path, message: 'it may change the pods, and this prediction does not apply it' })),
    ...variableDoubt(template, [template.get('metadata'), spec.get('podMetadata'), ...containers], '{{'),
  ];
}

/** Only what a container mounts becomes a volume of the pod; the first of a name wins. */
function mountedVolumes(containers: readonly Field[], owners: readonly Field[]): readonly Placed[] {
  const mounts = containers.flatMap((container) => container.get('volumeMounts').list());
  const mounted = new Set(mounts.map((mount) => mount.get('name').string()));
  const claims = owners.flatMap((owner) => owner.get('volumeClaimTemplates').list()).map(claimVolume);
  const volumes = owners.flatMap((owner) => owner.get('volumes').list());
  const found = new Map<string | undefined, Placed>();
  for (const volume of volumes) {
    const name = volume.get('name').string();
    if (mounted.has(name) && !found.has(name)) found.set(name, volume);
  }
  for (const { name, placed } of claims) if (mounted.has(name) && !found.has(name)) found.set(name, placed);
  return [...found.values()];
}

function claimVolume(claim: Field): { readonly name: string | undefined; readonly placed: Placed } {
  const name = claim.get('metadata').get('name').string();
  return { name, placed: { value: { name, persistentVolumeClaim: {} }, path: claim.path } };
}

/**
 * One for each task whose steps are in the object. Tekton adds init containers that request nothing.
 *
 * Source: tektoncd/pipeline, `pkg/pod/pod.go` and `pkg/apis/pipeline/v1`.
 */
export function readTektonTasks(
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
      .map(({ path }, index) => ({ pod: `spec.containers[${index}].resources`, object: `${path}.computeResources` })),
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
      : [{ field: `${byReference.path}.ref`, message: 'the step is in another object' }]),
    ...variableDoubt(task, steps, '$('),
  ];
}

/** `computeResources` in v1, `resources` in v1beta1. */
function withResources(step: unknown): unknown {
  return isObject(step) && step['computeResources'] !== undefined
    ? { ...step, resources: step['computeResources'] }
    : step;
}

/**
 * The pods of runners: unless it is switched off, Docker runs in a privileged container beside the runner or in it.
 *
 * Source: actions/actions-runner-controller, `controllers/actions.summerwind.net/runner_controller.go`.
 */
export function readRunner(document: Field): readonly PodTemplate[] {
  const template = document.at(['spec', 'template']);
  return [runnerPod(document, template.get('spec'), template)];
}

export function readRunnerSet(document: Field): readonly PodTemplate[] {
  const spec = document.get('spec');
  return [runnerPod(document, spec, spec.get('template'))];
}

function runnerPod(document: Field, config: Field, template: Field): PodTemplate {
  const spec = template.get('spec');
  const own = spec.get('containers').list();
  const named = (name: string) => own.find((container) => container.get('name').value === name);
  const runner = named('runner');
  const others = own.filter((container) => container !== runner && container.get('name').value !== 'docker');
  const hasOptions = spec.at(['securityContext', 'seLinuxOptions']).isPresent;
  const isKubernetesMode = config.get('containerMode').value === 'kubernetes';
  const isInRunner = !isKubernetesMode && config.get('dockerdWithinRunnerContainer').boolean();
  const hasDocker = !isKubernetesMode && !isInRunner && config.get('dockerEnabled').value !== false;
  const privileged = { securityContext: { privileged: true } };
  const runnerValue = {
    ...mergeObjects({ name: 'runner', resources: config.get('resources').value ?? {} }, runner?.value),
    ...(isInRunner && !hasOptions ? privileged : {}),
  };
  const dockerResources = config.get('dockerdContainerResources');
  const dockerValue = mergeObjects(
    { name: 'docker', resources: dockerResources.value ?? {}, ...(hasOptions ? {} : privileged) },
    named('docker')?.value,
  );
  const docker = { value: dockerValue, path: named('docker')?.path ?? `${config.path}.dockerEnabled` };
  const containers = [
    { value: runnerValue, path: runner?.path ?? config.path },
    ...(hasDocker ? [docker] : []),
    ...others,
    ...spec.get('sidecarContainers').list(),
  ];
  const dockerPlaces: readonly FieldPlace[] =
    hasDocker && named('docker') === undefined
      ? [
          { pod: 'spec.containers[1].resources', object: dockerResources.path },
          { pod: 'spec.containers[1]', object: docker.path, isWhole: true },
        ]
      : [];
  return assemble({
    role: '',
    owner: template,
    labels: template.get('metadata').get('labels').textMap(),
    annotations: template.get('metadata').get('annotations').textMap(),
    containers,
    initContainers: spec.get('initContainers').list(),
    volumes: spec.get('volumes').list(),
    copied: RUNNER_POD_FIELDS.map((name) => [name, spec.get(name)] as const),
    places: [
      ...dockerPlaces,
      ...(isInRunner
        ? [
            {
              pod: 'spec.containers[0].securityContext',
              object: `${config.path}.dockerdWithinRunnerContainer`,
              isWhole: true,
            },
          ]
        : []),
    ],
    doubts: [],
    replicas: document.at(['spec', 'replicas']),
  });
}

const RUNNER_POD_FIELDS: readonly string[] = [
  'nodeSelector',
  'tolerations',
  'affinity',
  'securityContext',
  'runtimeClassName',
  'topologySpreadConstraints',
];

function merged(metadata: readonly Field[], name: 'labels' | 'annotations'): Readonly<Record<string, string>> {
  return Object.assign({}, ...metadata.map((one) => one.get(name).textMap()));
}

function variableDoubt(template: Field, parts: readonly Field[], mark: string): readonly Doubt[] {
  const decisive = parts.map(({ value }) =>
    isObject(value) ? [value['labels'], value['annotations'], value['resources'], value['securityContext']] : [],
  );
  return JSON.stringify(decisive).includes(mark)
    ? [{ field: template.path, message: `it has variables (${mark}…), whose values are known when it runs` }]
    : [];
}

/** As a strategic merge does with objects: field by field; a list of the second replaces that of the first. */
function mergeObjects(first: unknown, second: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(first)) return isObject(second) ? second : {};
  if (!isObject(second)) return first;
  const both = Object.entries(second).map(([key, value]) => [
    key,
    isObject(value) && isObject(first[key]) ? mergeObjects(first[key], value) : value,
  ]);
  return { ...first, ...Object.fromEntries(both) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
