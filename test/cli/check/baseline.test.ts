import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { deployment, ON_HOST_NETWORK, runCheck, SPREAD } from '../../support/cli/check.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const OTHER = deployment('other', '      hostNetwork: true\n');

describe('check', () => {
  test('writes what it finds to a baseline, and does not fail for it', async (t) => {
    const file = join(await temporaryFolder(t), 'baseline.json');
    const files = { 'web.yaml': `${ON_HOST_NETWORK}---\n${SPREAD}` };
    const { code, output, errors } = await runCheck(t, { files, flags: ['--write-baseline', file] });
    assert.deepEqual([code, errors], [0, `2 findings written to the baseline ${file}\n`]);
    assert.match(output, /0 errors, 0 warnings, 0 hints; 2 suppressed, 2 of them by the baseline\n$/);
    assert.equal(JSON.parse(await readFile(file, 'utf8')).findings.length, 2);
  });

  test('counts only what is new against a baseline, wherever its lines and documents are now', async (t) => {
    const file = join(await temporaryFolder(t), 'baseline.json');
    await runCheck(t, { files: { 'web.yaml': `${ON_HOST_NETWORK}---\n${SPREAD}` }, flags: ['--write-baseline', file] });
    const moved = { 'a.yaml': `# moved\n\n${SPREAD}`, 'b.yaml': `${OTHER}---\n${ON_HOST_NETWORK}` };
    const { code, output } = await runCheck(t, { files: moved, flags: ['--baseline', file] });
    assert.equal(code, 1);
    assert.match(output, /b\.yaml:10 .*\[host-network\]/);
    assert.match(output, /1 error, 0 warnings, 0 hints; 2 suppressed, 2 of them by the baseline\n$/);
  });

  test('says how many findings of the baseline were not found', async (t) => {
    const file = join(await temporaryFolder(t), 'baseline.json');
    await runCheck(t, { files: { 'web.yaml': `${ON_HOST_NETWORK}---\n${SPREAD}` }, flags: ['--write-baseline', file] });
    const flags = ['--baseline', file];
    const { code, output } = await runCheck(t, { files: { 'web.yaml': SPREAD }, flags });
    assert.equal(code, 0);
    assert.match(output, /; 1 finding of the baseline not found: write it again\n$/);
    const json = await runCheck(t, { files: { 'web.yaml': SPREAD }, flags: [...flags, '-o', 'json'] });
    assert.deepEqual(JSON.parse(json.output).summary.baseline, { known: 1, notFound: 1 });
  });

  test('leaves out of the baseline what is suppressed otherwise, and reads no baseline while it writes one', async (t) => {
    const file = join(await temporaryFolder(t), 'baseline.json');
    const ignored = deployment('host', '      hostNetwork: true # fargate-admission:ignore host-network\n');
    const flags = ['--write-baseline', file, '--baseline', 'missing.json'];
    const { code } = await runCheck(t, { files: { 'web.yaml': ignored }, flags });
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')).findings, []);
  });

  test('keeps what the baseline suppresses in SARIF as an external suppression', async (t) => {
    const file = join(await temporaryFolder(t), 'baseline.json');
    const { output } = await runCheck(t, {
      files: { 'web.yaml': ON_HOST_NETWORK },
      flags: ['--write-baseline', file, '-o', 'sarif'],
    });
    assert.deepEqual(JSON.parse(output).runs[0].results[0].suppressions, [
      { kind: 'external', justification: 'suppressed by the baseline' },
    ]);
  });

  for (const [what, text] of Object.entries({ missing: undefined, 'no JSON': '{', 'no baseline': '{}' })) {
    test(`exits with 2 where the baseline is ${what}`, async (t) => {
      const file = join(await temporaryFolder(t), 'baseline.json');
      if (text !== undefined) await writeFile(file, text);
      const { code, output, errors } = await runCheck(t, { files: { 'a.yaml': SPREAD }, flags: ['--baseline', file] });
      assert.deepEqual([code, output], [2, '']);
      assert.ok(errors.startsWith(file), errors);
    });
  }

  test('exits with 2 where the baseline cannot be written', async (t) => {
    const file = join(await temporaryFolder(t), 'missing', 'baseline.json');
    const { code, errors } = await runCheck(t, { files: { 'a.yaml': SPREAD }, flags: ['--write-baseline', file] });
    assert.equal(code, 2);
    assert.match(errors, /ENOENT/);
  });
});
