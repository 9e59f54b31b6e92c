import type { Field } from '../documents/field.ts';

/** What schedulers last said about pods that they did not place, by pod. */
export class SchedulingEvents {
  readonly #last = new Map<string, { readonly atMs: number; readonly message: string }>();

  /** An item of a list of v1 Events. @throws FieldTypeError */
  add(item: Field): void {
    const pod = item.get('involvedObject');
    if (pod.get('kind').value !== 'Pod') return;
    const key = keyOf(pod.get('namespace').string() ?? '', pod.get('name').string() ?? '');
    const atMs = momentOf(item);
    if (atMs >= (this.#last.get(key)?.atMs ?? 0)) {
      this.#last.set(key, { atMs, message: item.get('message').string() ?? '' });
    }
  }

  /** Empty where there is none, or none any more: the API server keeps events for an hour. */
  messageFor(namespace: string, podName: string): string {
    return this.#last.get(keyOf(namespace, podName))?.message ?? '';
  }
}

/** Whichever the reporter filled in. Source: Kubernetes API reference, Event. */
function momentOf(event: Field): number {
  const moments = [
    event.get('series').get('lastObservedTime'),
    event.get('lastTimestamp'),
    event.get('eventTime'),
    event.get('metadata').get('creationTimestamp'),
  ];
  const told = moments.find(({ isPresent }) => isPresent)?.string();
  const atMs = Date.parse(told ?? '');
  return Number.isNaN(atMs) ? 0 : atMs;
}

function keyOf(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}
