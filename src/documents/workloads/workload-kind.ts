import type { FieldPath } from '../../fargate/field-path.ts';
import type { Field } from '../field.ts';

/** How one kind of workload leads to pods: all that the program knows of the kind. */
export interface WorkloadKind {
  /**
   * The first is the one that current versions serve. Manifests still have the others, some of which are removed. `*` in
   * place of the version is every version of the group.
   */
  readonly apiVersions: readonly [served: string, ...others: string[]];
  readonly kind: string;
  readonly pods: PodSource;
  /** The kind that pods name as their controller; empty for none. */
  readonly ownerOfPods: string;
  /** Labels that the controller adds, with the name of the workload as value. */
  readonly labelsFromName?: readonly string[];
  /** Labels that the controllers add with a value that is made up with the pod. */
  readonly controllerAssignedLabels?: readonly string[];
  /** How its pods are deleted when they have succeeded. */
  readonly finishedPods?: 'job' | 'cron-job';
  /** Path of the claim templates: each pod gets a claim for each of them. */
  readonly claimTemplates?: readonly string[];
  /** Whether the operator sets images, and containers, that the template lacks. */
  readonly fillsTemplate?: boolean;
  /**
   * Label with the name of the workload on every pod that controllers between make. The audit groups pods by it where the
   * controller of the pod is of the kind `ownerOfPods`.
   */
  readonly podLabel?: string;
  /** Kinds of the controllers of such pods, where they are not `ownerOfPods`. */
  readonly podOwners?: readonly string[];
  /** Whether a pod that is deleted is not replaced before the next run. */
  readonly runsOnce?: boolean;
  /** What else decides about the pods where the field is present. */
  readonly doubts?: readonly { readonly path: readonly string[]; readonly message: string }[];
  /** Marks a variable in the template, whose value is known when the pods are made: `{{`. */
  readonly variables?: string;
  /** Fields that name another object, from which the pods come where this one has no template. */
  readonly references?: readonly (readonly string[])[];
  /** What kubectl takes for it beside its kind; absent where the program does not read it from a cluster. */
  readonly shortNames?: readonly string[];
}

export type PodSource =
  /** Pod templates in the object. */
  | { readonly kind: 'templates'; readonly places: readonly [TemplatePlace, ...TemplatePlace[]] }
  /** The controller puts the pods together from other fields. */
  | {
      readonly kind: 'fields';
      /** For the documentation. */
      readonly places: readonly string[];
      readonly read: (document: Field) => readonly PodTemplate[];
    }
  /** By rules of the operator, which the object does not show. */
  | { readonly kind: 'unknown'; readonly reason: string };

export interface TemplatePlace {
  /** Of what has the `metadata` and `spec` of the pods; empty for the object itself. `*` is each element or entry. */
  readonly path: readonly string[];
  /** What these pods do, such as `leader`; an element adds its name. */
  readonly role?: string;
  /** Where the number of pods is, in the element, or else in the object; it is 1 where nothing is there. */
  readonly replicas?: readonly string[];
  /** Where another number is, in the element, with which the first is multiplied. */
  readonly times?: readonly string[];
  /** Whether an object, or an element, without it is whole too. */
  readonly isOptional?: boolean;
}

export function templateAt(...places: readonly [TemplatePlace, ...TemplatePlace[]]): PodSource {
  return { kind: 'templates', places };
}

export function unknownPods(reason: string): PodSource {
  return { kind: 'unknown', reason };
}

/** What a controller makes pods of, as one object says it. */
export interface PodTemplate {
  /** Empty where the kind has one template only. */
  readonly role: string;
  /** Has the `metadata` and `spec` of the pods. */
  readonly template: Field;
  /** What has the template: for a Job, its spec. */
  readonly owner: Field;
  /** Their product is the number of pods; each is 1 where it is absent. */
  readonly replicas?: readonly Field[];
  /** Where the fields of the pod are in the object. Absent where the template has all of them. */
  readonly fields?: readonly FieldPlace[];
  /** Why the pods may differ from the template, each with the field that says it. */
  readonly doubts?: readonly Doubt[];
}

export interface FieldPlace {
  /** In the pod: `spec.containers[0]`; the root for all that no other place holds. */
  readonly pod: FieldPath;
  readonly object: FieldPath;
  /** The controller writes what is below: it has no fields in the object. */
  readonly isWhole?: boolean;
}

export interface Doubt {
  readonly field: FieldPath;
  readonly message: string;
}

/** Every template of an object; none where it refers to another object, or where the operator makes the pods alone. */
export function podTemplatesOf(document: Field, { pods }: WorkloadKind): readonly PodTemplate[] {
  switch (pods.kind) {
    case 'templates':
      return pods.places.flatMap((place) => templatesIn(document, place, pods.places.length > 1));
    case 'fields':
      return pods.read(document);
    case 'unknown':
      return [];
  }
}

/** Those at one place of the table. */
export function templatesIn(document: Field, place: TemplatePlace, isOneOfSeveral = false): readonly PodTemplate[] {
  const { path, role = '', replicas, isOptional = isOneOfSeveral } = place;
  const star = path.indexOf('*');
  if (star < 0) {
    const template = document.at(path);
    if (isOptional && !template.isPresent) return [];
    const owner = document.at(path.slice(0, -1));
    return [{ role, template, owner, ...(replicas && { replicas: [document.at(replicas)] }) }];
  }
  return elementsOf(document.at(path.slice(0, star)))
    .map(({ name, field }) => templateOfElement(place, name, field))
    .filter(({ template }) => !place.isOptional || template.isPresent);
}

function templateOfElement(
  { path, role = '', replicas, times }: TemplatePlace,
  name: string,
  element: Field,
): PodTemplate {
  const inElement = path.slice(path.indexOf('*') + 1);
  const counts = [replicas, times].filter((count) => count !== undefined);
  return {
    role: [role, name].filter((text) => text !== '').join(' '),
    template: element.at(inElement),
    owner: element.at(inElement.slice(0, -1)),
    ...(counts.length > 0 && { replicas: counts.map((count) => element.at(count)) }),
  };
}

/** Of a list, whose elements have a name, or of a map. */
function elementsOf(field: Field): readonly { readonly name: string; readonly field: Field }[] {
  if (!Array.isArray(field.value)) return field.entries().map(([name, entry]) => ({ name, field: entry }));
  return field.list().map((element, index) => ({ name: nameOf(element) ?? String(index), field: element }));
}

function nameOf(element: Field): string | undefined {
  return element.get('name').string() ?? element.get('groupName').string();
}
