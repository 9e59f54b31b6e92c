import { assessNewProfiles, type ProfileContext } from '../../documents/assessment/profile.ts';
import type { DescribedProfile } from '../../documents/profiles/form.ts';
import type { Finding } from '../../fargate/finding.ts';
import { type ObjectReference, referenceTo } from '../shared/object-reference.ts';
import type { Locate, ObjectInText } from '../shared/objects-in-text.ts';
import { checkedFinding, SEVERITY_RANK } from './check-object.ts';
import type { CheckedProfile } from './report.ts';

export type ProfilesInText = Extract<ObjectInText, { kind: 'profiles' }>;

/**
 * One item for each part of the document that describes profiles. Together they may be too many for their cluster.
 *
 * @throws DocumentError, FieldTypeError
 */
export function checkProfiles(found: ProfilesInText, context: ProfileContext): readonly CheckedProfile[] {
  const profiles = found.form.read(found.object);
  const findings = assessNewProfiles(profiles, context);
  const ofDocument = profiles.flatMap(({ subject }, index) => (subject === undefined ? (findings[index] ?? []) : []));
  const items = profiles.flatMap((profile, index) => itemOf(profile, findings[index] ?? [], found));
  return items.length > 0 ? items : [checked(referenceTo(found.object), ofDocument, found.locate)];
}

/** Nothing where the profile is a part of the whole document. */
function itemOf(
  { subject }: DescribedProfile,
  findings: readonly Finding[],
  { locate }: ProfilesInText,
): readonly CheckedProfile[] {
  if (subject === undefined) return [];
  const { kind, name, path, address } = subject;
  const locateField: Locate = (field) => locate(address === '' ? field : `${path}${field.slice(address.length)}`);
  return [checked({ apiVersion: '', kind, name }, findings, locateField)];
}

/** Worst first. */
function checked(object: ObjectReference, findings: readonly Finding[], locate: Locate): CheckedProfile {
  return {
    type: 'profile',
    object,
    location: locate(''),
    findings: findings
      .toSorted((a, b) => SEVERITY_RANK[a.severity] - SEVERITY_RANK[b.severity])
      .map((found) => checkedFinding(found, locate)),
  };
}
