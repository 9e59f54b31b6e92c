import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { before, describe, test } from 'node:test';
import { AMONG_SOURCES, writePlayground } from '../../hack/playground/bundle.ts';
import { close, listen } from '../../src/http/listen.ts';
import { createPageApp } from '../../src/http/page-app.ts';
import { playgroundPage } from '../../src/playground/shipped-page.ts';
import { objections } from '../support/page/axe.ts';
import { skipWithoutBrowser, useBrowser } from '../support/page/browser.ts';
import { openAddress } from '../support/page/opened-page.ts';
import { openPlayground } from '../support/playground/opened-playground.ts';

const EXAMPLES = ['demo', 'refused', 'several-profiles', 'containers'];

describe('the playground for everybody', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  before(() => writePlayground(AMONG_SOURCES));

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`has nothing that axe objects to, in ${colorScheme} colours`, async (t) => {
      const { page } = await openPlayground(t, { browser: browser(), colorScheme });
      for (const example of EXAMPLES) {
        await page.evaluate(`location.hash = '#example=${example}'`);
        await page.getByText('Table of sizes').first().waitFor();
        assert.deepEqual(await objections(page), [], example);
      }
    });
  }

  for (const width of [320, 768, 1280, 3840]) {
    test(`does not scroll sideways at a width of ${width} pixels`, async (t) => {
      const viewport = { width, height: 700 };
      const { page } = await openPlayground(t, { browser: browser(), viewport, hash: '#example=containers' });
      await page.getByText('Table of sizes').waitFor();
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
      if (width === 320) assert.deepEqual(await objections(page), []);
    });
  }

  test('says without its script that it needs it', async (t) => {
    const { page } = await openPlayground(t, { browser: browser(), javaScriptEnabled: false });
    assert.match(await page.locator('header').innerText(), /This page needs scripts/);
  });

  test('is the same where a server sends it, with its policy as a header', async (t) => {
    const served = playgroundPage();
    const server = createServer(createPageApp({ current: () => served, isLocal: true }));
    const port = await listen(server, { port: 0, address: '127.0.0.1' });
    t.after(() => close(server, 1_000));
    const { page, address, requests, complaints } = await openAddress(t, `http://localhost:${port}/`, {
      browser: browser(),
    });
    await page.getByRole('heading', { name: 'Pod shop/storefront-…' }).waitFor();
    assert.deepEqual([requests.filter((url) => !url.startsWith('blob:')), complaints], [[address], []]);
  });
});
