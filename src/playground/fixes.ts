import { DocumentError } from '../documents/document-error.ts';
import { type Change, valueAt } from '../documents/edit/change.ts';
import { EditableText } from '../documents/edit/editable-text.ts';
import type { TextEdit } from '../documents/edit/text-edit.ts';
import { FieldTypeError } from '../documents/field.ts';
import type { FieldPath } from '../fargate/field-path.ts';
import type { Finding, FindingCode } from '../fargate/finding.ts';
import { checkProfile, DEFAULT_LIMITS } from '../fargate/profile-rules.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';
import type { CheckedFinding, CheckedItem } from '../inspection/check-report.ts';
import type { Explanation } from '../inspection/explanation.ts';
import { type ObjectInText, objectsIn, type SourceText } from '../inspection/objects-in-text.ts';
import { FIELD_PROPOSALS } from './field-proposals.ts';
import { correctsLabels, movesProfileAnnotation } from './label-proposals.ts';
import type { Found, Proposal } from './proposal.ts';
import { lowersMemory, raisesRequests } from './request-proposals.ts';

/** What a button does about a finding. */
export interface PlaygroundFix {
  /** Of the item among those of the report, and of the finding among those of the item. */
  readonly item: number;
  readonly finding: number;
  /** In the imperative. */
  readonly title: string;
  /** Which of the two texts is edited. */
  readonly text: 'workloads' | 'profiles';
  /** None overlaps another. */
  readonly edits: readonly TextEdit[];
}

/** A fix for every finding that says exactly what to write, where the text can be edited so that nothing else changes. */
const PROPOSALS: Partial<Record<FindingCode, (found: Found) => Proposal | undefined>> = {
  ...FIELD_PROPOSALS,
  'near-miss': correctsLabels,
  'profile-annotation': movesProfileAnnotation,
  'limits-above-requests': raisesRequests,
  'size-step': lowersMemory,
};

/** Of the workloads that are explained. */
export function workloadFixes(
  items: readonly CheckedItem[],
  explanations: readonly Explanation[],
  { text, profiles }: { readonly text: string; readonly profiles: ProfileSet | undefined },
): readonly PlaygroundFix[] {
  if (profiles === undefined) return [];
  const editable = new EditableText(text);
  let item = 0;
  return explanations.flatMap((explanation) => {
    // Both are in the order of the text, and a few items of the report have no explanation.
    while (item < items.length && !isAbout(items[item], explanation)) item += 1;
    const fixer = { explanation, profiles, editable };
    return [...(items[item]?.findings ?? []).entries()].flatMap(([finding, found]) => {
      const fix = fixOf(found, fixer);
      return fix === undefined ? [] : [{ item, finding, text: 'workloads' as const, ...fix }];
    });
  });
}

function isAbout(item: CheckedItem | undefined, { location, object }: Explanation): boolean {
  if (item === undefined || location === undefined) return false;
  const { line, column, file } = item.location;
  const isThere = file === location.file && line === location.line && column === location.column;
  return isThere && item.type === 'workload' && item.object.role === object.role;
}

interface Fixer extends Pick<Found, 'explanation' | 'profiles'> {
  readonly editable: EditableText;
}

function fixOf(
  checked: CheckedFinding,
  { editable, ...known }: Fixer,
): Pick<PlaygroundFix, 'title' | 'edits'> | undefined {
  const { explanation } = known;
  const line = explanation.location?.line;
  const propose = PROPOSALS[checked.code];
  const finding = explanation.assessed.find((assessed) => isSameFinding(assessed, checked));
  if (propose === undefined || finding === undefined || line === undefined) return undefined;
  const object = valueAt(editable.valueAt(line), explanation.path);
  const proposal = object === undefined ? undefined : propose({ finding, object, ...known });
  if (proposal === undefined) return undefined;
  const edits = editable.edits(
    line,
    proposal.changes.map((change) => within(explanation.path, change)),
  );
  return edits === undefined ? undefined : { title: proposal.title, edits };
}

function isSameFinding({ code, field, message }: Finding, checked: CheckedFinding): boolean {
  return code === checked.code && message === checked.message && field.toString() === checked.field;
}

function within(object: FieldPath, change: Change): Change {
  return { ...change, path: object.join(change.path) };
}

/** Of the profiles in one of the texts: a selector that is there twice. */
export async function profileFixes(
  items: readonly CheckedItem[],
  source: SourceText,
  text: PlaygroundFix['text'],
): Promise<readonly PlaygroundFix[]> {
  const wanted = [...items.entries()].filter(([, { location }]) => location.file === source.name);
  if (!wanted.some(([, { findings }]) => findings.some(isDuplicate))) return [];
  const editable = new EditableText(source.text);
  const fixes: PlaygroundFix[] = [];
  for await (const found of objectsIn(source)) {
    for (const { location, path } of found.kind === 'profiles' ? duplicatesIn(found) : []) {
      const edits = editable.edits(location.line, [{ kind: 'remove', path }]);
      const place = placeOf(location, wanted);
      if (edits === undefined || place === undefined) continue;
      fixes.push({ ...place, title: 'Remove the selector', text, edits });
    }
  }
  return fixes;
}

function isDuplicate({ code }: Pick<Finding, 'code'>): boolean {
  return code === 'selector-duplicate';
}

interface Duplicate {
  readonly location: CheckedFinding['location'];
  /** In the document. */
  readonly path: FieldPath;
}

function duplicatesIn({
  form,
  object,
  path,
  locate,
}: Extract<ObjectInText, { kind: 'profiles' }>): readonly Duplicate[] {
  return readOrNothing(() => form.read(object)).flatMap(({ spec, subject }) =>
    checkProfile(spec, DEFAULT_LIMITS)
      .filter(isDuplicate)
      .map(({ field }) => {
        const own = subject === undefined ? field : subject.path.join(field.within(subject.address) ?? field);
        return { location: locate(own), path: path.join(own) };
      }),
  );
}

/** The report says what is wrong with a document that is broken. */
function readOrNothing<Read>(read: () => readonly Read[]): readonly Read[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DocumentError || error instanceof FieldTypeError)) throw error;
    return [];
  }
}

function placeOf(
  { line, column }: CheckedFinding['location'],
  items: readonly (readonly [number, CheckedItem])[],
): Pick<PlaygroundFix, 'item' | 'finding'> | undefined {
  for (const [item, { findings }] of items) {
    const finding = findings.findIndex(
      (found) => isDuplicate(found) && found.location.line === line && found.location.column === column,
    );
    if (finding >= 0) return { item, finding };
  }
  return undefined;
}
