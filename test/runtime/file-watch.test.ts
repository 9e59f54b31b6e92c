import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { type Clock, systemClock } from '../../src/runtime/clock.ts';
import { watchFiles } from '../../src/runtime/file-watch.ts';
import { until } from '../support/eventually.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** As the real one, with nothing to wait for. */
const HASTY_CLOCK: Clock = { ...systemClock, setTimeout: (act) => systemClock.setTimeout(act, 0) };

for (const watched of ['the file', 'the folder'] as const) {
  describe(`a watch on ${watched} sees`, () => {
    test('that a file is rewritten', async (t) => {
      const { file, sees } = await startWatch(t, watched);

      await writeFile(file, 'new');

      await sees('new');
    });

    test('each time that a file is replaced, as editors do', async (t) => {
      const { folder, file, sees } = await startWatch(t, watched);

      for (const text of ['one', 'two', 'three']) {
        await writeFile(join(folder, 'draft'), text);
        await rename(join(folder, 'draft'), file);
        await sees(text);
      }
    });

    test('that a file is deleted', async (t) => {
      const { file, sees } = await startWatch(t, watched);

      await rm(file);

      await sees('nothing');
    });

    test('each time that the kubelet swaps a mounted ConfigMap', async (t) => {
      const { folder, file, sees } = await startWatch(t, watched, async (folder) => {
        await mountVersion(folder, 'one');
        await symlink('..data/profiles.yaml', join(folder, 'profiles.yaml'));
      });
      assert.equal(readText(file), 'one');

      for (const text of ['two', 'three', 'four']) {
        await mountVersion(folder, text);
        await sees(text);
      }
    });
  });
}

test('many changes in a row are reported as one', async (t) => {
  const folder = await temporaryFolder(t);
  const clock = new ManualClock();
  let count = 0;
  const onChange = (): number => (count += 1);
  const watch = watchFiles({ path: folder, clock, onChange, onError: assert.fail });
  t.after(() => watch.stop());

  for (let index = 0; index < 20; index += 1) await writeFile(join(folder, `${index}.yaml`), 'new');
  await until('a change has come', () => clock.pending.length > 0);
  assert.deepEqual(clock.pending, [200]);
  await clock.advance(200);

  assert.equal(count, 1);
});

test('a watch that is stopped reports nothing more', async (t) => {
  const folder = await temporaryFolder(t);
  const clock = new ManualClock();
  const watch = watchFiles({ path: folder, clock, onChange: assert.fail, onError: assert.fail });
  await writeFile(join(folder, 'a.yaml'), 'new');
  await until('a change has come', () => clock.pending.length > 0);

  watch.stop();

  assert.deepEqual(clock.pending, []);
});

test('a path that does not exist is reported as an error, and the watch can still be stopped', () => {
  const errors: string[] = [];
  const onError = (error: Error): number => errors.push(error.message);

  watchFiles({ path: '/none/profiles.yaml', clock: new ManualClock(), onChange: assert.fail, onError }).stop();

  assert.deepEqual(errors, ["ENOENT: no such file or directory, stat '/none/profiles.yaml'"]);
});

async function startWatch(
  t: TestContext,
  watched: 'the file' | 'the folder',
  prepare = (folder: string) => writeFile(join(folder, 'profiles.yaml'), 'old'),
) {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'profiles.yaml');
  await prepare(folder);
  let seen = 'no change';
  const onChange = (): void => {
    seen = readText(file);
  };
  const path = watched === 'the file' ? file : folder;
  const watch = watchFiles({ path, clock: HASTY_CLOCK, onChange, onError: assert.fail });
  t.after(() => watch.stop());
  const sees = (text: string): Promise<void> => until(`the watch sees ${text}`, () => seen === text);
  return { folder, file, sees };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return 'nothing';
  }
}

/** As the kubelet's AtomicWriter: a new folder, and one rename that puts a new `..data` in the place of the old. */
async function mountVersion(folder: string, text: string): Promise<void> {
  await mkdir(join(folder, `..${text}`));
  await writeFile(join(folder, `..${text}`, 'profiles.yaml'), text);
  await symlink(`..${text}`, join(folder, '..data_tmp'));
  await rename(join(folder, '..data_tmp'), join(folder, '..data'));
}
