import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { FleetReport } from '../../../src/audit/fleet/fleet-report.ts';
import { objections } from '../../support/page/axe.ts';
import { skipWithoutBrowser, useBrowser } from '../../support/page/browser.ts';
import { fleet, hostileFleet, ofEks, SHOPS } from '../../support/page/fleets.ts';
import { HOSTILE_NAMES } from '../../support/page/hostile-report.ts';
import { announced, openFleet, shownWorkloads } from '../../support/page/opened-page.ts';
import { onFargate, PRICES, report, workload } from '../../support/page/reports.ts';

const SHOP_EU = 'shop (arn:aws:eks:eu-west-1:111122223333:cluster/shop)';
const SHOP_US = 'shop (arn:aws:eks:us-east-1:111122223333:cluster/shop)';

/** Each with its upgrade, and one more that failed. */
function clustersOf(number: number): FleetReport {
  const upgrade = {
    from: '1.36',
    to: '1.37',
    pods: { fail: 1, warn: 2, pass: 3 },
    unknownPods: 4,
    workloads: [],
    blockingBudgets: [],
  };
  return fleet(
    Array.from({ length: number }, (_, index) => {
      const workloads = [0, 1].map((one) => workload({ name: `workload-${index}-${one}` }));
      return [ofEks('eu-west-1', '111122223333', `cluster-${index}`), report(workloads, { upgrade })] as const;
    }),
    [{ context: 'gone', reason: 'no answer' }],
  );
}

