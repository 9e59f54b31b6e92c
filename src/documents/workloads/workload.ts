import { FieldPath } from '../../fargate/field-path.ts';
import { ownValue, type Pod, type StringMap, type Volume } from '../../fargate/pod.ts';
import { Field, FieldTypeError } from '../field.ts';
import { variableDoubt } from './assembled-pod.ts';
import { keepsFinishedPods } from './finished-pods.ts';
import { parsePod } from './pod.ts';
import { type Doubt, type FieldPlace, type PodTemplate, podTemplatesOf, type WorkloadKind } from './workload-kind.ts';
import { type KindTable, REVIEWED, workloadKindOf } from './workload-kinds.ts';

/** A Pod, or an object whose controller makes pods. */
export interface Workload {
  readonly kind: string;
  /** Empty where the API server has yet to make one. */
  readonly name: string;
  /** What these pods do, where the object has several templates: `leader`. Empty where it has one. */
  readonly role: string;
  /** The pod that the API server and the controller would make of it. */
  readonly pod: Pod;
  /** Where the controller puts the pod together: the places of its fields, in place of the template's. */
  readonly fields: readonly FieldPlace[] | undefined;
  /** Path of the claim templates; undefined for a kind without. */
  readonly claimTemplates: readonly string[] | undefined;
  /** What an update must change to change the pods. */
  readonly template: Field;
  /** What has the template: for a Job, its spec. */
  readonly owner: Field;
  /** The workload's own, in which people put what the template lacks; none for a Pod. */
  readonly labels: StringMap;
  /**
   * Their product is the number of pods of this template; undefined for one. A DaemonSet has one for each node: it counts
   * as one.
   */
  readonly replicas: readonly Field[] | undefined;
  /** Whether the pods of a Job that succeeds stay until a person deletes them. */
  readonly keepsFinishedPods: boolean;
  /** Whether it is a pod that EKS's own webhook may have seen: the API server has given it a uid. */
  readonly isAdmitted: boolean;
  /** Whether a controller made it, going by what its owner references say. */
  readonly hasController: boolean;
  /** Why the pods may differ from the prediction. */
  readonly doubts: readonly Doubt[];
}

/**
 * A kind of Kubernetes itself, which has one template. Undefined for an object of another kind.
 *
 * @throws FieldTypeError where a field that is read has another type than the Kubernetes API gives it.
 */
export function parseWorkload(document: Field, namespace: string): Workload | undefined {
  return parseWorkloads(document, namespace, REVIEWED)?.[0];
}

/**
 * One for each pod template of an object of any kind in the table. Undefined for an object of another kind.
 *
 * @throws FieldTypeError where a field that is read has another type than the Kubernetes API gives it.
 */
export function parseWorkloads(document: Field, namespace: string, kinds: KindTable): readonly Workload[] | undefined {
  const kind = workloadKindOf(document, kinds);
  if (kind === undefined) return undefined;
  // The paths of findings are relative to the object, also where it is an item of a list.
  const object = document.isRoot ? document : new Field(document.value);
  return podTemplatesOf(object, kind).map((found) => workloadOf({ kind, found, document: object, namespace }));
}

interface Source {
  readonly kind: WorkloadKind;
  readonly found: PodTemplate;
  readonly document: Field;
  readonly namespace: string;
}

function workloadOf({ kind, found, document, namespace }: Source): Workload {
  const { role, template, fields, replicas } = found;
  const metadata = document.get('metadata');
  const name = metadata.get('name').string() ?? '';
  const isPod = template === document;
  const hasController = metadata
    .get('ownerReferences')
    .list()
    .some((owner) => owner.get('controller').boolean());
  const parsed = parseTemplate(found, namespace);
  return {
    kind: kind.kind,
    name,
    role,
    pod: isPod ? parsed : podOf({ kind, name, document, found }, parsed),
    fields,
    claimTemplates: kind.claimTemplates,
    template,
    owner: found.owner,
    labels: isPod ? {} : metadata.get('labels').textMap(),
    replicas,
    keepsFinishedPods: keepsFinishedPods(document, kind.finishedPods, hasController),
    isAdmitted: isPod && metadata.get('uid').string() !== undefined,
    hasController,
    doubts: doubtsOf(kind, found, document),
  };
}

