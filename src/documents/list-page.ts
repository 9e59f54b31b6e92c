import type { Field } from './field.ts';

/** One page of a list of a cluster's objects, or why there is none and no further one. */
export type ListPage =
  | {
      readonly kind: 'page';
      /** They need not say what they are. */
      readonly items: readonly Field[];
      /** How many more there are, where the API server says so. */
      readonly remaining: number | undefined;
    }
  /** `missing`: the API server does not know the resource. `reason` is one line. */
  | { readonly kind: 'failed'; readonly problem: 'forbidden' | 'missing' | 'other'; readonly reason: string };
