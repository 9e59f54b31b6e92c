import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { outputOf } from '../support/processes/run-program.ts';
import { releaseFolder, runScript } from '../support/release-folder.ts';

describe('owner', () => {
  test('replaces the placeholder in every address, and leaves none', async (t) => {
    const folder = await releaseFolder(t);
    await outputOf('git', ['init', '--quiet'], { cwd: folder });
    await outputOf('git', ['add', 'package.json', 'manifests', 'hack'], { cwd: folder });
    const { code, stdout } = await runScript(folder, ['hack/owner.ts', 'example-org']);
    assert.equal(code, 0);
    assert.match(stdout, /^package\.json$/m);
    const { homepage } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    assert.equal(homepage, 'https://github.com/example-org/fargate-admission');
    const rest = await outputOf('git', ['ls-files'], { cwd: folder });
    const placeholder = /OWNER\/(?!REPOSITORY)/;
    for (const file of rest.trimEnd().split('\n')) {
      assert.doesNotMatch(await readFile(join(folder, file), 'utf8'), placeholder);
    }
  });

  test('says in one line that nothing is left to replace', async (t) => {
    const folder = await releaseFolder(t);
    await outputOf('git', ['init', '--quiet'], { cwd: folder });
    await outputOf('git', ['add', 'LICENSE'], { cwd: folder });
    const { code, stdout, stderr } = await runScript(folder, ['hack/owner.ts', 'example-org']);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /^no file holds [A-Z]+: it is replaced already\n$/);
  });

  test('refuses what is no name of an organization', async (t) => {
    const { code, stderr } = await runScript(await releaseFolder(t), ['hack/owner.ts', 'Example/x']);
    assert.equal(code, 1);
    assert.match(stderr, /^Example\/x: no name of an organization; fix: /);
  });
});