const NO_DOUBTS: readonly Doubt[] = Object.freeze([]);

function doubtsOf({ doubts, variables }: WorkloadKind, found: PodTemplate, document: Field): readonly Doubt[] {
  const own = found.doubts ?? NO_DOUBTS;
  if (doubts === undefined && variables === undefined) return own;
  const { template } = found;
  const containers = template.at(['spec', 'containers']).list();
  return [
    ...own,
    ...(doubts ?? [])
      .map(({ path, message }) => ({ field: document.at(path), message }))
      .filter(({ field }) => field.isPresent)
      .map(({ field, message }) => ({ field: field.path, message })),
    ...(variables === undefined ? [] : variableDoubt(template, [template.get('metadata'), ...containers], variables)),
  ];
}

/** The fields of a template that was put together have no path in the object: an error gets the place of the field. */
function parseTemplate({ template, fields }: PodTemplate, namespace: string): Pod {
  if (fields === undefined) return parsePod(template, namespace);
  try {
    return parsePod(template, namespace);
  } catch (error) {
    throw error instanceof FieldTypeError ? error.at(placeOf(error.path, fields)) : error;
  }
}

/** Where a field of the pod is in the object. */
export function fieldInObject({ fields, template }: Pick<Workload, 'fields' | 'template'>, path: FieldPath): FieldPath {
  return fields === undefined ? template.path.join(path) : placeOf(path, fields);
}

/** The longest place that holds it. */
function placeOf(path: FieldPath, fields: readonly FieldPlace[]): FieldPath {
  const holding = fields.filter(({ pod }) => path.within(pod) !== undefined);
  const best = holding.toSorted((a, b) => b.pod.segments.length - a.pod.segments.length)[0];
  if (best === undefined) return path;
  return best.isWhole ? best.object : best.object.join(path.within(best.pod) ?? FieldPath.ROOT);
}

/** How many pods of this template a workload keeps running. @throws FieldTypeError where the number is none. */
export function replicasOf({ replicas }: Workload): number {
  return replicas?.reduce((product, count) => product * (count.number() ?? 1), 1) ?? 1;
}

interface Controller {
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly document: Field;
  readonly found: PodTemplate;
}

/** A template is not yet a pod: the controller owns it, adds labels and mounts claims. */
function podOf({ kind, name, document, found }: Controller, template: Pod): Pod {
  const { labelsFromName = [], ownerOfPods } = kind;
  const known = name === '' ? {} : Object.fromEntries(labelsFromName.map((key) => [key, name]));
  const isIndexed = ownerOfPods === 'Job' && found.owner.get('completionMode').value === 'Indexed';
  const controllerAssignedLabels = [
    ...(kind.controllerAssignedLabels ?? []),
    ...(name === '' ? labelsFromName : []),
    ...(isIndexed ? ['batch.kubernetes.io/job-completion-index'] : []),
  ];
  return {
    ...template,
    labels: { ...template.labels, ...known },
    controllerAssignedLabels: controllerAssignedLabels.filter((key) => ownValue(template.labels, key) === undefined),
    ownerReferences: ownerOfPods === '' ? [] : [{ kind: ownerOfPods, name, controller: true }],
    volumes:
      kind.claimTemplates === undefined
        ? template.volumes
        : withClaims(template.volumes, document, kind.claimTemplates),
  };
}

/** Each pod gets a claim for each template, in place of a volume of the same name. */
function withClaims(volumes: readonly Volume[], document: Field, path: readonly string[]): readonly Volume[] {
  const claims = document.at(path).list().map(readClaimTemplate);
  const names = new Set(claims.map(({ name }) => name));
  return [...claims, ...volumes.filter(({ name }) => !names.has(name))];
}

function readClaimTemplate(claim: Field): Volume {
  const name = claim.get('metadata').get('name').string() ?? '';
  return { name, type: 'persistentVolumeClaim', field: claim.path };
}
