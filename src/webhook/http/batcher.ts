/**
 * Gathers what comes within one turn of the event loop, and hands it over when the turn ends, in groups of at most `most`.
 *
 * Under load a turn brings many reviews. Worked on one after the other, each finds the code of all its stages gone from
 * the processor's caches; stage by stage for a whole group, only the first does.
 */
export function createBatcher<Item>(most: number, handOver: (group: readonly Item[]) => void): (item: Item) => void {
  let items: Item[] = [];

  function end(): void {
    const gathered = items;
    items = [];
    for (let first = 0; first < gathered.length; first += most) handOver(gathered.slice(first, first + most));
  }

  return (item) => {
    if (items.length === 0) setImmediate(end);
    items.push(item);
  };
}
