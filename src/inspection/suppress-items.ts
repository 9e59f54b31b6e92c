import { FINDINGS, type FindingCode, worstFirst } from '../fargate/finding.ts';
import { type IgnoreAnnotation, unknownCodes } from '../suppression/annotations.ts';
import type { IgnoreComment } from '../suppression/comments.ts';
import { describeUnknown, describeUnused, type Ignore } from '../suppression/ignore.ts';
import type { SuppressionPolicy } from '../suppression/policy.ts';
import { withSeverities } from '../suppression/severities.ts';
import { codeSuppressor, type Suppressor, split } from '../suppression/suppress.ts';
import type { CheckedFinding, CheckedItem } from './check-report.ts';
import { reportedFinding } from './decision.ts';
import type { Location } from './object-reference.ts';
import type { Locate } from './objects-in-text.ts';

/** An item with all that is found about it, and what its annotations want to be suppressed. */
export interface FoundItem {
  /** Nothing of it is suppressed yet. */
  readonly item: CheckedItem;
  readonly ignores: readonly IgnoreAnnotation[];
  readonly locate: Locate;
}

/** One object of a text: its first line, and what is found in it; nothing in one that is not checked. */
export interface FoundObject {
  readonly line: number;
  readonly items: readonly FoundItem[];
}

/** The items of one text, with what annotations, comments and the policy suppress set apart. */
export function suppressItems(
  objects: readonly FoundObject[],
  comments: readonly IgnoreComment[],
  policy: SuppressionPolicy,
): readonly CheckedItem[] {
  const written = comments.map(writtenComment);
  const byLine = Map.groupBy(written, ({ subjectLine }) => subjectLine);
  const byItem = commentsByItem(objects, written);
  const prepared = objects.flatMap(({ items }) =>
    items.map((found) => prepare(found, { own: byItem.get(found) ?? [], byLine, policy })),
  );
  return policy.reportsUnused ? prepared.map((item) => withUnused(item, policy)) : prepared.map(({ item }) => item);
}

/** An annotation or a comment as a suppressor, with what makes a finding about it. */
interface Written extends Ignore {
  readonly suppressor: Suppressor;
  readonly finding: (code: FindingCode, message: string) => CheckedFinding;
}

interface WrittenComment extends Ignore, Pick<IgnoreComment, 'line' | 'column' | 'subjectLine'> {
  readonly suppressor: Suppressor;
}

function writtenComment(comment: IgnoreComment): WrittenComment {
  return { ...comment, suppressor: codeSuppressor(comment.codes, { by: 'comment', reason: comment.reason }) };
}

/** Each comment belongs to the object in whose lines its subject is. */
function commentsByItem(
  objects: readonly FoundObject[],
  comments: readonly WrittenComment[],
): ReadonlyMap<FoundItem, readonly WrittenComment[]> {
  const byItem = new Map<FoundItem, WrittenComment[]>();
  let next = 0;
  for (const comment of comments) {
    while ((objects[next]?.line ?? Number.POSITIVE_INFINITY) <= comment.subjectLine) next += 1;
    const [item] = objects[next - 1]?.items ?? [];
    if (item !== undefined) byItem.set(item, [...(byItem.get(item) ?? []), comment]);
  }
  return byItem;
}

interface Surroundings {
  /** Comments in the lines of the object. */
  readonly own: readonly WrittenComment[];
  readonly byLine: ReadonlyMap<number, readonly WrittenComment[]>;
  readonly policy: SuppressionPolicy;
}

interface Prepared {
  readonly item: CheckedItem;
  readonly written: readonly Written[];
  readonly chosen: readonly Suppressor[];
}

function prepare({ item, ignores, locate }: FoundItem, { own, byLine, policy }: Surroundings): Prepared {
  const annotations = ignores.map((ignore): Written => annotationOf(ignore, locate));
  const comments = own.map((comment): Written => ({ ...comment, finding: findingAt(comment, item.location) }));
  const unknown = [
    ...unknownCodes(ignores).map((found) => ({ ...reportedFinding(found), location: locate(found.field) })),
    ...comments.flatMap((written) =>
      written.unknown.map((word) => written.finding('ignore-unknown', describeUnknown(word))),
    ),
  ];
  const chosen = [...policy.rules.of(subjectOf(item, policy)), policy.off];
  const ofAnnotations = annotations.map(({ suppressor }) => suppressor);
  const { shown, suppressed } = split(
    worstFirst(withSeverities([...item.findings, ...unknown], policy.severities)),
    ({ location }) => [
      ...ofAnnotations,
      ...(byLine.get(location.line) ?? []).map(({ suppressor }) => suppressor),
      ...chosen,
    ],
    policy.usage,
  );
  return { item: { ...item, findings: shown, suppressed }, written: [...annotations, ...comments], chosen };
}

function annotationOf(ignore: IgnoreAnnotation, locate: Locate): Written {
  const { codes, reason, field } = ignore;
  return {
    ...ignore,
    suppressor: codeSuppressor(codes, { by: 'annotation', reason }),
    finding: (code, message) => newFinding({ code, message, field: field.toString(), location: locate(field) }),
  };
}

function findingAt({ line, column }: Pick<Location, 'line' | 'column'>, item: Location): Written['finding'] {
  return (code, message) =>
    newFinding({ code, message, field: 'fargate-admission:ignore', location: { ...item, line, column } });
}

function newFinding(about: Pick<CheckedFinding, 'code' | 'message' | 'field' | 'location'>): CheckedFinding {
  const { severity, fix } = FINDINGS[about.code];
  return { severity, fix, ...about };
}

function subjectOf({ object, location }: CheckedItem, { pathOf }: SuppressionPolicy) {
  const { kind, namespace, name, generateName = '' } = object;
  return { kind, namespace, name: name === '' ? generateName : name, path: pathOf(location.file) };
}

/** A finding for each code that an annotation or a comment names in vain. */
function withUnused({ item, written, chosen }: Prepared, { usage, severities }: SuppressionPolicy): CheckedItem {
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
