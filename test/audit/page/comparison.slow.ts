import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Comparison, compareReports } from '../../../src/audit/comparison/comparison.ts';
import { comparisonLines } from '../../../src/cli/audit/compare.ts';
import { describeMoney } from '../../../src/cli/shared/terminal-text.ts';
import { skipWithoutBrowser, useBrowser } from '../../support/page/browser.ts';
import { HOSTILE_NAMES } from '../../support/page/hostile-report.ts';
import { openReport } from '../../support/page/opened-page.ts';
import { offFargate, onFargate, report, workload } from '../../support/page/reports.ts';

const EARLIER = report([
  workload({ name: 'cart' }, [offFargate({ code: 'near-miss', message: 'is one label away' })]),
  workload({ name: 'old' }),
]);
const LATER = report(
  [
    workload(
      {
        name: 'cart',
        sizes: ['1vCPU 2GB'],
        findings: [
          { severity: 'error', code: 'host-network', field: 'spec.hostNetwork', message: 'not there', fix: '' },
        ],
      },
      [onFargate()],
    ),
    workload({ name: 'api' }),
  ],
  { audited: { ...EARLIER.audited, version: '0.2.0' } },
);
const COMPARISON = compareReports(EARLIER, LATER);

describe('what changed, on the page', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  test('is what the text output says', async (t) => {
    const { page } = await openReport(t, { ...LATER, comparison: COMPARISON }, { browser: browser() });
    const section = page.getByRole('region', { name: 'What changed' });
    const said = [
      (await section.locator('p').innerText()).replace('26 November 2026 at 12:01 UTC', COMPARISON.since),
      ...(await section.getByRole('list', { name: 'Changed workloads' }).innerText()).split('\n'),
      ...(await section.getByRole('list', { name: 'Notes' }).locator('li').allInnerTexts()).map(
        (note) => `note ${note}`,
      ),
    ];
    const printed = comparisonLines(COMPARISON, {
      paint: (_tone, text) => text,
      money: (amount) => describeMoney(amount, 'USD'),
    });
    assert.deepEqual(
      said.filter((line) => line !== ''),
      printed.map((line) => line.trim().replaceAll(/ {2,}/g, ' ')),
    );
  });

  test('is not there without an earlier report', async (t) => {
    const { page } = await openReport(t, LATER, { browser: browser() });
    assert.equal(await page.getByRole('heading', { name: 'What changed' }).count(), 0);
  });

  test('keeps hostile names as text', async (t) => {
    const hostile: Comparison = {
      ...COMPARISON,
      since: HOSTILE_NAMES[0] ?? '',
      workloads: HOSTILE_NAMES.map((name) => ({
        change: 'changed',
        kind: name,
        namespace: name,
        name,
        moves: [{ what: 'profile', before: [name], after: [name] }],
        appeared: [{ kind: 'finding', level: name, code: name, field: name, message: name, fix: name }],
        resolved: [],
      })),
      notes: HOSTILE_NAMES,
    };
    const { page, complaints } = await openReport(t, { ...LATER, comparison: hostile }, { browser: browser() });
    const texts = await page.locator('#comparison bdi').allTextContents();
    for (const name of HOSTILE_NAMES) assert.equal(texts.filter((text) => text === name).length, 4, name);
    assert.equal(await page.locator('#comparison :is(img, script, marquee, [onload], [onfocus])').count(), 0);
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.deepEqual(complaints, []);
  });
});
