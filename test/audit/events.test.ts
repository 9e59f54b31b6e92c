import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SchedulingEvents } from '../../src/audit/events.ts';
import { Field } from '../../src/documents/field.ts';

function lastOf(...events: readonly object[]): string {
  const known = new SchedulingEvents();
  for (const event of events) {
    known.add(new Field({ involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web' }, ...event }));
  }
  return known.messageFor('shop', 'web');
}

describe('what a scheduler last said about a pod', () => {
  test('is the youngest, whatever the order of the list', () => {
    const young = { message: 'young', lastTimestamp: '2026-11-26T12:00:02Z' };
    const old = { message: 'old', lastTimestamp: '2026-11-26T12:00:01Z' };
    assert.equal(lastOf(young, old), 'young');
    assert.equal(lastOf(old, young), 'young');
  });

  test('is dated by whichever field the reporter fills in', () => {
    const series = {
      message: 'series',
      eventTime: '2026-11-26T11:00:00Z',
      series: { lastObservedTime: '2026-11-26T12:00:09Z' },
    };
    const single = { message: 'single', lastTimestamp: null, eventTime: '2026-11-26T12:00:03Z' };
    const bare = { message: 'bare', metadata: { creationTimestamp: '2026-11-26T12:00:01Z' } };
    assert.equal(lastOf(bare, single), 'single');
    assert.equal(lastOf(bare, single, series), 'series');
  });

  test('is taken without a date where there is nothing better', () => {
    assert.equal(lastOf({ message: 'undated' }), 'undated');
  });

  test('is nothing where the event is about another object', () => {
    assert.equal(lastOf({ message: 'x', involvedObject: { kind: 'Job', namespace: 'shop', name: 'web' } }), '');
    assert.equal(lastOf({ message: 'x', involvedObject: { kind: 'Pod', namespace: 'tools', name: 'web' } }), '');
  });
});
