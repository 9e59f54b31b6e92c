import { DocumentError } from '../documents/document-error.ts';
import { type Field, FieldTypeError } from '../documents/field.ts';

/** Of the form of the file. Another number: another version of this program has written it. */
const VERSION = 1;

/** Findings that were there when a team began. */
export type Baseline = readonly BaselineEntry[];

/** Findings of one code at one field of one object, whatever the file and the line. */
export interface BaselineEntry {
  readonly code: string;
  readonly object: string;
  readonly field: string;
  readonly count: number;
}

/** What identifies a finding when its file, its line and the order of the documents change. */
export interface Identified {
  readonly code: string;
  readonly object: IdentifiedObject;
  /** Path in the object. */
  readonly field: string;
}

export interface IdentifiedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly generateName?: string;
  readonly role?: string;
}

export function baselineOf(found: readonly Identified[]): Baseline {
  const counts = Map.groupBy(found.map(entryOf), keyOf);
  return [...counts.values()]
    .flatMap(([first, ...more]) => (first === undefined ? [] : [{ ...first, count: 1 + more.length }]))
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** JSON with an entry on each line, so that a change of the file is easy to review. */
export function formatBaseline(baseline: Baseline): string {
  const lines = baseline.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n');
  const head = `"apiVersion": "fargate-admission/v1alpha1",\n  "kind": "Baseline",\n  "version": ${VERSION},`;
  return `{\n  ${head}\n  "findings": [${lines === '' ? '' : `\n${lines}\n  `}]\n}\n`;
}

/** @throws DocumentError where it is no baseline that this version reads. */
export function parseBaseline(document: Field): Baseline {
  try {
    if (document.get('kind').value !== 'Baseline') throw new DocumentError('no baseline: kind is not Baseline');
    const version = document.get('version').value;
    if (version !== VERSION) {
      throw new DocumentError(`version ${JSON.stringify(version)}, and this program reads ${VERSION}: write it again`);
    }
    return document.get('findings').list().map(readEntry);
  } catch (error) {
    throw error instanceof FieldTypeError ? new DocumentError(error.message) : error;
  }
}

function readEntry(entry: Field): BaselineEntry {
  const text = (key: string) => entry.get(key).string() ?? '';
  const count = entry.get('count').number() ?? 1;
  if (!Number.isSafeInteger(count) || count < 1)
    throw new DocumentError(`${entry.get('count').path}: expected a count`);
  return { code: text('code'), object: text('object'), field: text('field'), count };
}

/** Takes each finding of the baseline once for each time that it was counted. */
export class BaselineCount {
  readonly #left = new Map<string, number>();

  constructor(baseline: Baseline) {
    for (const entry of baseline) this.#left.set(keyOf(entry), (this.#left.get(keyOf(entry)) ?? 0) + entry.count);
  }

  /** Whether the baseline knows the finding. */
  take(found: Identified): boolean {
    const key = keyOf(entryOf(found));
    const left = this.#left.get(key) ?? 0;
    if (left > 0) this.#left.set(key, left - 1);
    return left > 0;
  }

  /** How many of its findings were not found. */
  get left(): number {
    let sum = 0;
    for (const count of this.#left.values()) sum += count;
    return sum;
  }
}

/** An index in a list changes when another element comes before it: the number of findings counts instead. */
function entryOf({ code, object, field }: Identified): BaselineEntry {
  return { code, object: identityOf(object), field: field.replaceAll(/\[\d+\]/g, '[]'), count: 1 };
}

/** `apps/Deployment shop/web`: the version of an API is no part of what an object is. */
function identityOf({ apiVersion, kind, namespace, name, generateName = '', role }: IdentifiedObject): string {
  const [group = '', version] = apiVersion.split('/');
  const type = version === undefined ? kind : `${group}/${kind}`;
  const shown = name === '' ? `${generateName}*` : name;
  return `${type} ${namespace === undefined ? '' : `${namespace}/`}${shown}${role === undefined ? '' : ` (${role})`}`;
}

function keyOf({ object, code, field }: BaselineEntry): string {
  return JSON.stringify([object, code, field]);
}
