import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { objections } from '../../support/page/axe.ts';
import { skipWithoutBrowser, useBrowser } from '../../support/page/browser.ts';
import { HOSTILE_NAMES, hostileReport } from '../../support/page/hostile-report.ts';
import { openReport, shownWorkloads } from '../../support/page/opened-page.ts';
import { offFargate, onFargate, PRICES, report, workload } from '../../support/page/reports.ts';

const LARGE = { requested: { vcpu: 1, gigabytes: 2 }, provisioned: { vcpu: 2, gigabytes: 4 } };

const WORKLOADS = [
  workload({ name: 'cart' }, [onFargate({ name: 'cart-1' }), onFargate({ name: 'cart-2' })]),
  workload({ name: 'cart-cache' }, [onFargate({ name: 'cart-cache-1' })]),
  workload({ name: 'cart', namespace: 'bank', kind: 'Job' }, [onFargate({ name: 'cart-x', ...LARGE })]),
  workload({ name: 'agent', namespace: 'tools' }, [offFargate()]),
];

function lines(page: Page): Promise<readonly string[]> {
  return page
    .locator('.cost-line')
    .evaluateAll((all) => all.map(({ innerText }) => innerText.replaceAll(/\s+/g, ' ').trim()));
}

describe('the costs on the page', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  test('name what each namespace costs, the largest first, and open to its workloads by keyboard', async (t) => {
    const { page } = await openReport(t, report(WORKLOADS), { browser: browser() });
    const [bank, shop] = [
      'bank $72.08 a month, 73 % 2 vCPU, 4 GB, 1 pod Show',
      'shop $27.03 a month, 27 % 0.75 vCPU, 1.5 GB, 3 pods Show',
    ];
    assert.deepEqual(await lines(page), [bank, shop]);
    const open = page.getByRole('button', { name: 'shop', exact: true });
    await open.focus();
    await page.keyboard.press('Enter');
    assert.equal(await open.getAttribute('aria-expanded'), 'true');
    assert.deepEqual(await lines(page), [
      bank,
      shop,
      'cart Deployment $18.02 a month, 18 % 0.5 vCPU, 1 GB, 2 pods Show',
      'cart-cache Deployment $9.01 a month, 9 % 0.25 vCPU, 0.5 GB, 1 pod Show',
    ]);
    assert.deepEqual(await objections(page), []);
    await page.keyboard.press('Enter');
    assert.equal(await page.getByRole('list', { name: 'Workloads of namespace shop by cost' }).isVisible(), false);
  });

  test('filter the table by a namespace, and by one workload of it alone', async (t) => {
    const { page } = await openReport(t, report(WORKLOADS), { browser: browser() });
    await page.getByRole('button', { name: 'Show namespace shop in the table' }).click();
    assert.deepEqual(await shownWorkloads(page), ['cart', 'cart-cache']);
    await page.getByRole('button', { name: 'shop', exact: true }).click();
    await page.getByRole('button', { name: 'Show Deployment cart in the table' }).click();
    assert.deepEqual(await shownWorkloads(page), ['cart']);
    assert.equal(await page.locator('#workloads').evaluate((section) => section.matches(':focus')), true);
    assert.equal(await page.getByRole('combobox', { name: 'Workload' }).inputValue(), 'Deployment/cart');
    const again = await openReport(t, report(WORKLOADS), { browser: browser(), hash: new URL(page.url()).hash });
    assert.deepEqual(await shownWorkloads(again.page), ['cart']);
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    assert.equal((await shownWorkloads(page)).length, 4);
  });

  test('show another measure', async (t) => {
    const { page } = await openReport(t, report(WORKLOADS), { browser: browser() });
    await page.locator('#costs').getByRole('radio', { name: 'GB' }).check();
    assert.equal((await lines(page))[0], 'bank 4 GB, 73 % 2 vCPU, 4 GB, 1 pod Show');
    assert.equal(await page.locator('#usage').getByRole('radio', { name: 'vCPU' }).isChecked(), true);
  });

  test('show the size where no price is known, and say so', async (t) => {
    const prices = { ...PRICES, vcpuHour: 0, gigabyteHour: 0 };
    const { page } = await openReport(t, report(WORKLOADS, { prices }), { browser: browser() });
    assert.equal(await page.locator('#costs p').innerText(), 'No price is known: the bars show the size.');
    assert.equal((await lines(page))[0], 'bank 2 vCPU, 73 % 2 vCPU, 4 GB, 1 pod Show');
    assert.equal(await page.locator('#costs').getByRole('radio', { name: 'cost' }).count(), 0);
  });

  test('say that nothing runs on Fargate', async (t) => {
    const { page } = await openReport(t, report([workload({}, [offFargate()])]), { browser: browser() });
    assert.equal(await page.locator('#costs p').innerText(), 'No pod runs on Fargate.');
  });

  test('keep hostile names as text, and fit into a window of 320 pixels', async (t) => {
    const viewport = { width: 320, height: 640 };
    const { page, complaints } = await openReport(t, hostileReport(), { browser: browser(), viewport });
    for (const open of await page.locator('.costs .open').all()) await open.click();
    const texts = await page.locator('.costs bdi').allTextContents();
    for (const name of HOSTILE_NAMES) assert.equal(texts.filter((text) => text === name).length, 3, name);
    await page.locator('.costs .costs .save').first().click();
    assert.equal((await shownWorkloads(page)).length, 1);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320);
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.deepEqual(complaints, []);
  });
});
