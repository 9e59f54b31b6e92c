import {
  type FargateProfile,
  type HealthIssue,
  PROFILE_STATUSES,
  type ProfileStatus,
  type Selector,
} from '../../fargate/profile.ts';
import type { ProfileSpec, RoleText } from '../../fargate/profile-spec.ts';
import { DocumentError } from '../document-error.ts';
import type { Field } from '../field.ts';
import { knownText } from './unknown.ts';

// What the AWS CLI, eksctl and the EKS API write in the same way.

/** @throws DocumentError when it is absent or empty, FieldTypeError when it is no string. */
export function requireText(field: Field): string {
  const text = field.string();
  if (text === undefined || text === '') throw new DocumentError(`${field.path}: is missing`, { path: field.path });
  return text;
}

/** The selectors as they are; one without a namespace matches nothing. @throws FieldTypeError */
export function readSelectors(list: Field): readonly Selector[] {
  return list.list().map((selector) => ({
    namespace: selector.get('namespace').string() ?? '',
    labels: new Map(Object.entries(selector.get('labels').stringMap())),
  }));
}

/** A document without a status means a profile that is in use. @throws DocumentError, FieldTypeError */
export function readStatus(field: Field): ProfileStatus {
  const text = knownText(field);
  if (text === undefined) return 'ACTIVE';
  const status = PROFILE_STATUSES.find((known) => known === text);
  if (status === undefined) {
    throw new DocumentError(
      `${field.path}: expected one of ${PROFILE_STATUSES.join(', ')}, got ${JSON.stringify(text)}`,
      { path: field.path },
    );
  }
  return status;
}

/** `health.issues` of a profile that EKS described. @throws FieldTypeError */
export function readHealthIssues(health: Field): readonly HealthIssue[] {
  return health
    .get('issues')
    .list()
    .map((issue) => ({ code: issue.get('code').string() ?? '', message: issue.get('message').string() ?? '' }));
}

/**
 * When EKS made the profile: the SDK gives a Date, the AWS CLI a text or seconds since 1970. Nothing where it is absent
 * or of another form: it explains and decides nothing.
 */
export function readCreation({ value }: Field): Pick<FargateProfile, 'createdAtMs'> {
  const createdAtMs = momentOf(value);
  return Number.isNaN(createdAtMs) ? {} : { createdAtMs };
}

function momentOf(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'number') return value * 1_000;
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}

/** The IDs of a list. Nothing where one of them is a name, or not known yet: EKS checks them, and nothing here depends on them. */
export function readSubnets(list: Field): Pick<ProfileSpec, 'subnets'> {
  if (!Array.isArray(list.value)) return {};
  const values: readonly unknown[] = list.value;
  const ids = values.filter((id) => typeof id === 'string').filter((id) => id.startsWith('subnet-'));
  return ids.length === 0 || ids.length < values.length ? {} : { subnets: ids };
}

/** @throws FieldTypeError */
export function readRoleTexts(place: Field, keys: readonly string[]): readonly RoleText[] {
  return keys
    .map((key) => place.get(key))
    .flatMap((field) => {
      const value = knownText(field);
      return value === undefined || value === '' ? [] : [{ field: field.path, value }];
    });
}
