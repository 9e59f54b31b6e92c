import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { MAIN } from '../support/processes/main-process.ts';

const EXAMPLES = fileURLToPath(new URL('../../manifests/examples', import.meta.url));
const PROFILES = `--profiles=${EXAMPLES}/profiles.yaml`;

/** Every write to it fails with ENOSPC. Linux has it. */
const FULL = '/dev/full';
const onLinux = { skip: existsSync(FULL) ? false : `there is no ${FULL}` };

const COMMANDS: readonly (readonly string[])[] = [
  ['--help'],
  ['--version'],
  ['check', '-f', `${EXAMPLES}/pod.yaml`, PROFILES],
  ['check', '-f', `${EXAMPLES}/pod.yaml`, PROFILES, '-o', 'json'],
  ['explain', '-f', `${EXAMPLES}/pod.yaml`, PROFILES],
  ['plan', '-f', `${EXAMPLES}/profiles.yaml`, PROFILES, `--manifests=${EXAMPLES}/pod.yaml`],
];

interface Streams {
  readonly stdout: number | 'pipe';
  readonly stderr: number | 'pipe';
}

function started(args: readonly string[], { stdout, stderr }: Streams) {
  return spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', stdout, stderr] });
}

function full(t: TestContext): number {
  const fd = openSync(FULL, 'w');
  t.after(() => closeSync(fd));
  return fd;
}

describe('standard output that is full', () => {
  for (const args of COMMANDS) {
    test(
      `is one line on standard error and exit code 2: ${args[0]} ${args.at(-1)?.slice(0, 5)}`,
      onLinux,
      async (t) => {
        const child = started(args, { stdout: full(t), stderr: 'pipe' });
        const exited = once(child, 'exit');
        assert.ok(child.stderr);
        const errors = await text(child.stderr);
        assert.match(errors, /^cannot write to standard output: [^\n]*no space left on device[^\n]*\n$/);
        assert.deepEqual(await exited, [2, null]);
      },
    );
  }

  test('ends nothing that cannot say so', onLinux, async (t) => {
    const child = started(['--version'], { stdout: full(t), stderr: full(t) });
    assert.deepEqual(await once(child, 'exit'), [2, null]);
  });
});

describe('standard output whose reader has gone', () => {
  test('ends the command without a word', async () => {
    const child = started(['--help'], { stdout: 'pipe', stderr: 'pipe' });
    assert.ok(child.stdout && child.stderr);
    child.stdout.destroy();
    const exited = once(child, 'exit');
    assert.equal(await text(child.stderr), '');
    assert.deepEqual(await exited, [141, null]);
  });
});

describe('standard error that cannot be written', () => {
  test('leaves the exit code as it is where it is full', onLinux, async (t) => {
    const child = started(['serve', '--prot=1'], { stdout: 'pipe', stderr: full(t) });
    assert.deepEqual(await once(child, 'exit'), [2, null]);
  });

  test('leaves the exit code as it is where its reader has gone', async () => {
    const child = started(['serve', '--prot=1'], { stdout: 'pipe', stderr: 'pipe' });
    child.stderr?.destroy();
    assert.deepEqual(await once(child, 'exit'), [2, null]);
  });
});
