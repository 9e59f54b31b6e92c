import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import { FINDINGS } from '../src/fargate/finding.ts';
import { SETTING_ROWS } from '../src/settings/table.ts';
import { DOCS_PARTS, docsPages, MissingMarkersError, ROOT, readPage, renewPart } from './support/docs-parts.ts';

describe('the documentation', () => {
  for (const part of DOCS_PARTS) {
    test(`has the ${part.name} in ${part.page} as the code has them; \`npm run docs\` writes them`, () => {
      const page = readPage(part.page);
      assert.equal(renewPart(page, part), page);
    });
  }

  test('lists every code of a finding', () => {
    const page = readPage('docs/reference/findings.md');
    const missing = Object.keys(FINDINGS).filter((code) => !page.includes(`| \`${code}\` |`));
    assert.deepEqual(missing, []);
  });

  test('lists every flag of serve', () => {
    const page = readPage('docs/reference/settings.md');
    const missing = SETTING_ROWS.filter(({ flag }) => !page.includes(`| \`--${flag} `));
    assert.deepEqual(missing, []);
  });

  test('is not written where a part has lost its place', () => {
    const part = { name: 'settings', page: 'docs/reference/settings.md', render: () => '' };
    assert.throws(() => renewPart('# Settings\n', part), MissingMarkersError);
  });

  for (const page of docsPages()) {
    test(`links in ${page} to no file that does not exist`, () => {
      const paths = [...readPage(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path = '']) => path);
      const dead = paths.filter((path) => !existsSync(new URL(path, new URL(page, ROOT))));
      assert.deepEqual(dead, []);
    });
  }
});
