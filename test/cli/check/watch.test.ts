import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { run } from '../../../src/cli/program.ts';
import { deployment, ON_HOST_NETWORK, runCheck } from '../../support/cli/check.ts';
import { until } from '../../support/eventually.ts';
import { fileWith, folderWith, WEB_YAML } from '../../support/profile-files.ts';
import { FakeTerminal } from '../../support/terminal.ts';

/** A check that goes on while the test edits files; it ends with the test. */
async function startWatching(t: TestContext) {
  const folder = await folderWith(t, { 'web.yaml': deployment('web') });
  const profiles = await fileWith(t, 'profiles.yaml', WEB_YAML);
  const terminal = new FakeTerminal();
  const ended = run(['check', '--watch', '-f', folder, '--profiles', profiles], terminal);
  const checks = (count: number): Promise<void> =>
    until(`it has checked ${count} times`, () => terminal.errors.split('Ctrl-C ends it').length > count);
  const stop = (): Promise<number> => {
    terminal.signals.emit('SIGTERM', 'SIGTERM');
    return ended;
  };
  t.after(stop);
  await checks(1);
  return { folder, profiles, terminal, checks, stop };
}

describe('check --watch', () => {
  test('checks again when a file is saved', async (t) => {
    const { folder, terminal, checks } = await startWatching(t);
    assert.match(terminal.output, /1 workload checked, 1 bound for Fargate; 0 errors/);
    await writeFile(join(folder, 'web.yaml'), ON_HOST_NETWORK);
    await checks(2);
    assert.match(terminal.output, /\[host-network\][\s\S]*1 error/);
  });

  test('sees a new file in a new folder', async (t) => {
    const { folder, terminal } = await startWatching(t);
    await mkdir(join(folder, 'more'));
    await writeFile(join(folder, 'more', 'api.yaml'), deployment('api'));
    await until('both are checked', () => terminal.output.includes('2 workloads checked'));
  });

  test('checks again when the profiles change', async (t) => {
    const { profiles, terminal, checks } = await startWatching(t);
    await writeFile(profiles, WEB_YAML.replace('shop', 'other'));
    await checks(2);
    assert.match(terminal.output, /0 bound for Fargate/);
  });

  test('goes on after a file that cannot be read', async (t) => {
    const { folder, terminal, checks } = await startWatching(t);
    await writeFile(join(folder, 'web.yaml'), 'kind: [');
    await checks(2);
    await writeFile(join(folder, 'web.yaml'), ON_HOST_NETWORK);
    await until('it is checked', () => terminal.output.includes('[host-network]'));
  });

  test('ends with 0 at a signal, whatever it has found', async (t) => {
    const { stop } = await startWatching(t);
    assert.equal(await stop(), 0);
  });

  test('refuses what would change by itself or never', async (t) => {
    const { code, errors } = await runCheck(t, { flags: ['--watch', '-f', '-', '-o', 'sarif=report.sarif'] });
    assert.equal(code, 2);
    assert.equal(
      errors,
      '--watch: standard input cannot be watched: give -f PATH\n--watch: it writes to the terminal: leave out --write-baseline and -o FORMAT=FILE\n',
    );
  });

  test('ends with 2 for a path that does not exist', async () => {
    const terminal = new FakeTerminal();
    assert.equal(await run(['check', '--watch', '-f', '/none/web.yaml'], terminal), 2);
    assert.match(terminal.errors, /^\/none\/web\.yaml: cannot be watched: ENOENT/);
  });
});
