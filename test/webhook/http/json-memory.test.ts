import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { JsonMemory } from '../../../src/webhook/http/large-body.ts';

describe('the memory that parsing a JSON text takes', () => {
  test('is that of its objects, lists, keys, texts and places, beside all characters once and those of texts twice', () => {
    const text = '[{},{"a":["b",2]}]';
    const structure = 2 * 64 + 2 * 56 + 144 + 24 + 2 * 8;
    assert.equal(of(text), structure + text.length + 'ab'.length);
  });

  test('is not counted for what only looks like structure inside of a text, whatever is escaped there', () => {
    const text = `"${'{,[:'.repeat(20)}\\"{,[\\\\"`;
    assert.equal(of(text), 24 + text.length + 85);
  });

  test('counts an escaped character as one', () => {
    assert.equal(of('"\\u003c\\n"'), 24 + 10 + 2);
  });

  test('is two bytes for each character where one is beyond Latin-1', () => {
    assert.equal(of('"é"'), 24 + 4 + 2);
    assert.equal(of('"雪"'), 24 + 2 * (5 + 3));
  });

  test('is none for an empty text but its characters', () => {
    assert.equal(of('""'), 2);
  });

  test('is counted of a text without an end as well', () => {
    assert.equal(of('"a\\'), 24 + 3 + 2);
  });
});

function of(text: string): number {
  const memory = new JsonMemory();
  for (const byte of Buffer.from(text)) memory.add(Uint8Array.of(byte));
  return memory.bytes;
}
