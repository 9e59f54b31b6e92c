import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { endAfterFault } from '../../src/runtime/crash.ts';
import { createLogger } from '../../src/telemetry/logger.ts';

function start(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const faults = new EventEmitter();
  const stopped = Promise.withResolvers<void>();
  const [lines, counted, exitCodes]: [Record<string, unknown>[], string[], number[]] = [[], [], []];
  let stops = 0;
  endAfterFault({
    faults,
    logger: createLogger({ level: 'info', destination: { write: (line) => lines.push(JSON.parse(line)) } }),
    countFault: (origin) => counted.push(origin),
    stop: () => {
      stops += 1;
      return stopped.promise;
    },
    exit: (code) => exitCodes.push(code),
    exitCode: 1,
    limitMs: 60_000,
  });
  const raise = (message: string, origin = 'uncaughtException') =>
    faults.emit('uncaughtException', new Error(message), origin);
  return {
    raise,
    stopped,
    lines,
    counted,
    exitCodes,
    stops: () => stops,
    tick: t.mock.timers.tick.bind(t.mock.timers),
  };
}

describe('after an uncaught fault, the process', () => {
  test('stops, and then ends with the code of a failure', async (t) => {
    const { raise, stopped, exitCodes, stops } = start(t);
    raise('broken');
    assert.deepEqual([stops(), exitCodes], [1, []]);
    stopped.resolve();
    await setImmediate();
    assert.deepEqual(exitCodes, [1]);
  });

  test('ends all the same where stopping fails', async (t) => {
    const { raise, stopped, exitCodes } = start(t);
    raise('broken');
    stopped.reject(new Error('broken too'));
    await setImmediate();
    assert.deepEqual(exitCodes, [1]);
  });

  test('ends all the same where stopping takes too long', (t) => {
    const { raise, exitCodes, tick } = start(t);
    raise('broken');
    tick(59_999);
    assert.deepEqual(exitCodes, []);
    tick(1);
    assert.deepEqual(exitCodes, [1]);
  });

  test('says with a stack what it was, and counts it by its origin', (t) => {
    const { raise, lines, counted } = start(t);
    raise('broken', 'unhandledRejection');
    const [line] = lines;
    assert.equal(line?.['level'], 'fatal');
    assert.match(JSON.stringify(line?.['err']), /"message":"broken","stack":.*crash\.test\.ts/);
    assert.deepEqual(counted, ['unhandledRejection']);
  });

  test('logs further faults, and stops once', (t) => {
    const { raise, lines, stops } = start(t);
    raise('broken');
    raise('broken too');
    assert.equal(lines.length, 2);
    assert.equal(stops(), 1);
  });
});
