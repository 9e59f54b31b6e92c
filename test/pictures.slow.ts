import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { ROOT } from './support/docs/parts.ts';
import { PAGE_PICTURE, picturedPage, textOfPage } from './support/docs/pictures.ts';
import { skipWithoutBrowser, useBrowser } from './support/page/browser.ts';

describe('the picture of the audit page', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  test('shows the text that the page has today; `npm run pictures` takes it again', async (t) => {
    const page = await browser().newPage();
    t.after(() => page.close());
    await page.setContent(await picturedPage());
    assert.equal(await textOfPage(page), readFileSync(new URL(PAGE_PICTURE.textPath, ROOT), 'utf8'));
  });
});
