import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { skipWithoutBrowser, useBrowser } from '../../support/page/browser.ts';
import { announced, openReport, shownWorkloads } from '../../support/page/opened-page.ts';
import { offFargate, onFargate, report, workload } from '../../support/page/reports.ts';

const MAX_ELEMENTS = 20_000;

describe('the page of a large cluster', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  test('answers with 10,000 pods in 500 workloads, and holds no more than a part of them', async (t) => {
    const large = report(
      Array.from({ length: 500 }, (_, index) =>
        workload(
          { name: `workload-${index}`, namespace: `namespace-${index % 50}` },
          Array.from({ length: 20 }, (_, pod) => onFargate({ name: `workload-${index}-${pod}` })),
        ),
      ),
    );
    const { page } = await openReport(t, large, { browser: browser() });
    assert.equal(await announced(page), '500 workloads, of which the first 100 are shown.');
    await page.getByRole('searchbox').fill('workload-499-19');
    assert.deepEqual(await shownWorkloads(page), ['workload-499']);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'Workload', exact: true }).click();
    await page.getByRole('button', { name: 'Workload', exact: true }).click();
    assert.equal((await shownWorkloads(page))[0], 'workload-499');
    await page.getByRole('button', { name: 'workload-499' }).click();
    assert.ok((await elements(page)) < MAX_ELEMENTS);
  });

  test('answers with 10,000 workloads of one pod, and shows more of them on request', async (t) => {
    const large = report(
      Array.from({ length: 10_000 }, (_, index) => workload({ name: `workload-${index}` }, [offFargate()])),
    );
    const { page } = await openReport(t, large, { browser: browser() });
    await page.getByRole('button', { name: 'Show 100 more of 10,000' }).click();
    assert.equal(await announced(page), '10,000 workloads, of which the first 200 are shown.');
    assert.equal((await shownWorkloads(page)).length, 200);
    await page.getByRole('searchbox').fill('workload-999');
    assert.equal(await announced(page), '11 of 10,000 workloads.');
    assert.ok((await elements(page)) < MAX_ELEMENTS);
  });

  test('shows the pods of a workload 200 at a time, and says when these are all', async (t) => {
    const pods = Array.from({ length: 450 }, (_, index) => onFargate({ name: `pod-${index}` }));
    const { page } = await openReport(t, report([workload({ name: 'large' }, pods)]), { browser: browser() });
    await page.getByRole('button', { name: 'large' }).click();
    const rows = page.locator('.pods tbody tr');
    assert.equal(await rows.count(), 200);
    await page.getByRole('button', { name: 'Show 200 more of 450' }).click();
    await page.getByRole('button', { name: 'Show 50 more of 450' }).click();
    assert.equal(await rows.count(), 450);
    const all = page.getByRole('button', { name: 'All 450 are shown' });
    assert.equal(await all.evaluate((button) => button.matches(':focus')), true);
    assert.equal(await all.getAttribute('aria-disabled'), 'true');
  });
});

function elements(page: Page): Promise<number> {
  return page.evaluate<number>("document.querySelectorAll('*').length");
}
