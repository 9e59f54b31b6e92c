import type { Field } from '../../field.ts';
import { assemble, merged, type Placed, variableDoubt } from '../assembled-pod.ts';
import { type Doubt, type PodSource, type PodTemplate, unknownPods, type WorkloadKind } from '../workload-kind.ts';

const WORKFLOW_LABEL = 'workflows.argoproj.io/workflow';
const OTHER_LABELS = ['workflows.argoproj.io/controller-instanceid', 'workflows.argoproj.io/on-exit'];

/** Kinds of Argo Workflows. */
export const ARGO_WORKFLOWS_KINDS: readonly WorkloadKind[] = [
  // argoproj/argo-workflows, workflow/controller/workflowpod.go.
  {
    apiVersions: ['argoproj.io/v1alpha1'],
    kind: 'Workflow',
    pods: argo(['spec']),
    ownerOfPods: 'Workflow',
    runsOnce: true,
    labelsFromName: [WORKFLOW_LABEL],
    controllerAssignedLabels: OTHER_LABELS,
    references: [['spec', 'workflowTemplateRef']],
  },
  {
    apiVersions: ['argoproj.io/v1alpha1'],
    kind: 'WorkflowTemplate',
    pods: argo(['spec']),
    ownerOfPods: 'Workflow',
    runsOnce: true,
    controllerAssignedLabels: [WORKFLOW_LABEL, ...OTHER_LABELS],
    references: [['spec', 'workflowTemplateRef']],
  },
  {
    apiVersions: ['argoproj.io/v1alpha1'],
    kind: 'CronWorkflow',
    pods: argo(['spec', 'workflowSpec']),
    ownerOfPods: 'Workflow',
    runsOnce: true,
    controllerAssignedLabels: [WORKFLOW_LABEL, ...OTHER_LABELS],
    references: [['spec', 'workflowSpec', 'workflowTemplateRef']],
  },
  {
    apiVersions: ['argoproj.io/v1alpha1'],
    kind: 'ClusterWorkflowTemplate',
    pods: unknownPods('its pods run in the namespace of the Workflow that names it; check that Workflow'),
    ownerOfPods: 'Workflow',
    runsOnce: true,
  },
];

function argo(spec: readonly string[]): PodSource {
  return {
    kind: 'fields',
    places: ['container', 'script', 'containerSet'].map((type) => `${spec.join('.')}.templates[*].${type}`),
    read: (document) => readArgoTemplates(document, spec),
  };
}

/**
 * One for each template of a Workflow that runs containers. Argo adds its own init and wait containers, whose requests the
 * object does not show.
 *
 * Source: argoproj/argo-workflows, `workflow/controller/workflowpod.go`.
 */
function readArgoTemplates(document: Field, path: readonly string[]): readonly PodTemplate[] {
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
