import { FieldPath } from '../../fargate/field-path.ts';
import { Field, isObject } from '../field.ts';
import type { Doubt, FieldPlace, PodTemplate } from './workload-kind.ts';

/** What a controller puts a pod together from. */
export interface Assembly {
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

export interface Placed {
  readonly value: unknown;
  readonly path: FieldPath;
}

/** The pod, and where its fields are in the object. */
export function assemble(pod: Assembly): PodTemplate {
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
    list.map(({ path }, index) => ({ pod: FieldPath.of('spec', name, index), object: path }));
  return {
    role,
    owner,
    template: new Field({ metadata: { labels, annotations }, spec }),
    fields: [
      ...(pod.places ?? []),
      ...placesOf('containers', containers),
      ...placesOf('initContainers', initContainers),
      ...placesOf('volumes', volumes),
      ...present.map(([name, { path }]) => ({ pod: FieldPath.of('spec', name), object: path })),
      { pod: FieldPath.of('metadata'), object: owner.path.to('metadata') },
      { pod: FieldPath.ROOT, object: owner.path, isWhole: true },
    ],
    doubts,
    ...(pod.replicas && { replicas: [pod.replicas] }),
  };
}

/** The labels or annotations of several places; the last wins. */
export function merged(metadata: readonly Field[], name: 'labels' | 'annotations'): Readonly<Record<string, string>> {
  return Object.assign({}, ...metadata.map((one) => one.get(name).textMap()));
}

export function variableDoubt(template: Field, parts: readonly Field[], mark: string): readonly Doubt[] {
  const decisive = parts.map(({ value }) =>
    isObject(value) ? [value['labels'], value['annotations'], value['resources'], value['securityContext']] : [],
  );
  return JSON.stringify(decisive).includes(mark)
    ? [{ field: template.path, message: `it has variables (${mark}…), whose values are known when it runs` }]
    : [];
}

/** As a strategic merge does with objects: field by field; a list of the second replaces that of the first. */
export function mergeObjects(first: unknown, second: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(first)) return isObject(second) ? second : {};
  if (!isObject(second)) return first;
  const both = Object.entries(second).map(([key, value]) => [
    key,
    isObject(value) && isObject(first[key]) ? mergeObjects(first[key], value) : value,
  ]);
  return { ...first, ...Object.fromEntries(both) };
}
