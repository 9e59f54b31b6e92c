import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { LiveFiles } from '../../src/tls/live-files.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Files whose content the test makes up, in a folder that does not change. */
async function started(t: TestContext) {
  const clock = new ManualClock();
  const disk = { content: 'one', error: undefined as Error | undefined, reads: 0 };
  const outcomes: string[] = [];
  const files = new LiveFiles({
    initial: 'one',
    paths: [join(await temporaryFolder(t), 'file')],
    read: async () => {
      disk.reads += 1;
      if (disk.error !== undefined) throw disk.error;
      return disk.content;
    },
    clock,
    onOutcome: (outcome) => outcomes.push(outcome.kind === 'failed' ? outcome.error.message : files.current),
    onUnwatched: assert.fail,
  });
  files.start();
  t.after(() => files.stop());
  return { clock, disk, files, outcomes };
}

describe('files that are read again', () => {
  test('are polled every minute', async (t) => {
    const { clock, disk, files, outcomes } = await started(t);
    disk.content = 'two';
    await clock.advance(59_999);
    assert.equal(files.current, 'one');
    await clock.advance(1);
    assert.deepEqual([files.current, outcomes], ['two', ['two']]);
  });

  test('say nothing where nothing has changed', async (t) => {
    const { clock, disk, outcomes } = await started(t);
    await clock.advance(180_000);
    assert.deepEqual([disk.reads, outcomes], [3, []]);
  });

  test('keep what was good while there is nothing good to be had, and say so each time', async (t) => {
    const { clock, disk, files, outcomes } = await started(t);
    disk.error = new Error('broken');
    await clock.advance(120_000);
    assert.deepEqual([files.current, outcomes], ['one', ['broken', 'broken']]);
  });

  test('recover by themselves', async (t) => {
    const { clock, disk, files } = await started(t);
    disk.error = new Error('broken');
    await clock.advance(60_000);
    Object.assign(disk, { content: 'two', error: undefined });
    await clock.advance(60_000);
    assert.equal(files.current, 'two');
  });

  test('leave no timer behind', async (t) => {
    const { clock, files } = await started(t);
    files.stop();
    assert.deepEqual(clock.pending, []);
  });
});

test('files that cannot be watched are polled all the same', async () => {
  const clock = new ManualClock();
  const unwatched: string[] = [];
  const files = new LiveFiles({
    initial: 'one',
    paths: ['/none/tls.crt'],
    read: async () => 'two',
    clock,
    onOutcome: () => undefined,
    onUnwatched: (error) => unwatched.push(error.message),
  });
  files.start();
  await clock.advance(60_000);
  files.stop();
  assert.deepEqual([files.current, unwatched], ['two', ["ENOENT: no such file or directory, stat '/none'"]]);
});
