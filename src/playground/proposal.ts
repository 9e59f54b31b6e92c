import type { Change } from '../documents/edit/change.ts';
import { fieldInObject } from '../documents/workloads/workload.ts';
import { FieldPath, type Segment } from '../fargate/field-path.ts';
import type { Finding } from '../fargate/finding.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';
import type { Explanation } from '../inspection/explanation.ts';

/** What a button would do about a finding. */
export interface Proposal {
  /** What it does, in the imperative. */
  readonly title: string;
  /** One after the other; paths begin with the object. */
  readonly changes: readonly Change[];
}

/** A finding about the pods of a workload, and what is known to decide on a change. */
export interface Found {
  readonly finding: Finding;
  readonly explanation: Explanation;
  readonly profiles: ProfileSet;
  /** The object as it is written. */
  readonly object: unknown;
}

/**
 * Where a field of the pod is in the object. Undefined where the object has no field of its own for it, as where a controller
 * makes it.
 */
export function podField(
  { explanation }: Pick<Found, 'explanation'>,
  ...segments: readonly Segment[]
): FieldPath | undefined {
  const path = fieldInObject(explanation.workload, FieldPath.of(...segments));
  return endsWith(path, segments.at(-1)) ? path : undefined;
}

export function endsWith({ segments }: FieldPath, last: Segment | undefined): boolean {
  const end = segments.at(-1);
  return textOf(end) === textOf(last);
}

function textOf(segment: Segment | undefined): string | number | undefined {
  return typeof segment === 'object' ? segment.key : segment;
}

export function parentOf({ segments }: FieldPath): FieldPath {
  return FieldPath.of(...segments.slice(0, -1));
}
