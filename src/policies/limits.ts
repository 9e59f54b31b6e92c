import { Field } from '../documents/field.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';
import { costProblems } from './cost.ts';
import type { PolicyObject } from './policy-object.ts';

/** Of one expression, in Unicode characters. Source: cel-go, `parser.ExpressionSizeLimitCodePoints`; seen with 1.36. */
export const MAX_EXPRESSION_CHARACTERS = 100_000;

/** Of one object as the API server stores it. Source: etcd, `--max-request-bytes`, whose default is 1.5 MiB; seen with 1.36. */
export const MAX_OBJECT_BYTES = 1_572_864;

/** For what the API server adds: uid, times, managers of fields, and the names of two of them. */
const ADDED_BYTES = 4096;

/** Why no policies can be made of the profiles, each on one line: a manifest that the API server refuses helps no one. */
export function policyProblems(profiles: ProfileSet, objects: readonly PolicyObject[]): readonly string[] {
  return [...unknownParts(profiles), ...objects.flatMap(sizeProblems), ...costProblems(profiles)];
}

/** Of the largest of the objects, and of the longest of all expressions. */
export interface PolicySize {
  readonly bytes: number;
  readonly characters: number;
}

export function sizeOf(objects: readonly PolicyObject[]): PolicySize {
  return {
    bytes: Math.max(0, ...objects.map(bytesOf)),
    characters: longestText(objects),
  };
}

/** Only a plan has such profiles. */
function unknownParts({ unknownSelectors }: ProfileSet): readonly string[] {
  return unknownSelectors.map(
    ({ profile, unknownFields }) =>
      `profile ${profile.name}: ${unknownFields.join(', ')} is not known before the profile is created: compile the policies after that`,
  );
}

function sizeProblems(object: PolicyObject): readonly string[] {
  const what = `${object.kind} ${object.metadata.name}`;
  const bytes = bytesOf(object);
  const longest = longestText(object);
  return [
    ...(bytes > MAX_OBJECT_BYTES
      ? [
          `${what} has ${bytes} bytes as the API server stores it, and etcd takes ${MAX_OBJECT_BYTES}: use fewer profiles or selectors`,
        ]
      : []),
    ...(longest > MAX_EXPRESSION_CHARACTERS
      ? [
          `${what} has an expression of ${longest} characters, and the API server takes ${MAX_EXPRESSION_CHARACTERS}: split the profile with the most selectors, or use fewer wildcards in label keys`,
        ]
      : []),
  ];
}

function bytesOf(object: PolicyObject): number {
  return storedBytes(object) + managedBytes(object) + ADDED_BYTES;
}

function longestText(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((most, entry) => Math.max(most, longestText(entry)), 0);
}

/** In the protobuf encoding of the API server a text has no escapes, and a field has its number and its length before it. */
function storedBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value) + FIELD_BYTES;
  if (typeof value !== 'object' || value === null) return FIELD_BYTES;
  return Object.values(value).reduce<number>((sum, entry) => sum + storedBytes(entry), FIELD_BYTES);
}

const FIELD_BYTES = 4;

/**
 * The API server stores who manages each variable, by its name. Two managers: policies may be applied by hand, and from
 * a cluster. The variables of a MutatingAdmissionPolicy are managed as one.
 */
function managedBytes({ kind, spec }: PolicyObject): number {
  if (kind !== 'ValidatingAdmissionPolicy') return 0;
  const variables = new Field(spec).get('variables').list();
  const bytes = variables.map((variable) => 2 * (MANAGED_BYTES + (variable.get('name').string() ?? '').length));
  return bytes.reduce((sum, count) => sum + count, 0);
}

/** Of `"k:{\"name\":\"\"}":{},`. */
const MANAGED_BYTES = 24;
