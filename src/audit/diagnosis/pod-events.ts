import type { Field } from '../../documents/field.ts';
import type { ListPage } from '../../documents/list-page.ts';
import { momentOf, quoted } from '../scheduling-messages.ts';

export interface PodEvent {
  /** RFC 3339; empty where the event does not say it. */
  readonly at: string;
  /** Who says it: `fargate-scheduler`, `default-scheduler`, `kubelet`. */
  readonly from: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  /** How often. */
  readonly count: number;
}

/** Beyond this the oldest events of a pod are left out. */
const MAX_EVENTS = 20;

/** Keeps what is said about one pod, while the judge reads what schedulers say. */
export class PodEvents {
  readonly #uid: string;
  readonly #found: Field[] = [];

  constructor(pod: Field) {
    this.#uid = pod.get('metadata').get('uid').string() ?? '';
  }

  /** The same pages with the events of schedulers only. */
  async *schedulingOnly(pages: AsyncIterable<ListPage>): AsyncGenerator<ListPage> {
    for await (const page of pages) {
      if (page.kind === 'failed') {
        yield page;
        continue;
      }
      const own = page.items.filter((event) => this.#isOfPod(event));
      this.#found.push(...own);
      yield { ...page, items: own.filter((event) => event.get('reason').value === 'FailedScheduling') };
    }
  }

  /** The last ones first. @throws FieldTypeError */
  latest(): readonly PodEvent[] {
    return this.#found
      .map((event) => ({ event, atMs: momentOf(event) }))
      .toSorted((a, b) => b.atMs - a.atMs)
      .slice(0, MAX_EVENTS)
      .map(({ event, atMs }) => readEvent(event, atMs));
  }

  /** A pod of a StatefulSet has the name of the one before it, whose events are kept for an hour. */
  #isOfPod(event: Field): boolean {
    const { value: uid } = event.get('involvedObject').get('uid');
    return typeof uid !== 'string' || uid === '' || this.#uid === '' || uid === this.#uid;
  }
}

/** Reporters fill in different fields. Source: Kubernetes API reference, Event. */
function readEvent(event: Field, atMs: number): PodEvent {
  const count = event.get('series').get('count').number() ?? event.get('count').number();
  return {
    at: atMs === 0 ? '' : new Date(atMs).toISOString().replace('.000Z', 'Z'),
    from: event.get('reportingComponent').string() || event.get('source').get('component').string() || 'unknown',
    type: event.get('type').string() ?? '',
    reason: event.get('reason').string() ?? '',
    message: quoted(event.get('message').string() ?? ''),
    count: count ?? 1,
  };
}
