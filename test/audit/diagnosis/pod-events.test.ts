import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PodEvents } from '../../../src/audit/diagnosis/pod-events.ts';
import { Field } from '../../../src/documents/field.ts';
import type { ListPage } from '../../../src/documents/list-page.ts';

const POD = new Field({ metadata: { name: 'web-0', uid: 'new' } });

function event(reason: string, lastTimestamp: string, uid: string | undefined): Field {
  return new Field({
    involvedObject: { kind: 'Pod', name: 'web-0', uid },
    reason,
    type: 'Warning',
    message: `words of\n${reason}`,
    source: { component: 'kubelet' },
    count: 3,
    lastTimestamp,
  });
}

async function* pages(...items: readonly Field[]): AsyncGenerator<ListPage> {
  yield { kind: 'page', items, remaining: 0 };
}

async function collect(pages: AsyncIterable<ListPage>): Promise<readonly ListPage[]> {
  const collected: ListPage[] = [];
  for await (const page of pages) collected.push(page);
  return collected;
}

describe('the events of a pod', () => {
  test('leave out those of an earlier pod of the same name', async () => {
    const events = new PodEvents(POD);
    const items = [
      event('FailedScheduling', '2026-11-26T12:00:00Z', 'old'),
      event('BackOff', '2026-11-26T12:00:00Z', 'new'),
      event('FailedMount', '2026-11-26T12:00:01Z', undefined),
    ];
    const shown = await collect(events.schedulingOnly(pages(...items)));
    assert.deepEqual(shown, [{ kind: 'page', items: [], remaining: 0 }]);
    assert.deepEqual(
      events.latest().map(({ reason }) => reason),
      ['FailedMount', 'BackOff'],
    );
  });

  test('let the judge see only what schedulers say', async () => {
    const events = new PodEvents(POD);
    const scheduling = event('FailedScheduling', '2026-11-26T12:00:00Z', 'new');
    const [page] = await collect(
      events.schedulingOnly(pages(event('BackOff', '2026-11-26T12:00:00Z', 'new'), scheduling)),
    );
    assert.deepEqual(page, { kind: 'page', items: [scheduling], remaining: 0 });
  });

  test('name who says what, when and how often', async () => {
    const events = new PodEvents(POD);
    await collect(events.schedulingOnly(pages(event('BackOff', '2026-11-26T12:00:00Z', 'new'))));
    assert.deepEqual(events.latest(), [
      {
        at: '2026-11-26T12:00:00Z',
        from: 'kubelet',
        type: 'Warning',
        reason: 'BackOff',
        message: 'words of BackOff',
        count: 3,
      },
    ]);
  });

  test('that may not be read stay a failed list', async () => {
    const failed = { kind: 'failed', problem: 'forbidden', reason: 'events is forbidden' } as const;
    async function* none(): AsyncGenerator<ListPage> {
      yield failed;
    }
    assert.deepEqual(await collect(new PodEvents(POD).schedulingOnly(none())), [failed]);
  });
});
