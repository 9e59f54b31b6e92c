import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { limitWarnings, warningText } from '../../src/admission/warning.ts';
import type { Finding } from '../../src/fargate/finding.ts';

describe('warning', () => {
  test('begins with kind and name, names the field, says how to mend it, and ends with the code', () => {
    assert.equal(
      warningText('Deployment web', found({})),
      'Deployment web: spec.template.spec.hostNetwork: is refused; remove hostNetwork [host-network]',
    );
  });

  test('is shortened in its message alone', () => {
    const text = warningText('Deployment web', found({ message: 'x'.repeat(300) }));
    assert.match(text, /^Deployment web: spec\.template\.spec\.hostNetwork: x+…; remove hostNetwork \[host-network\]$/);
    assert.equal([...text].length, 256);
  });

  test('keeps its code where even the field is too long', () => {
    const text = warningText('Deployment web', found({ field: `spec.nodeSelector[${'x'.repeat(300)}]` }));
    assert.match(text, /^Deployment web: spec\.nodeSelector\[x+… \[host-network\]$/);
  });

  test('is one line of at most 256 characters without control characters, whatever it is made of', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 400 });
    fc.assert(
      fc.property(anything, anything, anything, (subject, field, message) => {
        const text = warningText(subject, found({ field, message }));
        assert.ok([...text].length <= 256);
        assert.doesNotMatch(text, /[\p{Cc}\u2028\u2029]/u);
        assert.ok(text.isWellFormed());
        assert.ok(text.endsWith(' [host-network]'));
      }),
    );
  });

  function found(parts: Partial<Finding>): Finding {
    const about = {
      field: 'spec.template.spec.hostNetwork',
      message: 'is refused',
      problem: { kind: 'forbidden' },
    } as const;
    return { code: 'host-network', severity: 'error', fix: 'remove hostNetwork', ...about, ...parts };
  }
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
