import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { stopSignal } from '../../src/cli/shared/signals.ts';
import { FakeTerminal } from '../support/terminal.ts';

function started() {
  const terminal = new FakeTerminal();
  const clock = { nowMs: 0 };
  const stop = stopSignal({ ...terminal, nowMs: () => clock.nowMs });
  return { ...terminal, clock, stop };
}

describe('a signal', () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    test(`stops the process in good order: ${signal}`, async () => {
      const { signals, exitCodes, stop } = started();
      signals.emit(signal, signal);
      await stop;
      assert.deepEqual(exitCodes, []);
    });
  }

  test('that comes a second time ends the process at once', () => {
    const { signals, exitCodes } = started();
    signals.emit('SIGTERM', 'SIGTERM');
    signals.emit('SIGTERM', 'SIGTERM');
    assert.deepEqual(exitCodes, [143]);
  });

  test('of one Ctrl-C that npm passes on counts once', () => {
    const { signals, exitCodes, clock } = started();
    signals.emit('SIGINT', 'SIGINT');
    clock.nowMs = 999;
    signals.emit('SIGINT', 'SIGINT');
    assert.deepEqual(exitCodes, []);
  });

  test('of a second Ctrl-C ends the process at once', () => {
    const { signals, exitCodes, clock } = started();
    signals.emit('SIGINT', 'SIGINT');
    clock.nowMs = 1_000;
    signals.emit('SIGINT', 'SIGINT');
    assert.deepEqual(exitCodes, [130]);
  });
});
