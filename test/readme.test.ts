import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FINDINGS } from '../src/fargate/finding.ts';
import { SETTING_ROWS } from '../src/settings/table.ts';
import { commandBlocks, isExample, renewExample } from './support/docs/examples.ts';
import { DOCS_PARTS, docsPages, MissingMarkersError, readPage, renewPart } from './support/docs/parts.ts';

describe('the documentation', () => {
  for (const part of DOCS_PARTS) {
    test(`has the ${part.name} in ${part.page} as the code has them; \`npm run docs\` writes them`, async () => {
      const page = readPage(part.page);
      assert.equal(await renewPart(page, part), page);
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

  test('is not written where a part has lost its place', async () => {
    const part = { name: 'settings', page: 'docs/reference/settings.md', render: () => '' };
    await assert.rejects(renewPart('# Settings\n', part), MissingMarkersError);
  });

  test('begins with a README of 250 lines at most', () => {
    assert.ok(readPage('README.md').split('\n').length <= 250);
  });
});

describe('the emergency command', () => {
  test('is the same in the README and on its page', () => {
    const [, command = ''] = /^(kubectl delete .* -l .*)$/m.exec(readPage('docs/operations/emergency.md')) ?? [];
    assert.notEqual(command, '');
    assert.ok(readPage('README.md').includes(`\n${command}\n`));
  });
});

describe('an example', () => {
  const examples = docsPages().flatMap((page) =>
    commandBlocks(readPage(page))
      .filter(isExample)
      .map((block) => ({ page, block })),
  );

  for (const { page, block } of examples) {
    const [command = ''] = block.text.split('\n');
    test(`of ${page} shows what its command prints: ${command}; \`npm run docs\` writes it`, async () => {
      assert.equal(await renewExample(block), block.text);
    });
  }
});
