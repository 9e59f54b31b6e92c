import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { FINDINGS } from '../src/fargate/finding.ts';
import { SETTING_ROWS } from '../src/settings/table.ts';
import { MissingMarkersError, README, README_PARTS, renewReadme } from './support/readme-parts.ts';

describe('the README', () => {
  const readme = readFileSync(README, 'utf8');

  for (const [name, render] of Object.entries(README_PARTS)) {
    test(`holds the ${name} as the code has it; \`npm run readme\` writes it`, () => {
      assert.ok(readme.includes(`<!-- ${name}:begin -->\n\n${render()}\n\n<!-- ${name}:end -->`));
    });
  }

  test('lists every code of a finding and every flag', () => {
    const missing = [
      ...Object.keys(FINDINGS).filter((code) => !readme.includes(`| \`${code}\` |`)),
      ...SETTING_ROWS.map(({ flag }) => `--${flag}`).filter((flag) => !readme.includes(`| \`${flag} `)),
    ];
    assert.deepEqual(missing, []);
  });

  test('links to no file that is not there', () => {
    const paths = [...readme.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path = '']) => path);
    assert.deepEqual(
      paths.filter((path) => !existsSync(new URL(path, README))),
      [],
    );
  });

  test('is not written where a part has lost its place', () => {
    assert.throws(() => renewReadme('# Fargate Admission\n'), MissingMarkersError);
  });
});
