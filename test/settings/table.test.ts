import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { SETTING_ROWS, SETTINGS } from '../../src/settings/table.ts';
import { duration } from '../../src/settings/value-type.ts';
import { settingsMarkdown } from '../support/docs/settings-markdown.ts';

describe('the table of settings', () => {
  test('names each environment variable after its flag', () => {
    for (const { flag, environmentVariable } of SETTING_ROWS) {
      assert.equal(environmentVariable.toLowerCase().replaceAll('_', '-'), `fargate-admission-${flag}`);
    }
  });

  test('shows each default as it could be written', () => {
    for (const { type, defaultText, default: value } of Object.values(SETTINGS)) {
      if (value !== undefined) assert.deepEqual(type.parse(defaultText), { kind: 'parsed', value });
    }
  });

  test('becomes a Markdown table with a row for each setting', () => {
    const lines = settingsMarkdown().split('\n');
    assert.equal(lines.length, 2 + SETTING_ROWS.length);
    assert.ok(lines.includes('| `--port PORT` | `FARGATE_ADMISSION_PORT` | 8443 | HTTPS port of the webhooks |'));
  });
});

test('a duration is shown as it is read', () => {
  const { parse, format } = duration({ minMs: 0, maxMs: 86_400_000 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 86_400_000 }), (valueMs) => {
      assert.deepEqual(parse(format(valueMs)), { kind: 'parsed', value: valueMs });
    }),
  );
});
