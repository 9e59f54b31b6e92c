import type { InputProfiles, ProfilePlace } from '../documents/assessment/profile.ts';
import { unknownKindFindings } from '../documents/assessment/unknown-kind.ts';
import { assessWorkload } from '../documents/assessment/workload.ts';
import { DocumentError } from '../documents/document-error.ts';
import type { Field } from '../documents/field.ts';
import { skipReason } from '../documents/partial-workload.ts';
import type { DescribedProfile } from '../documents/profiles/form.ts';
import type { Position } from '../documents/text/text-document.ts';
import { parseWorkloads, type Workload } from '../documents/workloads/workload.ts';
import type { KindTable } from '../documents/workloads/workload-kinds.ts';
import { capacityOf } from '../fargate/capacity.ts';
import { FieldPath } from '../fargate/field-path.ts';
import { type Finding, worstFirst } from '../fargate/finding.ts';
import { isBoundForFargate } from '../fargate/prediction.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';
import { type IgnoreAnnotation, objectIgnores, workloadIgnores } from '../suppression/annotations.ts';
import type { SuppressionPolicy } from '../suppression/policy.ts';
import type {
  CheckedFinding,
  CheckedItem,
  CheckedProfile,
  CheckedWorkload,
  SkippedItem,
  UnreadableItem,
} from './check-report.ts';
import { type CommentInObject, commentedObjectsIn, reportedBefore } from './commented-objects.ts';
import { decisionOf, reportedFinding, sizeOf } from './decision.ts';
import type { NotCheckedThing } from './not-checked.ts';
import { describePlace, namespaceOf, type ObjectReference, referenceTo } from './object-reference.ts';
import { type Locate, type ObjectInText, type SourceText, wrongType } from './objects-in-text.ts';
import { suppressItems } from './suppress-items.ts';

export interface CheckedText {
  readonly items: readonly CheckedItem[];
  readonly skipped: readonly SkippedItem[];
  readonly unreadable: readonly UnreadableItem[];
  readonly notChecked: readonly NotCheckedThing[];
  /** Kubernetes objects of any kind. */
  readonly objectCount: number;
}

/** Checks every object in a text. Reports what is broken, and checks the rest. */
export async function checkText(source: SourceText, context: CheckContext): Promise<CheckedText> {
  const items: CheckedItem[] = [];
  const skipped: SkippedItem[] = [];
  const unreadable: UnreadableItem[] = [];
  const notChecked: NotCheckedThing[] = [];
  let objectCount = 0;
  for await (const { found, comments } of commentedObjectsIn(source)) {
    const outcome = outcomeOf(found, context);
    if ('locate' in found) objectCount += 1;
    if ('items' in outcome) items.push(...suppressed(outcome.items, comments, context.policy));
    if (outcome.kind === 'partial') skipped.push(outcome.item);
    else if (outcome.kind === 'not-checked' || outcome.kind === 'unknown-kind') notChecked.push(outcome.thing);
    else if (outcome.kind === 'unreadable')
      unreadable.push({ file: source.name, location: outcome.location, reason: outcome.reason });
  }
  return { items, skipped, unreadable, notChecked, objectCount };
}

/** An item with all that is found about it. */
interface FoundItem {
  /** Nothing of it is suppressed yet. */
  readonly item: CheckedItem;
  readonly ignores: readonly IgnoreAnnotation[];
  readonly locate: Locate;
}

function suppressed(
  items: readonly FoundItem[],
  comments: readonly CommentInObject[],
  policy: SuppressionPolicy,
): readonly CheckedItem[] {
  const found = items.map(({ item, ignores, locate }, index) => ({
    item,
    ignores,
    comments: index === 0 ? comments : reportedBefore(comments),
    report: (finding: Finding, comment?: Position): CheckedFinding => ({
      ...reportedFinding(finding),
      location: comment === undefined ? locate(finding.field) : { ...item.location, ...comment },
    }),
  }));
  return suppressItems(found, policy);
}

type Outcome =
  | { readonly kind: 'checked'; readonly items: readonly FoundItem[] }
  /** A patch, what a test asserts, a workload whose pods come from elsewhere, or a profile that is not read. */
  | { readonly kind: 'partial'; readonly item: SkippedItem }
  /** With what looks like a pod template. */
  | { readonly kind: 'unknown-kind'; readonly items: readonly FoundItem[]; readonly thing: NotCheckedThing }
  | Extract<ObjectInText, { kind: 'unreadable' | 'not-checked' }>;

function outcomeOf(found: ObjectInText, context: CheckContext): Outcome {
  switch (found.kind) {
    case 'object':
      return checkFound(found, context);
    case 'profiles':
      return checkProfileDocument(found, context);
    case 'unread-profile': {
      const { reference, locate, reason } = found;
      return { kind: 'partial', item: { object: reference, location: locate(FieldPath.ROOT), reason } };
    }
    default:
      return found;
  }
}

function checkProfileDocument(found: ProfilesInText, { inputProfiles }: CheckContext): Outcome {
  try {
    return { kind: 'checked', items: checkProfiles(found, inputProfiles) };
  } catch (error) {
    if (!(error instanceof DocumentError)) return wrongType(error, found.locate);
    return { kind: 'unreadable', location: found.locate(FieldPath.ROOT), reason: error.message };
  }
}

