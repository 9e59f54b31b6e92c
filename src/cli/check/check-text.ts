import { FieldTypeError } from '../../documents/field.ts';
import { isKubernetesObject, kubernetesObjects, type PlacedObject } from '../../documents/kubernetes-objects.ts';
import { partialReason } from '../../documents/partial-workload.ts';
import { readDocuments } from '../../documents/text/read-documents.ts';
import type { TextDocument } from '../../documents/text/text-document.ts';
import { type CheckContext, checkObject, type Locate, workloadReference } from './check-object.ts';
import type { Checked, CheckedItem, Location, SkippedItem, UnreadableItem } from './report.ts';

export interface CheckedText extends Checked {
  /** Kubernetes objects of any kind. */
  readonly objectCount: number;
}

/** Checks every object in a text. What is broken is told, and does not keep the rest from being checked. */
export function checkText(text: string, file: string, context: CheckContext): CheckedText {
  const items: CheckedItem[] = [];
  const skipped: SkippedItem[] = [];
  const unreadable: UnreadableItem[] = [];
  let objectCount = 0;
  for (const document of readDocuments(text, { repeatedKeys: 'last-counts' })) {
    for (const outcome of checkDocument(document, { file, text, ...context })) {
      if (outcome.kind === 'unreadable') unreadable.push(outcome.item);
      else objectCount += 1;
      if (outcome.kind === 'checked') items.push(outcome.item);
      if (outcome.kind === 'partial') skipped.push(outcome.item);
    }
  }
  return { items, skipped, unreadable, objectCount };
}

type Outcome =
  | { readonly kind: 'checked'; readonly item: CheckedItem }
  /** A Kubernetes object of a kind that there is nothing to say about. */
  | { readonly kind: 'passed-over' }
  /** A patch, or what a test asserts: nothing can be said about what it lacks. */
  | { readonly kind: 'partial'; readonly item: SkippedItem }
  | { readonly kind: 'unreadable'; readonly item: UnreadableItem };

interface DocumentContext extends CheckContext {
  readonly file: string;
  /** Of the whole file. */
  readonly text: string;
}

function checkDocument(document: TextDocument, context: DocumentContext): readonly Outcome[] {
  const { file, text } = context;
  if (document.kind === 'broken') {
    const location = { file, document: document.number, ...document.position };
    return [unreadable(location, `${document.reason}${templateHint(text)}`)];
  }
  if (!document.root.isPresent) return [];
  const locate: Locate = (path) => ({ file, document: document.number, ...document.positionOf(path) });
  try {
    return kubernetesObjects(document.root).map((placed) => checkPlaced(placed, context, locateIn(placed, locate)));
  } catch (error) {
    return [wrongType(error, locate)];
  }
}

/** What looks like YAML and is none, most often. */
function templateHint(text: string): string {
  return text.includes('{{') ? '; a template of Helm is checked by what `helm template` makes of it' : '';
}

function locateIn({ path: prefix }: PlacedObject, locate: Locate): Locate {
  return (path) => locate(prefix === '' || path === '' ? `${prefix}${path}` : `${prefix}.${path}`);
}

function checkPlaced({ object }: PlacedObject, context: CheckContext, locate: Locate): Outcome {
  if (!isKubernetesObject(object)) return unreadable(locate(''), 'no Kubernetes object: it needs apiVersion and kind');
  try {
    const reason = partialReason(object);
    if (reason !== undefined) {
      return { kind: 'partial', item: { object: workloadReference(object, context), location: locate(''), reason } };
    }
    const item = checkObject(object, context, locate);
    return item === undefined ? { kind: 'passed-over' } : { kind: 'checked', item };
  } catch (error) {
    return wrongType(error, locate);
  }
}

/** The API server would refuse such an object. */
function wrongType(error: unknown, locate: Locate): Outcome {
  if (!(error instanceof FieldTypeError)) throw error;
  const isUnquoted = /expected a string, got a (?:boolean|number)$/.test(error.message);
  return unreadable(locate(error.path), isUnquoted ? `${error.message}; put it in quotation marks` : error.message);
}

function unreadable(location: Location, reason: string): Outcome {
  return { kind: 'unreadable', item: { file: location.file, location, reason } };
}
