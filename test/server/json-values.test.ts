import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { holdsMoreValues } from '../../src/server/json-values.ts';

describe('the values of a JSON text', () => {
  test('are objects, lists, and what commas set apart', () => {
    const text = '[{},{"a":[1,2]}]';
    assert.equal(holds(text, 5), true);
    assert.equal(holds(text, 6), false);
  });

  test('are not counted inside of strings, whatever is escaped there', () => {
    assert.equal(holds(`{"a":"${'{,['.repeat(20)}\\"{,[\\\\"}`, 1), false);
    assert.equal(holds('["\\\\",{},{},{}]', 3), true);
  });

  test('cannot be more than half the bytes', () => {
    assert.equal(holds('{{{{', 2), false);
  });
});

function holds(text: string, most: number): boolean {
  return holdsMoreValues(Buffer.from(text), most);
}
