import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { skipWithoutBrowser, useBrowser } from '../support/page/browser.ts';
import { openPlayground, paste, textOf, untilSummary } from '../support/playground/opened-playground.ts';

function linkWith(text: string): string {
  return `#input=${deflateRawSync(text).toString('base64url')}`;
}

describe('a link of the playground', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  test('brings both texts and the region to the person who opens it', async (t) => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const { page } = await openPlayground(t, { browser: browser(), permissions });
    const texts = { workloads: '# Grüße "<\\script>"\n---\n{}\n', profiles: '[]\n' };
    await paste(page, texts);
    await page.getByRole('combobox', { name: 'Prices of region' }).selectOption('sa-east-1');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('The link is copied. It holds both texts.').waitFor();
    const link: string = await page.evaluate('navigator.clipboard.readText()');
    assert.equal(link, page.url());
    const opened = await openPlayground(t, { browser: browser(), hash: new URL(link).hash });
    await untilSummary(opened.page, '0 workloads');
    assert.equal(await textOf(opened.page, 'Workloads'), texts.workloads);
    assert.equal(await textOf(opened.page, 'Fargate profiles'), texts.profiles);
    const region = opened.page.getByRole('combobox', { name: 'Prices of region' });
    assert.equal(await region.inputValue(), 'sa-east-1');
    assert.deepEqual(opened.complaints, []);
  });

  for (const [what, hash, message] of [
    ['is cut off', linkWith('{"workloads":"a","profiles":"b"}').slice(0, -6), 'The link is broken or cut off'],
    ['is no base64', '#input=%%%', 'The link is broken or cut off'],
    ['holds no input', linkWith('{"workloads":1}'), 'The link is broken or cut off'],
    ['is huge', `#input=${'A'.repeat(60_001)}`, 'The link is too long, so the page does not read it.'],
    [
      'holds a text that fills the memory',
      linkWith(JSON.stringify({ workloads: 'a'.repeat(20_000_000), profiles: '' })),
      'The link holds more than 5 MB of text, so the page does not read it.',
    ],
  ] as const) {
    test(`that ${what} is answered by a message, and the page works on`, async (t) => {
      const { page, complaints } = await openPlayground(t, { browser: browser(), hash });
      await page.getByRole('alert').filter({ hasText: message }).waitFor();
      await page.getByRole('heading', { name: 'Pod shop/storefront-…' }).waitFor();
      assert.deepEqual(complaints, []);
    });
  }

  test('is opened in a page that is open already', async (t) => {
    const { page } = await openPlayground(t, { browser: browser() });
    const hash = linkWith(JSON.stringify({ workloads: '# opened', profiles: '[]' }));
    await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await page.getByText('# opened').waitFor();
  });

  test('may name an example', async (t) => {
    const { page } = await openPlayground(t, { browser: browser(), hash: '#example=near-miss' });
    await page.getByRole('heading', { name: 'Deployment shop/storefront' }).waitFor();
  });

  test('to a text that is too long is refused with what to do instead', async (t) => {
    const { page } = await openPlayground(t, { browser: browser() });
    const random = Array.from({ length: 6_000 }, (_, index) => `# ${Math.sin(index)}`).join('\n');
    await paste(page, { workloads: random, profiles: '[]' });
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByRole('alert').filter({ hasText: 'The texts are too long for a link' }).waitFor();
  });
});