describe('the page of several clusters in a browser', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  test('opens from disk, asks for nothing else, and has nothing to complain about', async (t) => {
    const { page, address, requests, complaints } = await openFleet(t, SHOPS, { browser: browser() });
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Fargate audit of 4 clusters');
    assert.deepEqual(await shownWorkloads(page), ['mail', 'ledger', 'cart', 'cart-us', 'trial']);
    assert.deepEqual([requests, complaints], [[address], []]);
  });

  test('has a row for each cluster, worst first, and the sums', async (t) => {
    const { page } = await openFleet(t, SHOPS, { browser: browser() });
    assert.deepEqual(await clusterRows(page), [
      ['fail', SHOP_EU, 'eu-west-1', '111122223333', '3', '2', '1', '0', '$18.02', '$3.28'],
      ['warn', 'bank', 'us-east-1', '444455556666', '1', '1', '0', '1', '$72.08', '$35.23'],
      ['pass', SHOP_US, 'us-east-1', '111122223333', '1', '1', '0', '0', '$9.01', '$1.64'],
      ['skip', 'lab', '–', '–', '1', '0', '0', '0', '$0.00', '$0.00'],
      ['Total of 4 clusters', '6', '4', '1', '1', '$99.11', '$40.15'],
    ]);
    assert.deepEqual(await figureValues(page), ['4', '6', '4', '1.6 vCPU', '2.75 vCPU', '$99.11', '$40.15']);
    await page.locator('.clusters').getByRole('button', { name: 'Cluster', exact: true }).click();
    assert.deepEqual(await shownClusters(page), ['bank', 'lab', SHOP_EU, SHOP_US]);
  });

  for (const [field, label, clusters, workloads] of [
    ['Cluster', 'bank', ['bank'], ['ledger']],
    ['Cluster', SHOP_US, [SHOP_US], ['cart-us']],
    ['Region', 'us-east-1', ['bank', SHOP_US], ['ledger', 'cart-us']],
    ['Region', 'not known', ['lab'], ['trial']],
    ['Account', '111122223333', [SHOP_EU, SHOP_US], ['mail', 'cart', 'cart-us']],
    ['Account', 'not known', ['lab'], ['trial']],
    ['Result of a pod', 'pass', [SHOP_EU, SHOP_US], ['cart', 'cart-us']],
  ] as const) {
    test(`filters clusters and workloads: ${field} ${label}`, async (t) => {
      const { page } = await openFleet(t, SHOPS, { browser: browser() });
      await page.getByRole('combobox', { name: field, exact: true }).selectOption({ label });
      assert.deepEqual([await shownClusters(page), await shownWorkloads(page)], [clusters, workloads]);
    });
  }

  test('sums up what the filter leaves, and all again where it is cleared', async (t) => {
    const { page } = await openFleet(t, SHOPS, { browser: browser() });
    await page.getByRole('combobox', { name: 'Account' }).selectOption('111122223333');
    await page.getByRole('combobox', { name: 'Region' }).selectOption('us-east-1');
    assert.deepEqual(await figureValues(page), ['1', '1', '1', '0.2 vCPU', '0.25 vCPU', '$9.01', '$1.64']);
    assert.equal(await page.locator('.clusters tfoot th').innerText(), 'Total of 1 cluster');
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    assert.equal((await figureValues(page))[0], '4');
    assert.equal(await announced(page), '5 workloads.');
  });

  test('finds workloads by text, and leaves the clusters', async (t) => {
    const { page } = await openFleet(t, SHOPS, { browser: browser() });
    await page.getByRole('searchbox').fill('One label');
    assert.deepEqual(await shownWorkloads(page), ['mail']);
    assert.equal(await announced(page), '1 of 5 workloads.');
    assert.equal((await shownClusters(page)).length, 4);
  });

  test('leads from the name of a cluster to its workloads, by keyboard', async (t) => {
    const { page } = await openFleet(t, SHOPS, { browser: browser() });
    await page.locator('.clusters').getByRole('button', { name: 'bank' }).focus();
    await page.keyboard.press('Enter');
    assert.deepEqual(await shownWorkloads(page), ['ledger']);
    assert.equal(await page.locator('#workloads').evaluate((section) => section.matches(':focus')), true);
    await page.getByRole('button', { name: 'ledger' }).click();
    assert.match(await page.locator('.detail').innerText(), /^Verdicts on its pods\nwarn over-provisioned 1 pod/);
    assert.equal(await page.locator('.pods').count(), 0);
  });

  test('is as it was where the address is opened again', async (t) => {
    const { page } = await openFleet(t, SHOPS, { browser: browser() });
    await page.getByRole('combobox', { name: 'Cluster', exact: true }).selectOption({ label: SHOP_EU });
    await page.getByRole('searchbox').fill('cart');
    await page.getByRole('searchbox').blur();
    const { hash } = new URL(page.url());
    const again = await openFleet(t, SHOPS, { browser: browser(), hash });
    assert.deepEqual(await shownWorkloads(again.page), ['cart']);
  });

  test('takes no notice of an address that names what is not there', async (t) => {
    const hash = '#cluster=gone&region=nowhere&account=0&result=odd';
    const { page, complaints } = await openFleet(t, SHOPS, { browser: browser(), hash });
    assert.deepEqual([(await shownClusters(page)).length, complaints], [4, []]);
  });

  test('says first which clusters, and which parts of others, could not be read', async (t) => {
    const errors = [{ namespace: 'bank', resource: 'pods', reason: 'forbidden' }];
    const partial = fleet(
      [[ofEks('eu-west-1', '111122223333', 'shop'), report([workload({})], { errors })]],
      [{ context: 'gone', reason: 'no answer' }],
    );
    const { page } = await openFleet(t, partial, { browser: browser() });
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Fargate audit of 2 clusters');
    assert.deepEqual(await page.locator('.errors li').allInnerTexts(), [
      'gone: not audited: no answer',
      'shop: pods of namespace bank: forbidden',
    ]);
  });

  test('opens where no cluster could be read', async (t) => {
    const none = fleet([], [{ context: 'gone', reason: 'no answer' }]);
    const { page, complaints } = await openFleet(t, none, { browser: browser() });
    assert.deepEqual(await page.locator('.errors li').allInnerTexts(), ['gone: not audited: no answer']);
    assert.equal(await announced(page), 'There is no workload.');
    assert.deepEqual(complaints, []);
  });

  test('names the prices of each region, and storage that has none', async (t) => {
    const storage = onFargate({ provisioned: { vcpu: 0.25, gigabytes: 0.5, storageGigabytes: 10 } });
    const { storageGigabyteHour: _, ...unpriced } = PRICES;
    const priced = fleet([
      [{ context: 'one' }, report([workload({})], { prices: { ...PRICES, source: 'price of eu-west-1' } })],
      [{ context: 'two' }, report([workload({}, [storage])], { prices: { ...unpriced, source: 'our price' } })],
    ]);
    const { page } = await openFleet(t, priced, { browser: browser() });
    assert.match(
      await page.locator('#estimate').innerText(),
      /^Costs are an estimate by the price of eu-west-1, our price\. Storage over 20 GB a pod whose price is not known, data transfer and taxes are left out\./,
    );
  });

  test('shows the upgrade of each cluster, with the pods whose kubelet is not known', async (t) => {
    const { page } = await openFleet(t, clustersOf(1), { browser: browser() });
    const cells = page.locator('.clusters tbody tr').first().locator('td');
    assert.equal(await cells.nth(3).innerText(), '1.36 → 1.37: 1 fail, 2 warn, 3 pass, 4 unknown');
  });

  test('shows 50 clusters and 100 workloads at once, and all of them on paper', async (t) => {
    const { page } = await openFleet(t, clustersOf(60), { browser: browser() });
    assert.deepEqual([(await shownClusters(page)).length, (await shownWorkloads(page)).length], [50, 100]);
    await page.getByRole('button', { name: 'Show 10 more of 60' }).click();
    assert.equal((await shownClusters(page)).length, 60);
    await page.pdf();
    assert.equal((await shownWorkloads(page)).length, 120);
  });

  test('takes hostile names for text wherever the report has one', async (t) => {
    const { page, address, requests, complaints } = await openFleet(t, hostileFleet(), { browser: browser() });
    const clusters = await shownClusters(page);
    for (const name of HOSTILE_NAMES) {
      assert.ok(clusters.includes(`${name} (${name} of ${name})`) || clusters.includes(name), name);
      await page.getByRole('combobox', { name: 'Region' }).selectOption(name);
      await page.getByRole('combobox', { name: 'Account' }).selectOption(name);
      assert.equal((await shownWorkloads(page)).length, HOSTILE_NAMES.length);
      await page.locator('.workloads .open').first().click();
    }
    assert.equal(await page.evaluate('window.pwned'), undefined);
    const foreign = 'img, marquee, iframe, a:not(.skip-link), main script, svg[onload], [onfocus], [autofocus]';
    assert.equal(await page.locator(foreign).count(), 0);
    assert.deepEqual([requests, complaints], [[address], []]);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`has nothing that axe objects to, in ${colorScheme} colours, and in a narrow window`, async (t) => {
      const { page } = await openFleet(t, clustersOf(3), { browser: browser(), colorScheme });
      await page.getByRole('button', { name: 'workload-0-0' }).click();
      assert.deepEqual(await objections(page), []);
      await page.setViewportSize({ width: 320, height: 640 });
      assert.deepEqual(await objections(page), []);
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320);
    });
  }
});

function shownClusters(page: Page): Promise<readonly string[]> {
  return page.locator('.clusters .cluster-link').allTextContents();
}

async function clusterRows(page: Page): Promise<readonly (readonly string[])[]> {
  const rows = await page.locator('.clusters tbody tr, .clusters tfoot tr').all();
  return Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts()));
}

function figureValues(page: Page): Promise<readonly string[]> {
  return page.locator('#figures .value').allInnerTexts();
}
