import { partialReason } from '../../documents/partial-workload.ts';
import type { NotCheckedThing } from '../shared/not-checked.ts';
import { type ObjectInText, objectsIn, type SourceText, wrongType } from '../shared/objects-in-text.ts';
import { type CheckContext, checkObject, workloadReference } from './check-object.ts';
import type { CheckedItem, SkippedItem, UnreadableItem } from './report.ts';

export interface CheckedText {
  readonly items: readonly CheckedItem[];
  readonly skipped: readonly SkippedItem[];
  readonly unreadable: readonly UnreadableItem[];
  readonly notChecked: readonly NotCheckedThing[];
  /** Kubernetes objects of any kind. */
  readonly objectCount: number;
}

/** Checks every object in a text. What is broken is told, and does not keep the rest from being checked. */
export function checkText(source: SourceText, context: CheckContext): CheckedText {
  const items: CheckedItem[] = [];
  const skipped: SkippedItem[] = [];
  const unreadable: UnreadableItem[] = [];
  const notChecked: NotCheckedThing[] = [];
  let objectCount = 0;
  for (const found of objectsIn(source)) {
    if (found.kind === 'object') objectCount += 1;
    const outcome = found.kind === 'object' ? checkFound(found, context) : found;
    if (outcome.kind === 'checked') items.push(outcome.item);
    else if (outcome.kind === 'partial') skipped.push(outcome.item);
    else if (outcome.kind === 'not-checked') notChecked.push(outcome.thing);
    else unreadable.push({ file: source.name, location: outcome.location, reason: outcome.reason });
  }
  return { items, skipped, unreadable, notChecked, objectCount };
}

type Outcome =
  | { readonly kind: 'checked'; readonly item: CheckedItem }
  /** A patch, or what a test asserts: nothing can be said about what it lacks. */
  | { readonly kind: 'partial'; readonly item: SkippedItem }
  | Exclude<ObjectInText, { kind: 'object' }>;

function checkFound({ object, locate }: Extract<ObjectInText, { kind: 'object' }>, context: CheckContext): Outcome {
  try {
    const reason = partialReason(object);
    if (reason !== undefined) {
      return { kind: 'partial', item: { object: workloadReference(object, context), location: locate(''), reason } };
    }
    const item = checkObject(object, context, locate);
    if (item !== undefined) return { kind: 'checked', item };
    const [apiVersion, kind] = [object.get('apiVersion').string() ?? '', object.get('kind').string() ?? ''];
    return { kind: 'not-checked', thing: { reason: 'other-kind', apiVersion, kind } };
  } catch (error) {
    return wrongType(error, locate);
  }
}
