import { FieldPath } from '../../../fargate/field-path.ts';
import type { Field } from '../../field.ts';
import { assemble, mergeObjects } from '../assembled-pod.ts';
import { type FieldPlace, type PodTemplate, templateAt, type WorkloadKind } from '../workload-kind.ts';

/** Kinds of Actions Runner Controller. */
export const ACTIONS_RUNNER_KINDS: readonly WorkloadKind[] = [
  // actions/actions-runner-controller, controllers/actions.summerwind.net/runner_controller.go.
  {
    apiVersions: ['actions.summerwind.dev/v1alpha1'],
    kind: 'RunnerDeployment',
    pods: { kind: 'fields', places: ['spec.template.spec'], read: readRunner },
    ownerOfPods: 'Runner',
    controllerAssignedLabels: ['pod-template-hash', 'runner-template-hash', 'runner-deployment-name'],
    fillsTemplate: true,
  },
  {
    apiVersions: ['actions.summerwind.dev/v1alpha1'],
    kind: 'RunnerSet',
    pods: { kind: 'fields', places: ['spec.template'], read: readRunnerSet },
    ownerOfPods: 'StatefulSet',
    controllerAssignedLabels: ['pod-template-hash', 'runner-template-hash', 'controller-revision-hash'],
    fillsTemplate: true,
  },
  // actions/actions-runner-controller, apis/actions.github.com/v1alpha1/autoscalingrunnerset_types.go.
  {
    apiVersions: ['actions.github.com/v1alpha1'],
    kind: 'AutoscalingRunnerSet',
    pods: templateAt(
      { path: ['spec', 'template'], role: 'runner' },
      { path: ['spec', 'listenerTemplate'], role: 'listener' },
    ),
    ownerOfPods: 'EphemeralRunner',
    fillsTemplate: true,
  },
];

/**
 * The pods of runners: unless it is switched off, Docker runs in a privileged container beside the runner or in it.
 *
 * Source: actions/actions-runner-controller, `controllers/actions.summerwind.net/runner_controller.go`.
 */
function readRunner(document: Field): readonly PodTemplate[] {
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
    ...mergeObjects({ name: 'runner', resources: config.get('resources').value ?? {} }, runner?.value),
    ...(isInRunner && !hasOptions ? privileged : {}),
  };
  const dockerResources = config.get('dockerdContainerResources');
  const dockerValue = mergeObjects(
    { name: 'docker', resources: dockerResources.value ?? {}, ...(hasOptions ? {} : privileged) },
    named('docker')?.value,
  );
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

const RUNNER_POD_FIELDS: readonly string[] = [
  'nodeSelector',
  'tolerations',
  'affinity',
  'securityContext',
  'runtimeClassName',
  'topologySpreadConstraints',
];
