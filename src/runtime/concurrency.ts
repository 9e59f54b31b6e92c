/**
 * Maps with at most `limit` calls at a time, results in the order of the items. Once a call has failed no further one
 * is begun; those under way are waited for, so that nothing goes on after the rejection.
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  limit: number,
  map: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = drawFrom(items);
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await map(item);
  };
  const workers = await Promise.allSettled(Array.from({ length: limit }, work));
  const failed = workers.find((worker) => worker.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return results;
}

/** All workers draw from the one generator. A worker that throws closes it, as an array's own iterator would not be. */
function* drawFrom<Item>(items: readonly Item[]): Generator<[index: number, item: Item]> {
  yield* items.entries();
}
