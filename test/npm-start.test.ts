import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { until } from './support/eventually.ts';
import { npmCommand, ownEnvironment } from './support/processes/run-program.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FLAGS = ['--port=0', '--ops-port=0'];

describe('npm start', () => {
  test('prints what the README shows, and leaves no server behind at SIGTERM', { timeout: 120_000 }, async (t) => {
    const [program, args] = npmCommand();
    const child = spawn(program, [...args, 'start', '--', ...FLAGS], {
      cwd: await packageFolder(t),
      env: ownEnvironment(),
      detached: true,
    });
    const ended = once(child, 'close');
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    t.after(() => endGroup(child.pid));
    await until('the server runs', () => output.includes('Ctrl-C ends it.') || child.exitCode !== null);
    assert.deepEqual(
      shownInReadme().filter((line) => !output.includes(line)),
      [],
    );
    const [, port = ''] = /https:\/\/localhost:(\d+)/.exec(output) ?? [];
    assert.equal(await isOpen(Number(port)), true);
    const [address = ''] = /http:\/\/localhost:\d+\/(?=\n)/.exec(output) ?? [];
    assert.match(await (await fetch(address)).text(), /<title>Fargate playground<\/title>/);
    child.kill('SIGTERM');
    // Whatever holds npm's standard output open still runs.
    await ended;
    assert.equal(await isOpen(Number(port)), false);
  });
});

/** What the README says that is printed: of a line with a name that is made up each time, the begin. */
function shownInReadme(): readonly string[] {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, block = ''] = /^```\n(Asked, [\s\S]*?)```$/m.exec(readme) ?? [];
  assert.notEqual(block, '');
  return block.split('\n').map((line) => line.split('…')[0] ?? '');
}

/** The package as it is, in a folder where the demo may make its certificate. */
async function packageFolder(t: TestContext): Promise<string> {
  const folder = await temporaryFolder(t);
  const names = ['package.json', 'hack', 'src', 'manifests', 'node_modules'];
  await Promise.all(names.map((name) => symlink(join(ROOT, name), join(folder, name))));
  return folder;
}

function isOpen(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('connect', () => resolve(true));
  socket.on('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

/** npm, its shell and the server, as far as they run still. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of them have ended.
  }
}
