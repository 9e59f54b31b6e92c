import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { UpgradeReport } from '../../../src/audit/upgrade/upgrade-report.ts';
import { upgradeLines } from '../../../src/cli/audit/upgrade.ts';
import { skipWithoutBrowser, useBrowser } from '../../support/page/browser.ts';
import { HOSTILE_NAMES } from '../../support/page/hostile-report.ts';
import { openReport } from '../../support/page/opened-page.ts';
import { onFargate, report, workload } from '../../support/page/reports.ts';

const UPGRADE: UpgradeReport = {
  from: '1.36',
  to: '1.37',
  pods: { fail: 1_200, warn: 2, pass: 3 },
  unknownPods: 1,
  workloads: [
    {
      kind: 'Deployment',
      namespace: 'shop',
      name: 'cart',
      result: 'warn',
      message: 'has a kubelet of 1.35, and the control plane has 1.36',
      pods: 2,
      kubelets: { '1.35': 2 },
      budgets: [],
      restart: ['kubectl rollout restart deployment/cart -n shop', 'kubectl rollout status deployment/cart -n shop'],
    },
    {
      kind: 'StatefulSet',
      namespace: 'shop',
      name: 'old',
      result: 'fail',
      message: 'has a kubelet of 1.33; beside 1.37 that is 4 minor versions behind',
      pods: 1_200,
      kubelets: { '1.33': 1_200 },
      budgets: ['old', 'all'],
      restart: ['kubectl rollout restart statefulset/old -n shop', 'kubectl rollout status statefulset/old -n shop'],
    },
  ],
  blockingBudgets: [{ namespace: 'shop', name: 'old', forbids: 'maxUnavailable is 0' }],
};

const SHOP = report([workload({ name: 'cart' })], { upgrade: UPGRADE });

describe('the upgrade on the page', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  test('says what the text output says, the commands in their order', async (t) => {
    const { page } = await openReport(t, SHOP, { browser: browser() });
    const section = page.getByRole('region', { name: 'Upgrade' });
    const said = [
      ...(await section.locator('p').allInnerTexts()),
      ...(await section.locator('li').allInnerTexts()),
      `${await section.locator('h3').last().innerText()}:`,
      ...(await section.locator('pre').innerText()).split('\n'),
    ];
    const printed = upgradeLines(UPGRADE, (_tone, text) => text);
    const withoutLayout = (line: string) => line.trim().replaceAll(/ {2,}/g, ' ');
    assert.deepEqual(
      said.map((line) => line.replaceAll(/(?<=\d),(?=\d{3}\b)/g, '')),
      printed.map(withoutLayout),
    );
  });

  test('is not there where no version was asked for', async (t) => {
    const { page } = await openReport(t, report([workload({ name: 'cart' })]), { browser: browser() });
    assert.equal(await page.getByRole('heading', { name: 'Upgrade' }).count(), 0);
  });

  test('keeps hostile names as text', async (t) => {
    const [first] = UPGRADE.workloads;
    assert.ok(first !== undefined);
    const workloads = HOSTILE_NAMES.map((name) => {
      return { ...first, kind: name, namespace: name, name, message: name, budgets: [name], restart: [`# ${name}`] };
    });
    const blockingBudgets = HOSTILE_NAMES.map((name) => ({ namespace: name, name, forbids: name }));
    const upgrade = { ...UPGRADE, workloads, blockingBudgets };
    const { page, complaints } = await openReport(t, report([], { upgrade }), { browser: browser() });
    const commands = await page.locator('#upgrade pre bdi').allTextContents();
    assert.deepEqual(
      commands,
      HOSTILE_NAMES.map((name) => `# ${name}`),
    );
    assert.equal(await page.locator('#upgrade :is(img, script, marquee, [onload], [onfocus])').count(), 0);
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.deepEqual(complaints, []);
  });
});

describe('ephemeral storage on the page', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();
  const provisioned = { vcpu: 0.25, gigabytes: 0.5, storageGigabytes: 12.5 };
  const STORED = [workload({ name: 'cart' }, [onFargate({ provisioned }), onFargate({ provisioned })])];

  test('is said of the whole, of a profile, of a workload and of a pod', async (t) => {
    const { page } = await openReport(t, report(STORED), { browser: browser() });
    await page.getByRole('button', { name: 'cart' }).click();
    const figure = page.locator('.figure', { hasText: 'Provisioned' });
    assert.equal(await figure.locator('.note').innerText(), '1 GB, 25 GB storage over 20 GB');
    assert.match(await page.locator('#usage tbody tr').innerText(), /\s25 GB storage over 20 GB\s/);
    assert.match(await page.locator('.detail').innerText(), /0\.5 vCPU, 1 GB, 25 GB storage over 20 GB provisioned/);
    assert.match(await page.locator('.pods tbody tr').first().innerText(), /0\.25 vCPU, 0\.5 GB, 12\.5 GB storage/);
  });

  for (const [what, price, text] of [
    ['at its price', { storageGigabyteHour: 0.0001 }, '$0.0001 a GB-hour of storage over 20 GB a pod'],
    ['as left out', {}, 'storage over 20 GB a pod left out, since its price is not known'],
  ] as const) {
    test(`is part of the estimate ${what}`, async (t) => {
      const base = report(STORED);
      const prices = { ...base.prices, ...price };
      const { page } = await openReport(t, { ...base, prices }, { browser: browser() });
      assert.ok((await page.locator('#estimate').innerText()).includes(text));
    });
  }
});
