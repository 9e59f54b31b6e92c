import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createLogger, createReviewLog, type ReviewLine } from '../../src/telemetry/logger.ts';

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

function logged(level: string, review: ReviewLine): readonly string[] {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  createReviewLog(createLogger({ level, destination }), destination)(review);
  return lines;
}

function parsed(line: string | undefined): Readonly<Record<string, unknown>> {
  const { time, ...fields } = JSON.parse(line ?? '');
  assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  return fields;
}

function loggedByPino(review: ReviewLine): readonly string[] {
  const lines: string[] = [];
  createLogger({ level: 'info', destination: { write: (line) => lines.push(line) } }).info(review, 'review');
  return lines;
}

function withoutTime(line: string): string {
  return line.replace(/"time":"[^"]*"/, '');
}

describe('the log of reviews', () => {
  test('has one line for a review, with what is known of it and nothing of the process', () => {
    const lines = logged('info', LINE);
    assert.equal(lines.length, 1);
    assert.deepEqual(parsed(lines[0]), { level: 'info', ...LINE, msg: 'review' });
  });

  test('has a warning with the reason for a review that was refused', () => {
    const error = new Error('the body is not JSON');
    const [line] = logged('info', { result: 'bad_request', error });
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
    const [line = ''] = logged('info', { result: 'error', error });
    assert.equal(parsed(line)['level'], 'error');
    assert.ok(line.includes('review-log.test.ts'));
    assert.ok(line.includes('undefined is not a function'));
  });

  test('keeps to one line whatever names hold', () => {
    const [line = ''] = logged('info', { ...LINE, result: 'allowed\n{"level":"fatal"}\r' });
    assert.equal(line.trimEnd().split(/[\n\r]/).length, 1);
  });

  for (const character of ['\u007f', '\u009b', '\u009d', '\u202e', '\u2028', '\u2029', '\u200b', '\u{e0041}']) {
    const code = character.codePointAt(0)?.toString(16);
    test(`escapes what steers or deceives a terminal, and reads back as what it was: U+${code}`, () => {
      const name = `a${character}b`;
      const [line = ''] = logged('info', { ...LINE, result: name });
      const [refused = ''] = logged('info', { result: 'bad_request', error: new Error(name) });
      assert.match(line, /^[\x20-\x7e]+\n$/);
      assert.match(refused, /^[\x20-\x7e]+\n$/);
      assert.equal(parsed(line)['result'], name);
      assert.equal(parsed(refused)['reason'], name);
    });
  }

  test('leaves letters of every language as they are', () => {
    const [line = ''] = logged('info', { ...LINE, result: 'Größe 日本 🚀' });
    assert.ok(line.includes('"result":"Größe 日本 🚀"'));
  });

  test('has the line that the logger itself would write, whatever names hold', () => {
    const name = fc.option(fc.string({ unit: 'binary', maxLength: 60 }), { nil: undefined });
    const findings = fc.array(fc.string({ unit: 'binary', maxLength: 5 }));
    const review = fc.record({
      uid: name,
      name,
      dryRun: fc.boolean(),
      result: fc.string(),
      findings,
      durationMs: fc.double(),
    });
    fc.assert(
      fc.property(review, (record) => {
        assert.deepEqual(logged('info', record).map(withoutTime), loggedByPino(record).map(withoutTime));
      }),
    );
  });

  test('leaves out what is less severe than its level', () => {
    assert.deepEqual(logged('warn', LINE), []);
  });
});
