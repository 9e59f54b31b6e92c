import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { FieldPath } from '../../../src/fargate/field-path.ts';
import type { Finding } from '../../../src/fargate/finding.ts';
import { predict } from '../../../src/fargate/prediction.ts';
import {
  findingWarning,
  fitWarnings,
  isShown,
  MAX_WARNING_CHARACTERS,
  noticeWarning,
  withProfile,
} from '../../../src/webhook/admission/warning.ts';
import { pod } from '../../support/pods.ts';
import { profileSet } from '../../support/profiles.ts';

const SUBJECT = 'Deployment web';

describe('the warning of a finding', () => {
  test('begins with kind and name, names the field, says how to fix it, and ends with the code', () => {
    assert.equal(
      findingWarning(SUBJECT, found({})).text,
      'Deployment web: spec.template.spec.hostNetwork: is refused; remove hostNetwork [host-network]',
    );
  });

  test('has a short form without the fix', () => {
    assert.equal(
      findingWarning(SUBJECT, found({})).shortText,
      'Deployment web: spec.template.spec.hostNetwork: is refused; … [host-network]',
    );
  });
});

describe('a refusal', () => {
  const prediction = predict(pod({ namespace: 'web' }), profileSet({ name: 'web', selectors: [{ namespace: 'web' }] }));

  test('names the profile that takes the pod', () => {
    assert.equal(withProfile(found({}), prediction).message, 'is refused (Fargate profile web takes the pod)');
  });

  test('names it once', () => {
    const message = 'Fargate profile web cannot satisfy it';
    assert.equal(withProfile(found({ message }), prediction).message, message);
  });

  test('names none where nothing is refused', () => {
    assert.equal(withProfile(found({ severity: 'hint' }), prediction).message, 'is refused');
  });
});

describe('a choice of findings', () => {
  const mutedCodes = new Set(['size-step'] as const);

  test('shows what is as severe as it says, and worse', () => {
    const shown = (['error', 'warning', 'hint'] as const).filter((severity) =>
      isShown(found({ severity }), { warnOn: 'warning', mutedCodes }),
    );
    assert.deepEqual(shown, ['error', 'warning']);
  });

  test('does not show a muted code, however severe', () => {
    const muted = found({ code: 'size-step', severity: 'error' });
    assert.equal(isShown(muted, { warnOn: 'hint', mutedCodes }), false);
  });
});

describe('the warnings of a response', () => {
  /** Two real names and a label that together take more than 256 characters. */
  const label = `app.kubernetes.io/part-of=${'checkout-and-payments-'.repeat(2)}eu`;
  const long = found({
    code: 'near-miss',
    field: FieldPath.of('spec', 'template', 'metadata', 'labels'),
    message: `selector 3 of Fargate profile ${'production-checkout-'.repeat(6)}01 matches except for label ${label}`,
    fix: 'correct the labels of the pod, or add the annotation eks.amazonaws.com/compute-type: ec2',
  });

  test('are whole where they are long and few', () => {
    const warning = findingWarning('Deployment checkout', long);
    assert.deepEqual(fitWarnings('Deployment checkout', [warning]), [warning.text]);
    assert.ok(warning.text.length > 256);
    assert.ok(warning.text.includes(label));
    assert.ok(
      warning.text.endsWith(
        '; correct the labels of the pod, or add the annotation eks.amazonaws.com/compute-type: ec2 [near-miss]',
      ),
    );
  });

  test('lose the fix of the last ones first, and nothing else', () => {
    const warning = findingWarning(SUBJECT, found({ message: 'x'.repeat(560), fix: 'y'.repeat(100) }));
    const { text, shortText } = warning;
    assert.deepEqual(fitWarnings(SUBJECT, [warning, warning, warning, warning]), [text, text, text, text]);
    assert.deepEqual(
      fitWarnings(
        SUBJECT,
        Array.from({ length: 4 }, () => longer(warning)),
      ),
      [longer(warning).text, shortText, shortText, shortText],
    );
  });

  test('are ten, and the rest is counted for that object', () => {
    const warnings = Array.from({ length: 13 }, (_, index) => noticeWarning(SUBJECT, `w${index}`));
    assert.deepEqual(fitWarnings(SUBJECT, warnings), [
      ...warnings.slice(0, 10).map(({ text }) => text),
      'Deployment web: +3 more; "fargate-admission check -f FILE" shows all of them',
    ]);
  });

  test('are one line each without control characters, within the limit, and what is specific is whole', () => {
    const text = fc.string({ unit: 'binary', maxLength: 600 });
    const findings = fc.array(fc.record({ field: text, message: text, fix: text }), { maxLength: 20 });
    fc.assert(
      fc.property(text, findings, (subject, parts) => {
        const warnings = parts.map((part) =>
          findingWarning(subject, found({ ...part, field: FieldPath.of(part.field) })),
        );
        const fitted = fitWarnings(subject, warnings);
        assert.ok(fitted.reduce((sum, line) => sum + [...line].length, 0) <= MAX_WARNING_CHARACTERS);
        for (const line of fitted) {
          assert.doesNotMatch(line, /[\p{Cc}\u2028\u2029]/u);
          assert.ok(line.isWellFormed());
        }
        const isCounted = fitted.length > 0 && /: \+\d+ more; /.test(fitted.at(-1) ?? '');
        const possible = new Set(warnings.flatMap((warning) => [warning.text, warning.shortText]));
        assert.ok((isCounted ? fitted.slice(0, -1) : fitted).every((line) => possible.has(line)));
        assert.equal(isCounted || fitted.length === warnings.length, true);
      }),
    );
  });
});

function longer({ text, shortText }: { readonly text: string; readonly shortText: string }) {
  return { text: `${text}${'z'.repeat(300)}`, shortText };
}

function found(parts: Partial<Finding>): Finding {
  const about = {
    field: FieldPath.of('spec', 'template', 'spec', 'hostNetwork'),
    message: 'is refused',
    problem: { kind: 'forbidden' },
  } as const;
  return { code: 'host-network', severity: 'error', fix: 'remove hostNetwork', ...about, ...parts };
}
