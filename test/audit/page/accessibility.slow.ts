import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Comparison } from '../../../src/audit/comparison/comparison.ts';
import type { UpgradeReport } from '../../../src/audit/upgrade/upgrade-report.ts';
import { objections } from '../../support/page/axe.ts';
import { skipWithoutBrowser, useBrowser } from '../../support/page/browser.ts';
import { openReport, shownWorkloads } from '../../support/page/opened-page.ts';
import { offFargate, onFargate, report, workload } from '../../support/page/reports.ts';

const FINDING = {
  severity: 'warning',
  code: 'volume-claim',
  field: 'spec.volumes[0].persistentVolumeClaim',
  message: 'the claim must be on EFS',
  fix: 'use a claim on EFS',
} as const;

const UPGRADE: UpgradeReport = {
  from: '1.36',
  to: '1.37',
  pods: { fail: 60, warn: 0, pass: 215 },
  unknownPods: 0,
  workloads: Array.from({ length: 60 }, (_, index) => ({
    kind: 'StatefulSet',
    namespace: 'shop',
    name: `old-${index}`,
    result: 'fail',
    message: 'has a kubelet of 1.33; beside 1.37 that is 4 minor versions behind, which Kubernetes does not support',
    pods: 1,
    kubelets: { '1.33': 1 },
    budgets: ['old'],
    restart: [`kubectl rollout restart statefulset/old-${index} -n shop`],
  })),
  blockingBudgets: [{ namespace: 'shop', name: 'old', forbids: 'maxUnavailable is 0' }],
};

const PROBLEM = { kind: 'verdict', level: 'fail', code: 'stuck', message: 'waits for Fargate', fix: '' } as const;

const COMPARISON: Comparison = {
  since: '2026-11-25T12:01:00.000Z',
  sinceVersion: '0.1.0',
  cost: { before: 9.01, after: 18.02 },
  counts: { new: 0, gone: 0, changed: 60, unchanged: 61 },
  workloads: Array.from({ length: 60 }, (_, index) => ({
    change: 'changed',
    kind: 'Deployment',
    namespace: 'shop',
    name: `changed-${index}`,
    moves: [{ what: 'size', before: ['0.25vCPU 0.5GB'], after: ['0.5vCPU 1GB'] }],
    appeared: [PROBLEM],
    resolved: [PROBLEM],
    cost: { before: 9.01, after: 18.02 },
  })),
  notes: ['The two reports count with different prices.'],
};

const SAVING = {
  from: '0.5vCPU 1GB',
  to: '0.25vCPU 1GB',
  cpu: { from: '260m', to: '250m' },
  share: 0.039,
  savedPerMonth: 8.11,
} as const;

/** Every result, every kind of detail, and more of all than is shown at once. */
const EVERYTHING = report(
  [
    workload({ name: 'everything', sizes: ['0.25vCPU 0.5GB'], findings: [FINDING], saving: SAVING }, [
      offFargate({ name: 'unread', code: 'not-readable', fix: 'give it the right to' }),
      offFargate({ name: 'missed', code: 'missed-fargate', fix: 'kubectl rollout restart' }),
      offFargate({ name: 'near', code: 'near-miss', fix: 'set the label app' }),
      onFargate({ name: 'well', provisioned: { vcpu: 0.25, gigabytes: 0.5, storageGigabytes: 12.5 } }),
      offFargate({ name: 'apart', code: 'opted-out' }),
      ...Array.from({ length: 210 }, (_, index) =>
        onFargate({ name: `further-${index}`, profile: `profile-${index % 20}` }),
      ),
    ]),
    ...Array.from({ length: 120 }, (_, index) =>
      workload({ name: `workload-${index}`, namespace: `namespace-${index}` }),
    ),
  ],
  { errors: [{ namespace: 'bank', resource: 'pods', reason: 'no answer' }], upgrade: UPGRADE, comparison: COMPARISON },
);

describe('the page', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`has nothing that axe objects to, in ${colorScheme} colours, closed and opened`, async (t) => {
      const { page } = await openReport(t, EVERYTHING, { browser: browser(), colorScheme });
      assert.deepEqual(await objections(page), []);
      await page.getByRole('button', { name: 'everything' }).click();
      await page.getByRole('button', { name: 'Workload', exact: true }).hover();
      assert.deepEqual(await objections(page), []);
    });

    test(`has nothing that axe objects to, in ${colorScheme} colours, in a narrow window`, async (t) => {
      const viewport = { width: 320, height: 640 };
      const { page } = await openReport(t, EVERYTHING, { browser: browser(), colorScheme, viewport });
      await page.getByRole('button', { name: 'everything' }).click();
      assert.deepEqual(await objections(page), []);
    });
  }

  for (const [what, width, deviceScaleFactor] of [
    ['at a width of 320 pixels', 320, 1],
    ['at 200 % of a window of 1,280 pixels', 640, 2],
  ] as const) {
    test(`does not scroll sideways ${what}; its tables do, and can by keyboard`, async (t) => {
      const viewport = { width, height: 640 };
      const { page } = await openReport(t, EVERYTHING, { browser: browser(), viewport, deviceScaleFactor });
      await page.getByRole('button', { name: 'everything' }).click();
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
      const region = page.getByRole('region', { name: 'Table of workloads' });
      assert.equal(await region.getAttribute('tabindex'), '0');
      assert.equal(await region.evaluate((element) => element.scrollWidth > element.clientWidth), true);
      const detail = await page.locator('.detail').boundingBox();
      assert.ok(detail !== null && detail.x + detail.width <= width);
    });
  }

  test('has a first link that leads past the figures, and keeps the filters', async (t) => {
    const { page } = await openReport(t, EVERYTHING, { browser: browser() });
    await page.getByRole('combobox', { name: 'Namespace' }).selectOption('namespace-7');
    await page.getByRole('link', { name: 'Skip to the workloads' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/#workloads$/);
    assert.equal(await page.locator('#workloads').evaluate((element) => element.matches(':focus')), true);
    assert.deepEqual(await shownWorkloads(page), ['workload-7']);
  });

  test('shows where the focus is, on everything that can have it', async (t) => {
    const { page } = await openReport(t, report([workload({ name: 'cart' })]), { browser: browser() });
    const outlines = new Set<string>();
    for (
      let focused = '';
      focused !== 'BODY';
      focused = await page.evaluate<string>('document.activeElement.tagName')
    ) {
      await page.keyboard.press('Tab');
      const isFocused = await page.evaluate<boolean>('document.activeElement !== document.body');
      if (isFocused) outlines.add(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'));
    }
    assert.deepEqual([...outlines], ['solid']);
  });

  test('goes onto paper with all workloads, and with the pods of those that are open', async (t) => {
    const { page } = await openReport(t, EVERYTHING, { browser: browser() });
    await page.getByRole('button', { name: 'everything' }).click();
    assert.equal((await shownWorkloads(page)).length, 100);
    await page.pdf();
    assert.equal((await shownWorkloads(page)).length, 121);
    assert.equal(await page.locator('.pods tbody tr').count(), 215);
    assert.equal(await page.getByRole('list', { name: 'Workloads to restart' }).locator('li').count(), 60);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.getByRole('search').isVisible(), false);
  });
});
