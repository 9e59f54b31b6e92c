import type { ProfileSet } from '../fargate/profile-set.ts';
import type { PolicyObject } from './policy-object.ts';

/** Of one expression, in Unicode characters. Source: cel-go, `parser.ExpressionSizeLimitCodePoints`; seen with 1.36. */
export const MAX_EXPRESSION_CHARACTERS = 100_000;

/**
 * Of one object as JSON. etcd takes 1.5 MiB by default, and the API server adds who manages each field: 1.37 MB were taken,
 * 1.83 MB were refused (seen with 1.36).
 */
export const MAX_OBJECT_BYTES = 1_310_720;

/** Why no policies can be made of the profiles, each on one line: a manifest that the API server refuses helps no one. */
export function policyProblems(profiles: ProfileSet, objects: readonly PolicyObject[]): readonly string[] {
  return [...unknownParts(profiles), ...objects.flatMap(sizeProblems)];
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
      ? [`${what} has ${bytes} bytes, and the API server takes ${MAX_OBJECT_BYTES}: use fewer profiles or selectors`]
      : []),
    ...(longest > MAX_EXPRESSION_CHARACTERS
      ? [
          `${what} has an expression of ${longest} characters, and the API server takes ${MAX_EXPRESSION_CHARACTERS}: split the profile with the most selectors, or use fewer wildcards in label keys`,
        ]
      : []),
  ];
}

function bytesOf(object: PolicyObject): number {
  return Buffer.byteLength(JSON.stringify(object));
}

function longestText(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((most, entry) => Math.max(most, longestText(entry)), 0);
}
