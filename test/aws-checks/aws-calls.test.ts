import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AwsCalls } from '../../src/aws-checks/api/aws-calls.ts';
import type { Field } from '../../src/documents/field.ts';
import { ManualClock } from '../support/manual-clock.ts';

const NEVER = new AbortController().signal;

function callsWith(clock = new ManualClock(), signal: AbortSignal = NEVER): AwsCalls {
  return new AwsCalls({ clock, callTimeoutMs: 15_000, signal });
}

function textOf(answer: Field): string | undefined {
  return answer.get('Text').string();
}

function failing(name: string, message: string) {
  const send = () => Promise.reject(Object.assign(new Error(message), { name }));
  return { send, parse: textOf };
}

describe('a call to AWS', () => {
  test('returns what is read in the answer', async () => {
    const calls = callsWith();
    assert.equal(await calls.read('iam:GetRole', { send: async () => ({ Text: 'yes' }), parse: textOf }), 'yes');
    assert.deepEqual(calls.unread, []);
  });

  test('that is not answered ends at its limit', async () => {
    const clock = new ManualClock();
    const calls = callsWith(clock);
    const hanging = calls.read('iam:GetRole', { send: () => Promise.withResolvers().promise, parse: textOf });
    clock.advance(15_000);
    assert.equal(await hanging, undefined);
    assert.deepEqual(calls.unread, [{ action: 'iam:GetRole', reason: 'not answered: it took longer than 15000 ms' }]);
  });

  test('is given up once all of them are', async () => {
    const calls = callsWith(new ManualClock(), AbortSignal.abort());
    await calls.read('iam:GetRole', { send: () => Promise.withResolvers().promise, parse: textOf });
    assert.deepEqual(calls.unread, [{ action: 'iam:GetRole', reason: 'given up before it was answered' }]);
  });

  test('is not repeated for an action that has failed', async () => {
    const calls = callsWith();
    let sent = 0;
    const send = () => {
      sent += 1;
      return Promise.reject(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    };
    await calls.read('iam:GetRole', { send, parse: textOf });
    await calls.read('iam:GetRole', { send, parse: textOf });
    assert.equal(sent, 1);
    assert.deepEqual(calls.unread, [{ action: 'iam:GetRole', reason: 'needs the right to iam:GetRole' }]);
  });

  test('says the first line of an error only, since later ones can hold the session token', async () => {
    const calls = callsWith();
    const message = 'The signature does not match.\nx-amz-security-token:SECRET';
    await calls.read('iam:GetRole', failing('SignatureDoesNotMatch', message));
    assert.deepEqual(calls.unread, [
      { action: 'iam:GetRole', reason: 'not answered: SignatureDoesNotMatch: The signature does not match.' },
    ]);
  });

  test('with an answer of another form is no answer', async () => {
    const calls = callsWith();
    assert.equal(await calls.read('iam:GetRole', { send: async () => ({ Text: 7 }), parse: textOf }), undefined);
    assert.deepEqual(calls.unread, [
      { action: 'iam:GetRole', reason: 'not answered: FieldTypeError: Text: expected a string, got a number' },
    ]);
  });
});
