import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { renderPage } from '../../../src/audit/page/render-page.ts';
import { renderCsv } from '../../../src/cli/audit/csv.ts';
import { close, listen } from '../../../src/http/listen.ts';
import { createPageApp } from '../../../src/http/page-app.ts';
import { skipWithoutBrowser, useBrowser } from '../../support/page/browser.ts';
import { hostileReport } from '../../support/page/hostile-report.ts';
import { openAddress, openReport } from '../../support/page/opened-page.ts';
import { offFargate, onFargate, report, workload } from '../../support/page/reports.ts';

const FORMULAS = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '＝1',
  '＋1',
  '－1',
  '＠1',
  'a "quoted", text',
  '##[x',
];

const SHOP = report([
  workload({ name: 'cart' }, [onFargate({ name: 'cart-1' }), offFargate({ name: 'cart-2', code: 'near-miss' })]),
  workload({ name: 'ledger', namespace: 'bank' }, [onFargate({ name: 'ledger-0' })]),
  workload(
    { name: 'formulas', namespace: 'bank' },
    FORMULAS.map((name) => offFargate({ name, message: name, fix: name })),
  ),
]);

async function downloaded(page: Page): Promise<readonly [name: string, content: string]> {
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download their pods as CSV' }).click();
  const download = await waiting;
  return [download.suggestedFilename(), await text(await download.createReadStream())];
}

describe('the CSV of the page', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  test('is that of audit -o csv where nothing is filtered, formulas and all', async (t) => {
    const { page } = await openReport(t, SHOP, { browser: browser() });
    assert.deepEqual(await downloaded(page), ['fargate-audit.csv', renderCsv(SHOP)]);
  });

  test('is that of audit -o csv with hostile names', async (t) => {
    const { page } = await openReport(t, hostileReport(), { browser: browser() });
    assert.equal((await downloaded(page))[1], renderCsv(hostileReport()));
  });

  test('holds what is filtered in the order of the table, and of nothing only the columns', async (t) => {
    const { page } = await openReport(t, SHOP, { browser: browser() });
    const of = (...names: readonly string[]) =>
      renderCsv({
        ...SHOP,
        workloads: names.flatMap((name) => SHOP.workloads.filter((one) => one.name === name)),
      });
    await page.getByRole('combobox', { name: 'Namespace' }).selectOption('bank');
    await page.getByRole('button', { name: 'Workload', exact: true }).click();
    assert.equal((await downloaded(page))[1], of('formulas', 'ledger'));
    await page.getByRole('searchbox').fill('ledger');
    assert.equal((await downloaded(page))[1], of('ledger'));
    await page.getByRole('searchbox').fill('nowhere');
    assert.equal((await downloaded(page))[1], of());
  });

  test('holds all rows that match, also those that the table does not show yet', async (t) => {
    const large = report(Array.from({ length: 250 }, (_, index) => workload({ name: `workload-${index}` })));
    const { page } = await openReport(t, large, { browser: browser() });
    assert.equal((await downloaded(page))[1].split('\n').length, 1 + 250 + 1);
  });

  test('is made in the page: nothing is asked for, and the policy of a server allows it', async (t) => {
    const server = createServer(createPageApp({ current: () => renderPage(SHOP), isLocal: true }));
    const port = await listen(server, { port: 0, address: '127.0.0.1' });
    t.after(() => close(server, 1_000));
    const { page, address, requests, complaints } = await openAddress(t, `http://localhost:${port}/`, {
      browser: browser(),
    });
    await page.getByRole('button', { name: 'Download their pods as CSV' }).focus();
    const waiting = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    assert.match((await waiting).url(), /^blob:/);
    assert.deepEqual([requests.filter((url) => !url.startsWith('blob:')), complaints], [[address], []]);
  });
});
