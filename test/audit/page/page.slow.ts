import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, test } from 'node:test';
import { renderPage } from '../../../src/audit/page/render-page.ts';
import { close, listen } from '../../../src/http/listen.ts';
import { createPageApp } from '../../../src/http/page-app.ts';
import { skipWithoutBrowser, useBrowser } from '../../support/page/browser.ts';
import { openAddress, openReport, shownWorkloads } from '../../support/page/opened-page.ts';
import { offFargate, onFargate, report, workload } from '../../support/page/reports.ts';

const SHOP = report([
  workload({ name: 'checkout' }, [
    onFargate({ requested: { vcpu: 1.5, gigabytes: 3 }, provisioned: { vcpu: 2, gigabytes: 4 } }),
    offFargate({ code: 'near-miss' }),
  ]),
  workload({ name: 'cart', namespace: 'batch' }, [
    onFargate({ profile: 'batch', requested: { vcpu: 1, gigabytes: 8 }, provisioned: { vcpu: 1, gigabytes: 8 } }),
  ]),
]);

describe('the page in a browser', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  test('opens from disk, asks for nothing else, and has nothing to complain about', async (t) => {
    const { page, address, requests, complaints } = await openReport(t, SHOP, { browser: browser() });
    assert.deepEqual(await shownWorkloads(page), ['checkout', 'cart']);
    assert.deepEqual([requests, complaints], [[address], []]);
  });

  test('is the same where a server sends it, with its policy as a header', async (t) => {
    const server = createServer(createPageApp({ current: () => renderPage(SHOP), isLocal: true }));
    const port = await listen(server, { port: 0, address: '127.0.0.1' });
    t.after(() => close(server, 1_000));
    const { page, address, requests, complaints } = await openAddress(t, `http://localhost:${port}/`, {
      browser: browser(),
    });
    assert.deepEqual(await shownWorkloads(page), ['checkout', 'cart']);
    assert.deepEqual([requests, complaints], [[address], []]);
  });

  test('says what was audited, when, by which version, and with which profiles', async (t) => {
    const audited = { ...SHOP.audited, namespaces: ['shop', 'batch'] };
    const { page } = await openReport(t, { ...SHOP, audited }, { browser: browser() });
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Fargate audit production');
    assert.equal(await page.title(), 'Fargate audit of \u2068production\u2069');
    assert.deepEqual(await page.locator('#audited dd').allInnerTexts(), [
      '26 November 2026 at 12:01 UTC',
      'shop, batch',
      'profiles.json',
      'fargate-admission 0.1.0',
    ]);
  });

  test('sums up pods, sizes, and costs as the estimate that they are', async (t) => {
    const { page } = await openReport(t, SHOP, { browser: browser() });
    assert.deepEqual(await page.locator('#figures .value').allInnerTexts(), [
      '3',
      '2',
      '2.5 vCPU',
      '3 vCPU',
      '$127.59',
      '$17.21',
    ]);
    assert.deepEqual(await page.locator('.results li').allInnerTexts(), [
      'error 0',
      'fail 0',
      'warn 1',
      'pass 2',
      'skip 0',
    ]);
    assert.match(
      await page.locator('#estimate').innerText(),
      /^Costs are an estimate by the public price: \$0\.04048 a vCPU-hour, \$0\.004445 a GB-hour, 730 hours a month\./,
    );
  });

  test('says first what could not be read', async (t) => {
    const errors = [
      { resource: 'events', reason: 'forbidden' },
      { namespace: 'bank', resource: 'pods', reason: 'no answer' },
    ];
    const { page } = await openReport(t, { ...SHOP, errors }, { browser: browser() });
    assert.deepEqual(
      (await page.getByRole('heading', { level: 2 }).allInnerTexts())[0],
      'Not everything could be read',
    );
    assert.deepEqual(await page.locator('.errors li').allInnerTexts(), [
      'events: forbidden',
      'pods of namespace bank: no answer',
    ]);
  });

  test('holds provisioned against requested by profile or namespace, in vCPU or GB', async (t) => {
    const { page } = await openReport(t, SHOP, { browser: browser() });
    const rows = () => page.locator('.usage tbody tr').allInnerTexts();
    assert.deepEqual((await rows()).map(firstCells), [
      ['web', '75 %', '1.5', '2'],
      ['batch', '100 %', '1', '1'],
    ]);
    await page.getByLabel('namespace', { exact: true }).check();
    await page.getByRole('group', { name: 'In', exact: true }).getByLabel('GB').check();
    assert.deepEqual((await rows()).map(firstCells), [
      ['batch', '100 %', '8', '8'],
      ['shop', '75 %', '3', '4'],
    ]);
    const lengths = await page
      .locator('.usage .requested')
      .evaluateAll((bars) => bars.map((bar) => bar.getAttribute('width')));
    assert.deepEqual(lengths, ['100%', '37.5%']);
  });

  test('says without its script that it needs it', async (t) => {
    const { page } = await openReport(t, SHOP, { browser: browser(), javaScriptEnabled: false });
    assert.match(await page.locator('header').innerText(), /This page shows its report with a script/);
  });

  test('shows a report on nothing', async (t) => {
    const { page, complaints } = await openReport(t, report([]), { browser: browser() });
    assert.equal(await page.getByRole('status').innerText(), 'There is no workload.');
    assert.deepEqual(complaints, []);
  });
});

function firstCells(row: string): readonly string[] {
  return row.split('\t').slice(0, 4);
}
