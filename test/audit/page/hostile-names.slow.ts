import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { skipWithoutBrowser, useBrowser } from '../../support/page/browser.ts';
import { HOSTILE_NAMES, hostileReport } from '../../support/page/hostile-report.ts';
import { openReport, shownWorkloads } from '../../support/page/opened-page.ts';
import { report, workload } from '../../support/page/reports.ts';

/** Of markup that a name brought along there would be one of these, or an attribute that the page does not set. */
const FOREIGN =
  'img, marquee, iframe, a:not(.skip-link), main script, svg[onload], [onfocus], [onmouseover], [autofocus]';

describe('hostile names on the page', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  test('stay text wherever a report has one', async (t) => {
    const { page, address, requests, complaints } = await openReport(t, hostileReport(), { browser: browser() });
    for (const row of await page.locator('.workloads .open').all()) await row.click();
    assert.deepEqual((await shownWorkloads(page)).toSorted(), HOSTILE_NAMES.toSorted());
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.equal(await page.locator(FOREIGN).count(), 0);
    assert.deepEqual([requests, complaints], [[address], []]);
  });

  test('are shown in full in every place that a workload has for them', async (t) => {
    const { page } = await openReport(t, hostileReport(), { browser: browser() });
    for (const row of await page.locator('.workloads .open').all()) await row.click();
    const texts = await page.locator('.workloads bdi').allTextContents();
    for (const name of HOSTILE_NAMES) {
      // Row: name, kind, namespace, profile, size. Verdict, finding and saving: 8. A pod: name, message, node, profile.
      assert.ok(texts.filter((text) => text === name).length >= 5 + 8 + 8, name);
      assert.ok(texts.includes(`${name} otherwise`), name);
    }
  });

  test('can be chosen in the filters', async (t) => {
    const { page, complaints } = await openReport(t, hostileReport(), { browser: browser() });
    for (const name of HOSTILE_NAMES) {
      await page.getByRole('combobox', { name: 'Namespace' }).selectOption(name);
      await page.getByRole('combobox', { name: 'Profile' }).selectOption(name);
      assert.deepEqual(await shownWorkloads(page), [name]);
    }
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.deepEqual(complaints, []);
  });

  test('do nothing from the address', async (t) => {
    const hash = `#q=x&text=${encodeURIComponent(HOSTILE_NAMES.join(' '))}&sort=__proto__&namespace=constructor`;
    const { page, complaints } = await openReport(t, hostileReport(), { browser: browser(), hash });
    assert.deepEqual(await shownWorkloads(page), []);
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.deepEqual(complaints, []);
  });

  test('turn nothing around but themselves', async (t) => {
    const field = '\u202Eemanwor.ceps';
    const found = { severity: 'hint', code: 'near-miss', field, message: 'one label away', fix: '' } as const;
    const { page } = await openReport(t, report([workload({ findings: [found] })]), { browser: browser() });
    await page.locator('.workloads .open').click();
    const item = page.locator('.said li', { hasText: 'one label away' });
    const places = await Promise.all([0, 1].map((index) => item.locator('bdi').nth(index).boundingBox()));
    const [ofField, ofMessage] = places.map((box) => box?.x ?? 0);
    assert.ok(Number(ofField) < Number(ofMessage));
  });
});
