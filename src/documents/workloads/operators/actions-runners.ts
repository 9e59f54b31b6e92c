import { FieldPath } from '../../../fargate/field-path.ts';
import { type Field, isObject } from '../../field.ts';
import { assemble, mergeObjects } from '../assembled-pod.ts';
import { STATEFUL_SET_LABELS } from '../controller-labels.ts';
import { type FieldPlace, type PodTemplate, templateAt, unknownPods, type WorkloadKind } from '../workload-kind.ts';

const RUNNER_LABELS = [
  'pod-template-hash',
  'runner-template-hash',
  'actions-runner',
  'actions-runner-controller/inject-registration-token',
];
const SCALE_SET_LABELS = [
  'pod-template-hash',
  'app.kubernetes.io/part-of',
  'app.kubernetes.io/component',
  'app.kubernetes.io/version',
  ...['scale-set-name', 'scale-set-namespace', 'enterprise', 'organization', 'repository'].map(
    (name) => `actions.github.com/${name}`,
  ),
];
const OLD = ['actions.summerwind.dev/v1alpha1'] as const;
const SCALE_SETS = ['actions.github.com/v1alpha1'] as const;

/** Kinds of Actions Runner Controller. */
export const ACTIONS_RUNNER_KINDS: readonly WorkloadKind[] = [
  // actions/actions-runner-controller, controllers/actions.summerwind.net.
  {
    apiVersions: OLD,
    kind: 'RunnerDeployment',
    pods: { kind: 'fields', places: ['spec.template.spec'], read: readRunnerTemplate },
    ownerOfPods: 'Runner',
    labelsFromName: ['runner-deployment-name'],
    controllerAssignedLabels: RUNNER_LABELS,
    podLabel: 'runner-deployment-name',
    fillsTemplate: true,
  },
  {
    apiVersions: OLD,
    kind: 'RunnerReplicaSet',
    pods: { kind: 'fields', places: ['spec.template.spec'], read: readRunnerTemplate },
    ownerOfPods: 'Runner',
    controllerAssignedLabels: RUNNER_LABELS,
    fillsTemplate: true,
  },
  {
    apiVersions: OLD,
    kind: 'Runner',
    pods: { kind: 'fields', places: ['spec'], read: (runner) => [runnerPod(runner, runner.get('spec'), runner)] },
    ownerOfPods: 'Runner',
    controllerAssignedLabels: RUNNER_LABELS,
    fillsTemplate: true,
  },
  {
    apiVersions: OLD,
    kind: 'RunnerSet',
    pods: { kind: 'fields', places: ['spec.template'], read: readRunnerSet },
    ownerOfPods: 'StatefulSet',
    labelsFromName: ['runnerset-name'],
    controllerAssignedLabels: [...RUNNER_LABELS, ...STATEFUL_SET_LABELS],
    podLabel: 'runnerset-name',
    fillsTemplate: true,
  },
  // actions/actions-runner-controller, controllers/actions.github.com/resourcebuilder.go.
  {
    apiVersions: SCALE_SETS,
    kind: 'AutoscalingRunnerSet',
    pods: templateAt({ path: ['spec', 'template'] }),
    ownerOfPods: 'EphemeralRunner',
    controllerAssignedLabels: SCALE_SET_LABELS,
    podLabel: 'actions.github.com/scale-set-name',
    fillsTemplate: true,
    doubts: [
      {
        path: ['spec', 'listenerTemplate'],
        message: 'its pod runs in the namespace of the controller, and this prediction does not cover it',
      },
    ],
  },
  {
    apiVersions: SCALE_SETS,
    kind: 'EphemeralRunnerSet',
    pods: templateAt({ path: ['spec', 'ephemeralRunnerSpec'], replicas: ['spec', 'replicas'] }),
    ownerOfPods: 'EphemeralRunner',
    controllerAssignedLabels: SCALE_SET_LABELS,
    fillsTemplate: true,
  },
  {
    apiVersions: SCALE_SETS,
    kind: 'EphemeralRunner',
    pods: templateAt({ path: ['spec'] }),
    ownerOfPods: 'EphemeralRunner',
    controllerAssignedLabels: SCALE_SET_LABELS,
    fillsTemplate: true,
  },
  {
    apiVersions: SCALE_SETS,
    kind: 'AutoscalingListener',
    pods: unknownPods('its controller makes it of an AutoscalingRunnerSet; check that object'),
    ownerOfPods: 'AutoscalingListener',
  },
];

/**
 * The pods of runners: unless it is switched off, Docker runs in a privileged container beside the runner or in it.
 *
 * Source: actions/actions-runner-controller, `controllers/actions.summerwind.net/runner_controller.go`.
 */
function readRunnerTemplate(document: Field): readonly PodTemplate[] {
  const template = document.at(['spec', 'template']);
  return [runnerPod(document, template.get('spec'), template)];
}

function readRunnerSet(document: Field): readonly PodTemplate[] {
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
    ...mergeObjects({ name: 'runner' }, runner?.value),
    resources: filledResources(runner, config.get('resources')),
    ...(isInRunner && !hasOptions ? privileged : {}),
  };
  const dockerResources = config.get('dockerdContainerResources');
  const dockerValue = {
    ...mergeObjects({ name: 'docker', ...(hasOptions ? {} : privileged) }, named('docker')?.value),
    resources: filledResources(named('docker'), dockerResources),
  };
  const docker = { value: dockerValue, path: named('docker')?.path ?? config.path.to('dockerEnabled') };
  const containers = [
    { value: runnerValue, path: runner?.path ?? config.path },
    ...(hasDocker ? [docker] : []),
    ...others,
    ...spec.get('sidecarContainers').list(),
  ];
  const dockerPlaces: readonly FieldPlace[] =
    hasDocker && named('docker') === undefined
      ? [
          { pod: FieldPath.of('spec', 'containers', 1, 'resources'), object: dockerResources.path },
          { pod: FieldPath.of('spec', 'containers', 1), object: docker.path, isWhole: true },
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
              pod: FieldPath.of('spec', 'containers', 0, 'securityContext'),
              object: config.path.to('dockerdWithinRunnerContainer'),
              isWhole: true,
            },
          ]
        : []),
    ],
    doubts: [],
    replicas: document.at(['spec', 'replicas']),
  });
}

/** A container gets the requests, or the limits, of the runner where it has none of its own. */
function filledResources(container: Field | undefined, config: Field): Readonly<Record<string, unknown>> {
  const of = (name: string) => {
    const own = container?.get('resources').get(name).value;
    return isObject(own) && Object.keys(own).length > 0 ? own : config.get(name).value;
  };
  return { requests: of('requests'), limits: of('limits') };
}

const RUNNER_POD_FIELDS: readonly string[] = [
  'nodeSelector',
  'tolerations',
  'affinity',
  'securityContext',
  'runtimeClassName',
  'topologySpreadConstraints',
];
