import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually, NeverHappenedError, PermanentError } from './eventually.ts';

describe('eventually', () => {
  test('returns what the first successful check returned', async () => {
    let checks = 0;
    const check = () => {
      checks += 1;
      if (checks < 3) throw new Error('not yet');
      return checks;
    };
    assert.equal(await eventually(check), 3);
  });

  test('reports the last failure when the time is over', async () => {
    const check = async () => {
      throw new Error('no pod yet');
    };
    await assert.rejects(eventually(check, { timeoutMs: 5 }), (error) => {
      assert.ok(error instanceof NeverHappenedError);
      assert.equal(error.message, 'still failing after 5 ms: no pod yet');
      return true;
    });
  });

  test('does not repeat a check that can never succeed', async () => {
    let checks = 0;
    const check = () => {
      checks += 1;
      throw new PermanentError('the process has ended');
    };
    await assert.rejects(eventually(check), { message: 'the process has ended' });
    assert.equal(checks, 1);
  });
});
