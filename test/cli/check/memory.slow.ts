import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { deployment } from '../../support/cli/check.ts';
import { MAIN } from '../../support/processes/main-process.ts';
import { outputOf } from '../../support/processes/run-program.ts';
import { WEB_YAML } from '../../support/profile-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const HEAP_MIB = 64;
/** Of a name that V8 keeps as a part of its text, and not as a copy. */
const LONG_NAME = 'orders-of-the-shop';

/** The last line of `check` on a folder, in a process whose heap is small. */
async function checkInSmallHeap(t: TestContext, texts: Iterable<string>): Promise<string> {
  const [folder, profiles] = [await temporaryFolder(t), join(await temporaryFolder(t), 'profiles.yaml')];
  await writeFile(profiles, WEB_YAML);
  let count = 0;
  for (const text of texts) {
    count += 1;
    await writeFile(join(folder, `${count}.yaml`), text);
  }
  const args = ['check', '-f', folder, '--profiles', profiles];
  const output = await outputOf(process.execPath, [`--max-old-space-size=${HEAP_MIB}`, MAIN, ...args]);
  return output.trimEnd().split('\n').at(-1) ?? '';
}

describe(`check, in a heap of ${HEAP_MIB} MiB,`, () => {
  test('reads 100 MB in files of 1 MB', async (t) => {
    const comment = `# ${'what a person wrote about it '.repeat(4)}\n`.repeat(8_500);
    assert.ok(comment.length > 1_000_000);
    const texts = Array.from({ length: 100 }, (_, index) => deployment(`${LONG_NAME}-${index}`) + comment);
    assert.match(await checkInSmallHeap(t, texts), /^100 workloads checked, 100 bound for Fargate;/);
  });

  test('reads a file of 6,000 documents', async (t) => {
    const documents = Array.from({ length: 6_000 }, (_, index) =>
      deployment(`${LONG_NAME}-${index}`, '      hostNetwork: false\n'),
    );
    assert.match(await checkInSmallHeap(t, [documents.join('---\n')]), /^6000 workloads checked, 6000 bound/);
  });
});
