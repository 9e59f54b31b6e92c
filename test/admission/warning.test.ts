import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { limitWarnings, warningText } from '../../src/admission/warning.ts';

describe('warning', () => {
  test('begins with kind and name and ends with the code', () => {
    assert.equal(
      warningText('FargateProfile web', 'takes too much', 'some-code'),
      'FargateProfile web: takes too much [some-code]',
    );
  });

  test('keeps its code when it is shortened', () => {
    assert.match(warningText('Deployment web', 'x'.repeat(300), 'some-code'), /^Deployment web: x+… \[some-code\]$/);
  });

  test('is one line of at most 256 characters without control characters, whatever it is made of', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.string({ unit: 'binary', maxLength: 400 }),
        (subject, message) => {
          const text = warningText(subject, message, 'some-code');
          assert.ok([...text].length <= 256);
          assert.doesNotMatch(text, /[\p{Cc}\u2028\u2029]/u);
          assert.ok(text.isWellFormed());
        },
      ),
    );
  });
});

describe('limitWarnings', () => {
  test('keeps ten and counts the rest', () => {
    const warnings = Array.from({ length: 13 }, (_, index) => `w${index}`);
    assert.deepEqual(limitWarnings(warnings), [...warnings.slice(0, 10), '+3 more']);
  });

  test('keeps 4,096 bytes at most', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 256 }), { maxLength: 20 }), (warnings) => {
        const bytes = limitWarnings(warnings).reduce((sum, warning) => sum + Buffer.byteLength(warning), 0);
        assert.ok(bytes <= 4096);
      }),
    );
  });

  test('leaves few and short ones as they are', () => {
    assert.deepEqual(limitWarnings(['a', 'b']), ['a', 'b']);
  });
});
