import type { Field } from '../documents/field.ts';

/** Names an object in a report. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  /** Of a workload always; of a profile where it names one. */
  readonly namespace?: string;
  /** Empty where the API server has yet to make one. */
  readonly name: string;
  /** What the API server makes a name from. */
  readonly generateName?: string;
  /** Which of its pod templates, where it has several: `leader`. */
  readonly role?: string;
}

/** What makes manifests from charts and kustomizations. */
export type Renderer = 'helm' | 'kustomize';

/** A place in a file. */
export interface Location {
  /** As it was given or found; `standard input` for `-`. */
  readonly file: string;
  /** Which document of the file, from 1. */
  readonly document: number;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** What made the object from that file: line and column are then those in what it made. */
  readonly renderedBy?: Renderer;
}

export function referenceTo(object: Field): ObjectReference {
  const metadata = object.get('metadata');
  const namespace = namespaceOf(object);
  const generateName = metadata.get('generateName').string();
  return {
    apiVersion: object.get('apiVersion').string() ?? '',
    kind: object.get('kind').string() ?? '',
    ...(namespace === undefined ? {} : { namespace }),
    name: metadata.get('name').string() ?? '',
    ...(generateName === undefined ? {} : { generateName }),
  };
}

/** The namespace that the object names. */
export function namespaceOf(object: Field): string | undefined {
  return object.get('metadata').get('namespace').string() || undefined;
}

/** `Deployment shop/web`, `JobSet shop/train (leader)` */
export function describeObject({ kind, namespace, name, generateName, role }: ObjectReference): string {
  const shownName = name === '' ? `${generateName ?? '(no name)'}${generateName === undefined ? '' : '…'}` : name;
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${shownName}${role === undefined ? '' : ` (${role})`}`;
}

/** `web.yaml:12`, which editors and terminals turn into a link; `web/templates/web.yaml` for what a template makes. */
export function describePlace({ file, line, renderedBy }: Location): string {
  return renderedBy === undefined ? `${file}:${line}` : file;
}

/** Where an editor or a code host shows it: the beginning of the file where the place in it is not known. */
export function shownPosition({ line, column, renderedBy }: Location): Pick<Location, 'line' | 'column'> {
  return renderedBy === undefined ? { line, column } : { line: 1, column: 1 };
}
