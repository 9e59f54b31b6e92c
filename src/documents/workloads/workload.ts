import { ownValue, type Pod, type StringMap, type Volume } from '../../fargate/pod.ts';
import type { Field } from '../field.ts';
import { keepsFinishedPods } from '../finished-pods.ts';
import { parsePod } from './pod.ts';
import { WORKLOAD_KINDS, type WorkloadKind } from './workload-kinds.ts';

/** Path in a StatefulSet. */
export const CLAIM_TEMPLATES = 'spec.volumeClaimTemplates';

/** A Pod, or an object whose controller makes pods. */
export interface Workload {
  readonly kind: string;
  /** Empty where the API server has yet to make one. */
  readonly name: string;
  /** The pod that the API server and the controller would make of it. */
  readonly pod: Pod;
  /** Stands before each field path of the pod: `spec.template.`; empty for a Pod. */
  readonly fieldPrefix: string;
  /** What an update must change to change the pods. */
  readonly template: Field;
  /** The workload's own, in which people put what the template lacks; none for a Pod. */
  readonly labels: StringMap;
  /** Whether the pods of a Job that succeeds stay until a person deletes them. */
  readonly keepsFinishedPods: boolean;
  /** Whether it is a pod that EKS's own webhook may have seen: the API server has given it a uid. */
  readonly isAdmitted: boolean;
  /** Whether a controller made it, going by what its owner references say. */
  readonly hasController: boolean;
}

/**
 * Undefined for an object of another kind.
 *
 * @throws FieldTypeError where a field that is read has another type than the Kubernetes API gives it.
 */
export function parseWorkload(document: Field, namespace: string): Workload | undefined {
  const kind = workloadKindOf(document);
  if (kind === undefined) return undefined;
  const metadata = document.get('metadata');
  const template = fieldAt(document, kind.template);
  const name = metadata.get('name').string() ?? '';
  const hasController = metadata
    .get('ownerReferences')
    .list()
    .some((owner) => owner.get('controller').boolean());
  return {
    kind: kind.kind,
    name,
    pod:
      kind.template.length === 0
        ? parsePod(document, namespace)
        : podOf({ kind, name, document }, parsePod(template, namespace)),
    fieldPrefix: kind.template.map((key) => `${key}.`).join(''),
    template,
    labels: kind.template.length === 0 ? {} : metadata.get('labels').textMap(),
    keepsFinishedPods: keepsFinishedPods(document, hasController),
    isAdmitted: kind.template.length === 0 && metadata.get('uid').string() !== undefined,
    hasController,
  };
}

/** What has the `metadata` and `spec` of the pods; undefined for an object of another kind. */
export function podTemplateOf(document: Field): Field | undefined {
  const kind = workloadKindOf(document);
  return kind === undefined ? undefined : fieldAt(document, kind.template);
}

function fieldAt(document: Field, path: readonly string[]): Field {
  return path.reduce((field, key) => field.get(key), document);
}

function workloadKindOf(document: Field): WorkloadKind | undefined {
  const { value: apiVersion } = document.get('apiVersion');
  const { value: kindName } = document.get('kind');
  return WORKLOAD_KINDS.find((known) => known.apiVersion === apiVersion && known.kind === kindName);
}

interface Controller {
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly document: Field;
}

/** A template is not yet a pod: the controller owns it, adds labels and mounts claims. */
function podOf({ kind, name, document }: Controller, template: Pod): Pod {
  const known = name === '' ? {} : Object.fromEntries(kind.labelsFromName.map((key) => [key, name]));
  // What stands beside the template: for a CronJob, the spec of its Jobs.
  const spec = fieldAt(document, kind.template.slice(0, -1));
  const isIndexed = kind.ownerOfPods === 'Job' && spec.get('completionMode').value === 'Indexed';
  const controllerAssignedLabels = [
    ...kind.controllerAssignedLabels,
    ...(name === '' ? kind.labelsFromName : []),
    ...(isIndexed ? ['batch.kubernetes.io/job-completion-index'] : []),
  ];
  return {
    ...template,
    labels: { ...template.labels, ...known },
    controllerAssignedLabels: controllerAssignedLabels.filter((key) => ownValue(template.labels, key) === undefined),
    ownerReferences: [{ kind: kind.ownerOfPods, name, controller: true }],
    volumes: kind.kind === 'StatefulSet' ? withClaims(template.volumes, spec) : template.volumes,
  };
}

/** Each pod of a StatefulSet gets a claim for each template, in place of a volume of the same name. */
function withClaims(volumes: readonly Volume[], spec: Field): readonly Volume[] {
  const claims = spec.get('volumeClaimTemplates').list().map(readClaimTemplate);
  const names = new Set(claims.map(({ name }) => name));
  return [...claims, ...volumes.filter(({ name }) => !names.has(name))];
}

function readClaimTemplate(claim: Field, index: number): Volume {
  const name = claim.get('metadata').get('name').string() ?? '';
  return { name, type: 'persistentVolumeClaim', field: `${CLAIM_TEMPLATES}[${index}]` };
}
