import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLogger, logReview } from '../../src/telemetry/logger.ts';

const LINE = {
  uid: '11111111-2222-3333-4444-555555555555',
  webhook: 'mutate-pods',
  operation: 'CREATE',
  kind: 'Pod',
  namespace: 'shop',
  generateName: 'web-',
  dryRun: false,
  result: 'patched',
  prediction: 'fargate',
  findings: [],
  durationMs: 0.2,
} as const;

function logged(level: string, act: (logger: ReturnType<typeof createLogger>) => void): readonly string[] {
  const lines: string[] = [];
  act(createLogger({ level, destination: { write: (line) => lines.push(line) } }));
  return lines;
}

function parsed(line: string | undefined): Readonly<Record<string, unknown>> {
  const { time, ...fields } = JSON.parse(line ?? '');
  assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  return fields;
}

describe('the log', () => {
  test('has one line for a review, with what is known of it and nothing of the process', () => {
    const lines = logged('info', (logger) => logReview(logger, LINE));
    assert.equal(lines.length, 1);
    assert.deepEqual(parsed(lines[0]), { level: 'info', ...LINE, msg: 'review' });
  });

  test('has a warning with the reason for a review that was refused', () => {
    const error = new Error('the body is not JSON');
    const [line] = logged('info', (logger) => logReview(logger, { result: 'bad_request', error }));
    assert.deepEqual(parsed(line), {
      level: 'warn',
      result: 'bad_request',
      reason: 'the body is not JSON',
      msg: 'review refused',
    });
  });

  test('has an error with the stack of the fault behind a review that failed', () => {
    const fault = new TypeError('undefined is not a function');
    const error = new Error('fargate-admission failed', { cause: fault });
    const [line = ''] = logged('info', (logger) => logReview(logger, { result: 'error', error }));
    assert.equal(parsed(line)['level'], 'error');
    assert.ok(line.includes('logger.test.ts'));
    assert.ok(line.includes('undefined is not a function'));
  });

  test('keeps to one line whatever names hold', () => {
    const [line = ''] = logged('info', (logger) =>
      logReview(logger, { ...LINE, result: 'allowed\n{"level":"fatal"}\r' }),
    );
    assert.equal(line.trimEnd().split(/[\n\r]/).length, 1);
  });

  test('leaves out what is less severe than its level', () => {
    assert.deepEqual(
      logged('warn', (logger) => logReview(logger, LINE)),
      [],
    );
  });
});
