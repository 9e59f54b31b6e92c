import { Field } from '../../src/documents/field.ts';
import type { ProfileSet } from '../../src/fargate/profile-set.ts';
import type { Profiles } from '../../src/webhook/admission/handler.ts';
import type { AdmissionRequest } from '../../src/webhook/admission/review.ts';

export interface ReviewParts extends Partial<Omit<AdmissionRequest, 'object' | 'oldObject'>> {
  readonly object?: unknown;
  readonly oldObject?: unknown;
}

export const UID = '705ab4f5-6393-11e8-b7cc-42010a800002';

/** A request as parseReview gives it: for a new pod where nothing else is said. */
export function request({ object, oldObject, ...rest }: ReviewParts): AdmissionRequest {
  return {
    uid: UID,
    kind: { group: '', version: 'v1', kind: 'Pod' },
    operation: 'CREATE',
    name: 'web',
    namespace: 'default',
    subResource: '',
    dryRun: false,
    ...rest,
    object: new Field(object),
    oldObject: new Field(oldObject),
  };
}

/** Profiles that notice what is asked of them. */
export function profilesOf(current: ProfileSet | undefined): Profiles & { readonly refreshes: unknown[] } {
  const refreshes: unknown[] = [];
  return { current, refreshes, requestRefresh: (options) => refreshes.push(options) };
}
