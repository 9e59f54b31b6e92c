import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { AMONG_SOURCES, bundlePlayground, writePlayground } from '../../../hack/playground/bundle.ts';
import { playgroundPage } from '../../../src/playground/shipped-page.ts';
import { until } from '../../support/eventually.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { runCli } from '../../support/terminal.ts';

describe('playground', () => {
  before(() => writePlayground(AMONG_SOURCES));

  test('writes the page to standard output for another program', async () => {
    const { code, output } = await runCli(['playground']);
    assert.equal(code, 0);
    assert.equal(output, bundlePlayground());
  });

  test('writes no HTML into a terminal, and says what to do instead', async () => {
    const { code, output, errors } = await runCli(['playground'], { outputIsTerminal: true });
    assert.deepEqual([code, output], [2, '']);
    assert.equal(
      errors,
      'the page is HTML that no terminal shows; write it with -o playground.html, or open it with --open\n',
    );
  });

  test('writes into a terminal where that is asked for', async () => {
    const { code, output } = await runCli(['playground', '-o', '-'], { outputIsTerminal: true });
    assert.equal(code, 0);
    assert.match(output, /^<!doctype html>/);
  });

  test('writes a file', async (t) => {
    const file = join(await temporaryFolder(t), 'page.html');
    assert.deepEqual(await runCli(['playground', '-o', file]), { code: 0, output: '', errors: '' });
    assert.equal(await readFile(file, 'utf8'), bundlePlayground());
  });

  test('says which file it cannot write', async (t) => {
    const file = join(await temporaryFolder(t), 'missing', 'page.html');
    const { code, errors } = await runCli(['playground', '-o', file]);
    assert.equal(code, 2);
    assert.match(errors, /^cannot write .*page\.html: ENOENT/);
  });

  test('opens the file with the program of the platform, and reads nothing of its path as a command', async (t) => {
    const folder = await temporaryFolder(t);
    const opened = join(folder, 'opened');
    const opener = join(folder, process.platform === 'darwin' ? 'open' : 'xdg-open');
    await writeFile(opener, `#!/bin/sh\nprintf '%s' "$1" > '${opened}.part' && /bin/mv '${opened}.part' '${opened}'\n`);
    await chmod(opener, 0o755);
    const file = join(folder, '$(touch pwned); page.html');
    const { code, output } = await runCli(['playground', '--open', '-o', file], { environment: { PATH: folder } });
    assert.deepEqual([code, output], [0, `${file}\n`]);
    await until('the opener has run', () => existsSync(opened));
    assert.equal(await readFile(opened, 'utf8'), file);
  });

  test('says where the page is when nothing can open it', async (t) => {
    const folder = await temporaryFolder(t);
    const file = join(folder, 'page.html');
    const { code, errors } = await runCli(['playground', '--open', '-o', file], { environment: { PATH: folder } });
    assert.equal(code, 1);
    assert.match(errors, /^cannot run [\w-]+: .*; open .*page\.html in a browser\n$/);
  });

  for (const [args, message] of [
    [['--open', '-o', '-'], '--open: no browser opens standard output; give --output a file'],
    [['-o', ''], '--output: expected a file, or - for standard output; got ""'],
    [['--opne'], '--opne: unknown flag; did you mean --open?'],
  ] as const) {
    test(`refuses ${args.join(' ')}`, async () => {
      assert.deepEqual(await runCli(['playground', ...args]), { code: 2, output: '', errors: `${message}\n` });
    });
  }

  test('has the policy of the page for the header of a server', () => {
    assert.match(playgroundPage().contentSecurityPolicy, /^default-src 'none'; script-src 'sha256-/);
  });
});
