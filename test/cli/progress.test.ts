import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createProgress } from '../../src/cli/shared/progress.ts';
import { FakeTerminal } from '../support/terminal.ts';

function started(errorsAreTerminal: boolean) {
  const terminal = new FakeTerminal();
  terminal.errorsAreTerminal = errorsAreTerminal;
  const clock = { nowMs: 0 };
  return { terminal, clock, progress: createProgress(terminal, () => clock.nowMs) };
}

describe('progress', () => {
  test('is shown after half a second, ten times a second at most, and cleared', () => {
    const { terminal, clock, progress } = started(true);
    for (const nowMs of [0, 499, 500, 550, 600]) {
      clock.nowMs = nowMs;
      progress.show(`${nowMs} of 1000 files checked`);
    }
    progress.end();
    const line = '\r\u001b[2K';
    assert.equal(terminal.errors, `${line}500 of 1000 files checked${line}600 of 1000 files checked${line}`);
  });

  test('is not shown where there was no wait', () => {
    const { terminal, progress } = started(true);
    progress.show('1 of 2 files checked');
    progress.end();
    assert.equal(terminal.errors, '');
  });

  test('is not shown without a terminal', () => {
    const { terminal, clock, progress } = started(false);
    clock.nowMs = 10_000;
    progress.show('1 of 2 files checked');
    progress.end();
    assert.equal(terminal.errors, '');
  });
});
