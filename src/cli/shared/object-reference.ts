import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Field } from '../../documents/field.ts';

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

/** `web.yaml:12`, which editors and terminals turn into a link. */
export function describePlace({ file, line }: Location): string {
  return `${file}:${line}`;
}

/** As code hosts name a file: relative to the folder that the program runs in, the root of the repository; with `/`. */
export function repositoryPath(file: string): string {
  const path = relative(process.cwd(), resolve(file));
  return isInside(path) ? path.replaceAll(sep, '/') : resolve(file);
}

/** The same as a URI: relative where it can be. */
export function fileUri(file: string): string {
  const path = relative(process.cwd(), resolve(file));
  return isInside(path) ? path.split(sep).map(encodeURIComponent).join('/') : pathToFileURL(resolve(file)).href;
}

function isInside(path: string): boolean {
  return !isAbsolute(path) && path !== '..' && !path.startsWith(`..${sep}`);
}
