import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, type TestContext, test } from 'node:test';

const LOGGER = new URL('../../src/telemetry/logger.ts', import.meta.url).href;
const OUTPUT = new URL('../../src/telemetry/log-output.ts', import.meta.url).href;

/** The messages that a process has written by its end, which it meets by this code right after it has logged. */
async function messagesBefore(end: string): Promise<readonly string[]> {
  const program = `import { createLogger } from ${JSON.stringify(LOGGER)};
    import { standardOutput } from ${JSON.stringify(OUTPUT)};
    const logger = createLogger({ level: 'info', destination: standardOutput() });
    for (let line = 0; line < 3; line += 1) logger.info('line ' + line);
    ${end}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).msg);
}

/** Writes 3,000 lines of 1,000 bytes, each in a turn of its own and with its number. */
const FILL = `for (let turn = 0; turn < 3_000; turn += 1) {
  output.write(String(turn).padStart(999) + '\\n');
  await new Promise(setImmediate);
}`;

/** A process whose output is not read yet. */
function writer(t: TestContext, act: string) {
  const program = `import { standardOutput } from ${JSON.stringify(OUTPUT)}; const output = standardOutput(); ${act}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  return child;
}

describe('the log on standard output', () => {
  const ends: readonly (readonly [name: string, end: string])[] = [
    ['comes to its end', ''],
    ['exits at once', 'process.exit(1);'],
    ['fails with an uncaught exception', "throw new Error('a fault');"],
    ['fails with an unhandled rejection', "await Promise.reject(new Error('a fault'));"],
    ['waits for something else', 'setTimeout(() => {}, 1);'],
  ];
  for (const [name, end] of ends) {
    test(`loses no line when the process ${name}`, async () => {
      assert.deepEqual(await messagesBefore(end), ['line 0', 'line 1', 'line 2']);
    });
  }

  test('blocks no caller where its reader is slow, and counts what it drops', async (t) => {
    const child = writer(
      t,
      `${FILL} process.stderr.write(String(output.droppedLines())); setInterval(() => {}, 1_000);`,
    );
    const [dropped] = await once(child.stderr, 'data');
    // 1 MiB waits, and some 64 to 256 KiB of it in the pipe.
    assert.ok(Number(dropped) > 1_500 && Number(dropped) < 2_500, `${dropped} of 3,000`);
  });

  test('comes to its reader in order and whole, as late as it is read', async (t) => {
    const child = writer(t, `${FILL} process.stderr.write(String(output.droppedLines()));`);
    const [dropped] = await once(child.stderr, 'data');
    const numbers = (await text(child.stdout)).trimEnd().split('\n').map(Number);
    assert.deepEqual(
      numbers,
      Array.from({ length: 3_000 - Number(dropped) }, (_, index) => index),
    );
  });

  test('is still written where its reader comes back only while the process exits', async (t) => {
    const child = writer(t, `${FILL} process.stderr.write(String(output.droppedLines())); process.exit();`);
    const [dropped] = await once(child.stderr, 'data');
    const lines = (await text(child.stdout)).trimEnd().split('\n');
    assert.equal(lines.length, 3_000 - Number(dropped));
  });

  test('lets the process end where its output is not read', async (t) => {
    const child = writer(t, `${FILL} process.exit(3);`);
    const [code] = await once(child, 'exit');
    assert.equal(code, 3);
  });

  test('is dropped, and brings nothing down, once its reader has gone away', async (t) => {
    const child = writer(t, `${FILL} ${FILL} process.stderr.write(String(output.droppedLines()));`);
    child.stdout.destroy();
    const [[dropped], [code]] = await Promise.all([once(child.stderr, 'data'), once(child, 'exit')]);
    assert.ok(Number(dropped) > 5_900, `${dropped} of 6,000`);
    assert.equal(code, 0);
  });
});
