import { DocumentError } from '../../documents/document-error.ts';
import { skipReason } from '../../documents/partial-workload.ts';
import type { NotCheckedThing } from '../shared/not-checked.ts';
import { referenceTo } from '../shared/object-reference.ts';
import { type ObjectInText, objectsIn, type SourceText, wrongType } from '../shared/objects-in-text.ts';
import { type CheckContext, checkWorkloads, workloadReference } from './check-object.ts';
import { checkProfiles, type ProfilesInText } from './check-profiles.ts';
import type { CheckedItem, SkippedItem, UnreadableItem } from './report.ts';

export interface CheckedText {
  readonly items: readonly CheckedItem[];
  readonly skipped: readonly SkippedItem[];
  readonly unreadable: readonly UnreadableItem[];
  readonly notChecked: readonly NotCheckedThing[];
  /** Kubernetes objects of any kind. */
  readonly objectCount: number;
}

/** Checks every object in a text. Reports what is broken, and checks the rest. */
export function checkText(source: SourceText, context: CheckContext): CheckedText {
  const items: CheckedItem[] = [];
  const skipped: SkippedItem[] = [];
  const unreadable: UnreadableItem[] = [];
  const notChecked: NotCheckedThing[] = [];
  let objectCount = 0;
  for (const found of objectsIn(source)) {
    if (found.kind !== 'unreadable' && found.kind !== 'not-checked') objectCount += 1;
    const outcome = outcomeOf(found, context);
    if (outcome.kind === 'checked') items.push(...outcome.items);
    else if (outcome.kind === 'partial') skipped.push(outcome.item);
    else if (outcome.kind === 'not-checked') notChecked.push(outcome.thing);
    else unreadable.push({ file: source.name, location: outcome.location, reason: outcome.reason });
  }
  return { items, skipped, unreadable, notChecked, objectCount };
}

type Outcome =
  | { readonly kind: 'checked'; readonly items: readonly CheckedItem[] }
  /** A patch, what a test asserts, a workload whose pods come from elsewhere, or a profile that is not read. */
  | { readonly kind: 'partial'; readonly item: SkippedItem }
  | Extract<ObjectInText, { kind: 'unreadable' | 'not-checked' }>;

function outcomeOf(found: ObjectInText, context: CheckContext): Outcome {
  switch (found.kind) {
    case 'object':
      return checkFound(found, context);
    case 'profiles':
      return checkProfileDocument(found, context);
    case 'unread-profile': {
      const { object, locate, reason } = found;
      return { kind: 'partial', item: { object: referenceTo(object), location: locate(''), reason } };
    }
    default:
      return found;
  }
}

function checkProfileDocument(found: ProfilesInText, { profileContext }: CheckContext): Outcome {
  try {
    return { kind: 'checked', items: checkProfiles(found, profileContext) };
  } catch (error) {
    if (!(error instanceof DocumentError)) return wrongType(error, found.locate);
    return { kind: 'unreadable', location: found.locate(''), reason: error.message };
  }
}

function checkFound({ object, locate }: Extract<ObjectInText, { kind: 'object' }>, context: CheckContext): Outcome {
  try {
    const reason = skipReason(object, context.kinds);
    if (reason !== undefined) {
      return { kind: 'partial', item: { object: workloadReference(object, context), location: locate(''), reason } };
    }
    const items = checkWorkloads(object, context, locate);
    if (items !== undefined) return { kind: 'checked', items };
    const [apiVersion, kind] = [object.get('apiVersion').string() ?? '', object.get('kind').string() ?? ''];
    return { kind: 'not-checked', thing: { reason: 'other-kind', apiVersion, kind } };
  } catch (error) {
    return wrongType(error, locate);
  }
}
