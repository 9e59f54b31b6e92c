import type { Position } from '../documents/text/text-document.ts';
import { FieldPath } from '../fargate/field-path.ts';
import { type Finding, type FindingCode, podFinding, worstFirst } from '../fargate/finding.ts';
import type { IgnoreAnnotation } from '../suppression/annotations.ts';
import { describeUnknown, describeUnused, type Ignore } from '../suppression/ignore.ts';
import type { SuppressionPolicy } from '../suppression/policy.ts';
import { withSeverities } from '../suppression/severities.ts';
import { codeSuppressor, type Suppression, type Suppressor, split } from '../suppression/suppress.ts';
import type { CommentInObject } from './commented-objects.ts';
import type { ReportedFinding } from './decision.ts';
import type { Location, ObjectReference } from './object-reference.ts';

/** A finding with its place, which one in an object of a cluster does not have. */
export interface PlacedFinding extends ReportedFinding {
  readonly location?: Location;
}

/** An item of a report, about an object or a part of it. */
export interface ReportedItem<Found extends PlacedFinding> {
  readonly object: ObjectReference;
  /** Undefined for an object of a cluster. */
  readonly location: Location | undefined;
  /** Worst first. */
  readonly findings: readonly Found[];
  readonly suppressed: readonly (Found & { readonly suppression: Suppression })[];
}

/** An item with all that is found about it, and what its author wants to be suppressed. */
export interface FoundItem<Item extends ReportedItem<Found>, Found extends PlacedFinding> {
  /** Nothing of it is suppressed yet. */
  readonly item: Item;
  readonly ignores: readonly IgnoreAnnotation[];
  /** Those in the lines of the object. */
  readonly comments: readonly CommentInObject[];
  readonly report: ReportFinding<Found>;
}

/** Gives a finding its place: that of its field, or of the comment that it is about. */
type ReportFinding<Found> = (finding: Finding, comment?: Position) => Found;

/** The items of one object, with what annotations, comments and the policy suppress set apart. */
export function suppressItems<Item extends ReportedItem<Found>, Found extends PlacedFinding>(
  items: readonly FoundItem<Item, Found>[],
  policy: SuppressionPolicy,
): readonly Item[] {
  const prepared = items.map((item) => prepare(item, policy));
  // A comment may concern any item of its object: what is in vain is known after the last one.
  return policy.reportsUnused ? prepared.map((item) => withUnused(item, policy)) : prepared.map(({ item }) => item);
}

/** An annotation or a comment as a suppressor, with what makes a finding about it. */
interface Written<Found> extends Ignore {
  readonly suppressor: Suppressor;
  readonly finding: (code: FindingCode, message: string) => Found;
}

interface Prepared<Item, Found> {
  readonly item: Item;
  readonly written: readonly Written<Found>[];
  readonly chosen: readonly Suppressor[];
}

function prepare<Item extends ReportedItem<Found>, Found extends PlacedFinding>(
  { item, ignores, comments, report }: FoundItem<Item, Found>,
  policy: SuppressionPolicy,
): Prepared<Item, Found> {
  const annotations = ignores.map((ignore) => writtenAnnotation(ignore, report));
  const written = [...annotations, ...comments.map((comment) => writtenComment(comment, report))];
  const unknown = written.flatMap(({ unknown: words, finding }) =>
    words.map((word) => finding('ignore-unknown', describeUnknown(word))),
  );
  const chosen = [...policy.rules.of(subjectOf(item, policy)), policy.off];
  const ofAnnotations = annotations.map(({ suppressor }) => suppressor);
  const { shown, suppressed } = split(
    worstFirst(withSeverities([...item.findings, ...unknown], policy.severities)),
    ({ location }) => [...ofAnnotations, ...suppressorsAt(location, comments), ...chosen],
    policy.usage,
  );
  return { item: { ...item, findings: shown, suppressed }, written, chosen };
}

function writtenAnnotation<Found extends PlacedFinding>(
  ignore: IgnoreAnnotation,
  report: ReportFinding<Found>,
): Written<Found> {
  const { codes, reason, field } = ignore;
  return {
    ...ignore,
    suppressor: codeSuppressor(codes, { by: 'annotation', reason }),
    finding: (code, message) => report(podFinding(code, field, message)),
  };
}

function writtenComment<Found extends PlacedFinding>(
  comment: CommentInObject,
  report: ReportFinding<Found>,
): Written<Found> {
  const { line, column } = comment;
  return { ...comment, finding: (code, message) => report(podFinding(code, COMMENT, message), { line, column }) };
}

const COMMENT = FieldPath.of('fargate-admission:ignore');

function suppressorsAt(location: Location | undefined, comments: readonly CommentInObject[]): readonly Suppressor[] {
  return comments.filter(({ subjectLine }) => subjectLine === location?.line).map(({ suppressor }) => suppressor);
}

function subjectOf({ object, location }: ReportedItem<PlacedFinding>, { pathOf }: SuppressionPolicy) {
  const { kind, namespace, name, generateName = '' } = object;
  const path = location === undefined ? undefined : pathOf(location.file);
  return { kind, namespace, name: name === '' ? generateName : name, path };
}

/** A finding for each code that an annotation or a comment names in vain. */
function withUnused<Item extends ReportedItem<Found>, Found extends PlacedFinding>(
  { item, written, chosen }: Prepared<Item, Found>,
  { usage, severities }: SuppressionPolicy,
): Item {
  const unused = written.flatMap(({ codes, suppressor, finding }) =>
    codes
      .filter((code) => !usage.isUsedFor(suppressor, code))
      .map((code) => finding('ignore-unused', describeUnused(code))),
  );
  if (unused.length === 0) return item;
  const { shown, suppressed } = split(withSeverities(unused, severities), () => chosen, usage);
  const findings = worstFirst([...item.findings, ...shown]);
  return { ...item, findings, suppressed: [...item.suppressed, ...suppressed] };
}
