import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LargeBody } from '../../../src/webhook/http/large-body.ts';

describe('a large body', () => {
  test('is the pieces in their order', () => {
    assert.equal(bodyOf(10, 'abc', 'def').bytes().toString(), 'abcdef');
  });

  test('keeps nothing beyond its largest size', () => {
    assert.equal(bodyOf(4, 'abc', 'def', 'ghi').bytes().toString(), 'abcd');
  });

  test('keeps its beginning when it is cut', () => {
    const body = bodyOf(10, 'abc', 'def');
    body.cut(2);
    assert.equal(body.bytes().toString(), 'ab');
  });

  test('holds no memory once it is cut to nothing, in what looked at it either', () => {
    const body = bodyOf(10, 'abc');
    const bytes = body.bytes();
    body.cut(0);
    assert.equal(bytes.buffer.byteLength, 0);
  });
});

function bodyOf(maxBytes: number, ...pieces: readonly string[]): LargeBody {
  const body = new LargeBody(maxBytes);
  for (const piece of pieces) body.add(Buffer.from(piece));
  return body;
}
