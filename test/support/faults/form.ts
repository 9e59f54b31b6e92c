/** `full` takes hours, before a release; `short`, the default, takes minutes. */
const isFull = process.env['TEST_FAULTS'] === 'full';

export function inForm<T>({ short, full }: { readonly short: T; readonly full: T }): T {
  return isFull ? full : short;
}

/** The `skip` option of a test that has no short form. */
export const skipInShortForm = isFull ? false : 'takes too long; TEST_FAULTS=full runs it';