function checkFound({ object, locate }: Extract<ObjectInText, { kind: 'object' }>, context: CheckContext): Outcome {
  try {
    const reason = skipReason(object, context.kinds);
    if (reason !== undefined) {
      return {
        kind: 'partial',
        item: { object: workloadReference(object, context), location: locate(FieldPath.ROOT), reason },
      };
    }
    const items = checkWorkloads(object, context, locate);
    if (items !== undefined) return { kind: 'checked', items };
    return outcomeOfOtherKind(object, locate);
  } catch (error) {
    return wrongType(error, locate);
  }
}

function outcomeOfOtherKind(object: Field, locate: Locate): Outcome {
  const reference = referenceTo(object);
  const { apiVersion, kind } = reference;
  const thing = { reason: 'other-kind', apiVersion, kind } as const;
  const findings = unknownKindFindings(object).map((found) => checkedFinding(found, locate));
  if (findings.length === 0) return { kind: 'not-checked', thing };
  const location = locate(FieldPath.ROOT);
  const item = { type: 'object', object: reference, location, findings, suppressed: [] } as const;
  return { kind: 'unknown-kind', items: [{ item, ignores: objectIgnores(object), locate }], thing };
}

export interface CheckContext {
  /** Of an object that does not name its own. */
  readonly namespace: string;
  /** The kinds of workloads. */
  readonly kinds: KindTable;
  /** Undefined where they are not known. */
  readonly profiles: ProfileSet | undefined;
  /** Those of the input so far. */
  readonly inputProfiles: InputProfiles;
  readonly policy: SuppressionPolicy;
}

/**
 * One for each pod template. Undefined for a Kubernetes object that is no workload.
 *
 * @throws FieldTypeError where a field that is read has another type than the Kubernetes API gives it.
 */
function checkWorkloads(object: Field, context: CheckContext, locate: Locate): readonly FoundItem[] | undefined {
  const workloads = parseWorkloads(object, namespaceOf(object) ?? context.namespace, context.kinds);
  return workloads?.map((workload) => checkWorkload(workload, { object, context, locate }));
}

interface CheckedObject {
  readonly object: Field;
  readonly context: CheckContext;
  readonly locate: Locate;
}

function checkWorkload(workload: Workload, { object, context, locate }: CheckedObject): FoundItem {
  const { prediction, findings } = assessWorkload(workload, context.profiles);
  const { role } = workload;
  const item: CheckedWorkload = {
    type: 'workload',
    object: { ...workloadReference(object, context), ...(role === '' ? {} : { role }) },
    location: locate(FieldPath.ROOT),
    decision: decisionOf(prediction),
    ...(isBoundForFargate(prediction) ? { size: sizeOf(capacityOf(workload.pod)) } : {}),
    findings: findings.map((found) => checkedFinding(found, locate)),
    suppressed: [],
  };
  return { item, ignores: workloadIgnores(object, workload), locate };
}

/** With the namespace that it is checked in. */
function workloadReference(object: Field, { namespace }: Pick<CheckContext, 'namespace'>): ObjectReference {
  return { ...referenceTo(object), namespace: namespaceOf(object) ?? namespace };
}

function checkedFinding(finding: Finding, locate: Locate): CheckedFinding {
  return { ...reportedFinding(finding), location: locate(finding.field) };
}

type ProfilesInText = Extract<ObjectInText, { kind: 'profiles' }>;

/**
 * One item for each part of the document that describes profiles. Together they may be too many for their cluster.
 *
 * @throws DocumentError, FieldTypeError
 */
export function checkProfiles(found: ProfilesInText, input: InputProfiles): readonly FoundItem[] {
  const profiles = found.form.read(found.object);
  const findings = profiles.map((profile) => input.assess(profile, placeOf(profile, found)));
  const ofDocument = profiles.flatMap(({ subject }, index) => (subject === undefined ? (findings[index] ?? []) : []));
  const items = profiles.flatMap((profile, index) => itemOf(profile, findings[index] ?? [], found));
  return items.length > 0 ? items : [checked(found, referenceTo(found.object), ofDocument)];
}

function placeOf({ spec, subject }: DescribedProfile, { locate }: ProfilesInText): ProfilePlace {
  const location = locate(subject?.path ?? spec.name.field);
  return { file: location.file, place: describePlace(location) };
}

/** Nothing where the profile is a part of the whole document. */
function itemOf(
  { subject }: DescribedProfile,
  findings: readonly Finding[],
  found: ProfilesInText,
): readonly FoundItem[] {
  if (subject === undefined) return [];
  const { kind, name, path, address } = subject;
  const locate: Locate = (field) => found.locate(path.join(field.within(address) ?? field));
  return [checked({ ...found, locate }, { apiVersion: '', kind, name }, findings)];
}

/** Worst first. */
function checked(
  { object: document, locate }: ProfilesInText,
  object: ObjectReference,
  findings: readonly Finding[],
): FoundItem {
  const item: CheckedProfile = {
    type: 'profile',
    object,
    location: locate(FieldPath.ROOT),
    accepted: !findings.some(({ severity }) => severity === 'error'),
    findings: worstFirst(findings).map((found) => checkedFinding(found, locate)),
    suppressed: [],
  };
  return { item, ignores: objectIgnores(document), locate };
}
