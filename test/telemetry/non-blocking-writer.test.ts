import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { NonBlockingWriter } from '../../src/telemetry/non-blocking-writer.ts';
import { until } from '../support/eventually.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MAX_PENDING_BYTES = 100_000;
const LINE = `${'x'.repeat(999)}\n`;

/** Both ends of a pipe that does not block. The end that is written to stays open: a writer may still try, and its number be another's. */
async function openPipe(t: TestContext) {
  const path = join(await temporaryFolder(t), 'pipe');
  execFileSync('mkfifo', [path]);
  const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writeEnd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  return { readEnd, writer: new NonBlockingWriter({ fd: writeEnd, maxPendingBytes: MAX_PENDING_BYTES }) };
}

/** Lines are written until no more is taken. @returns how many were. */
function fill(writer: NonBlockingWriter): number {
  let taken = 0;
  while (writer.write(LINE)) taken += 1;
  return taken;
}

/** All that there is in a pipe now, in bytes. */
function drain(readEnd: number): number {
  const buffer = Buffer.alloc(MAX_PENDING_BYTES);
  let bytes = 0;
  try {
    for (let read = readSync(readEnd, buffer); read > 0; read = readSync(readEnd, buffer)) bytes += read;
  } catch {
    // It is empty.
  }
  return bytes;
}

describe('a patient writer', () => {
  test('keeps what a full pipe does not take, up to its limit', async (t) => {
    const { readEnd, writer } = await openPipe(t);
    const taken = fill(writer);
    const inPipe = drain(readEnd);
    t.after(() => closeSync(readEnd));
    assert.ok(taken * LINE.length - inPipe <= MAX_PENDING_BYTES);
    assert.ok((taken + 1) * LINE.length - inPipe > MAX_PENDING_BYTES);
  });

  test('writes what it kept with the next line that finds room, and waits for nothing', async (t) => {
    const { readEnd, writer } = await openPipe(t);
    t.after(() => closeSync(readEnd));
    const taken = fill(writer);
    let bytes = drain(readEnd);
    let more = 0;
    while (bytes < (taken + more) * LINE.length) {
      assert.ok(writer.write(LINE));
      more += 1;
      bytes += drain(readEnd);
    }
    assert.equal(bytes, (taken + more) * LINE.length);
    assert.ok(more < 5, `${more} lines`);
  });

  test('writes what it kept by itself where no line follows', async (t) => {
    const { readEnd, writer } = await openPipe(t);
    t.after(() => closeSync(readEnd));
    const keepAlive = setInterval(() => undefined, 1_000);
    t.after(() => clearInterval(keepAlive));
    const taken = fill(writer);
    let bytes = 0;
    await until('all is written', () => {
      bytes += drain(readEnd);
      return bytes === taken * LINE.length;
    });
  });

  test('takes nothing more once its reader has gone away', async (t) => {
    const { readEnd, writer } = await openPipe(t);
    closeSync(readEnd);
    assert.ok(writer.write(LINE));
    assert.equal(writer.write(LINE), false);
  });
});
