import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { skipWithoutBrowser, useBrowser } from '../support/page/browser.ts';
import { openPlayground } from '../support/playground/opened-playground.ts';
import { FIXTURE_PROFILES_TEXT, PASTED_FILES, printed } from '../support/playground/texts.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('the page says the same as check and explain', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  test('of each fixture and example, by what its buttons copy', { timeout: 900_000 }, async (t) => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const { page } = await openPlayground(t, { browser: browser(), permissions });
    const folder = await temporaryFolder(t);
    for (const { path, text } of PASTED_FILES) {
      const input = { workloads: text, profiles: FIXTURE_PROFILES_TEXT };
      const { check, explanations } = await printed(folder, input);
      const link = `#input=${deflateRawSync(JSON.stringify(input)).toString('base64url')}`;
      await page.evaluate(`location.hash = ${JSON.stringify(link)}`);
      await eventually(async () => assert.deepEqual(await copied(page, 'check'), check, path), { timeoutMs: 20_000 });
      if (explanations !== undefined) assert.deepEqual(await copied(page, 'explain'), explanations, path);
    }
    assert.ok(PASTED_FILES.length > 150);
  });
});

async function copied(page: Page, command: 'check' | 'explain'): Promise<unknown> {
  await page.getByRole('button', { name: `Copy JSON of ${command}` }).click();
  await page.getByText(`The JSON of ${command} is copied.`).waitFor();
  return JSON.parse(await page.evaluate('navigator.clipboard.readText()'));
}
