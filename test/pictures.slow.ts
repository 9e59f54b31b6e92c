import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { ROOT } from './support/docs/parts.ts';
import {
  PAGE_PICTURE,
  PLAYGROUND_PICTURE,
  picturedPage,
  showPicturedPlayground,
  textOfPage,
} from './support/docs/pictures.ts';
import { skipWithoutBrowser, useBrowser } from './support/page/browser.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

describe('the picture of a page', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  test('shows the text that the audit page has today; `npm run pictures` takes it again', async (t) => {
    const page = await browser().newPage();
    t.after(() => page.close());
    await page.setContent(await picturedPage());
    assert.equal(await textOfPage(page), readFileSync(new URL(PAGE_PICTURE.textPath, ROOT), 'utf8'));
  });

  test('shows the text that the playground has today; `npm run pictures` takes it again', async (t) => {
    const page = await browser().newPage({ viewport: { width: 1400, height: 960 } });
    t.after(() => page.close());
    await showPicturedPlayground(page, await temporaryFolder(t));
    assert.equal(await textOfPage(page), readFileSync(new URL(PLAYGROUND_PICTURE.textPath, ROOT), 'utf8'));
  });
});
