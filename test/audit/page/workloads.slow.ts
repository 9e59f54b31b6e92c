import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { skipWithoutBrowser, useBrowser } from '../../support/page/browser.ts';
import { announced, openReport, shownWorkloads } from '../../support/page/opened-page.ts';
import { offFargate, onFargate, report, workload } from '../../support/page/reports.ts';

const LARGE = { requested: { vcpu: 1, gigabytes: 2 }, provisioned: { vcpu: 2, gigabytes: 4 } };

const SHOP = report([
  workload({ name: 'cart' }, [onFargate({ name: 'cart-1' }), onFargate({ name: 'cart-2' })]),
  workload({ name: 'ledger', namespace: 'bank', kind: 'StatefulSet' }, [
    onFargate({
      name: 'ledger-0',
      code: 'over-provisioned',
      message: 'asks for half of what it gets',
      profile: 'bank',
      ...LARGE,
    }),
  ]),
  workload(
    {
      name: 'agent',
      namespace: 'tools',
      findings: [
        {
          severity: 'error',
          code: 'host-network',
          field: 'spec.hostNetwork',
          message: 'fields not supported: HostNetwork',
          fix: 'remove hostNetwork',
        },
      ],
    },
    [
      offFargate({
        name: 'agent-1',
        code: 'pending-near-miss',
        message: 'is one label away',
        fix: 'set the label app',
      }),
      offFargate({ name: 'agent-2' }),
    ],
  ),
  workload({ name: 'logs', namespace: 'tools', kind: 'DaemonSet' }, [
    offFargate({ name: 'logs-1', code: 'daemon-set' }),
    offFargate({ name: 'logs-2', code: 'daemon-set' }),
    offFargate({ name: 'logs-3', code: 'daemon-set' }),
  ]),
]);

describe('the workloads of the page', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  test('stand worst first, and are sorted by a click on a header', async (t) => {
    const { page } = await openReport(t, SHOP, { browser: browser() });
    const header = (title: string) => page.locator('.workloads th', { hasText: title });
    assert.deepEqual(await shownWorkloads(page), ['agent', 'ledger', 'cart', 'logs']);
    assert.equal(await header('Result').getAttribute('aria-sort'), 'descending');
    await page.getByRole('button', { name: 'Cost a month' }).click();
    assert.deepEqual(await shownWorkloads(page), ['ledger', 'cart', 'agent', 'logs']);
    await page.getByRole('button', { name: 'Workload', exact: true }).click();
    assert.deepEqual(await shownWorkloads(page), ['agent', 'cart', 'ledger', 'logs']);
    await page.getByRole('button', { name: 'Workload', exact: true }).click();
    assert.deepEqual(await shownWorkloads(page), ['logs', 'ledger', 'cart', 'agent']);
    assert.equal(await header('Workload').getAttribute('aria-sort'), 'descending');
    assert.equal(await header('Result').getAttribute('aria-sort'), null);
  });

  test('are filtered by the result of a pod', async (t) => {
    const { page } = await openReport(t, SHOP, { browser: browser() });
    await page.getByRole('combobox', { name: 'Result of a pod' }).selectOption('pass');
    assert.deepEqual(await shownWorkloads(page), ['agent', 'cart']);
    assert.equal(await announced(page), '2 of 4 workloads.');
  });

  test('are filtered by profile, and by having none', async (t) => {
    const { page } = await openReport(t, SHOP, { browser: browser() });
    await page.getByRole('combobox', { name: 'Profile' }).selectOption('bank');
    assert.deepEqual(await shownWorkloads(page), ['ledger']);
    await page.getByRole('combobox', { name: 'Profile' }).selectOption({ label: 'none' });
    assert.deepEqual(await shownWorkloads(page), ['agent', 'logs']);
  });

  test('are filtered by namespace, together with all else', async (t) => {
    const { page } = await openReport(t, SHOP, { browser: browser() });
    await page.getByRole('combobox', { name: 'Namespace' }).selectOption('tools');
    assert.deepEqual(await shownWorkloads(page), ['agent', 'logs']);
    await page.getByRole('combobox', { name: 'Result of a pod' }).selectOption('skip');
    assert.deepEqual(await shownWorkloads(page), ['logs']);
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    assert.equal(await announced(page), '4 workloads.');
  });

  for (const [what, text, name] of [
    ['name', 'CAR', 'cart'],
    ['namespace', 'bank', 'ledger'],
    ['kind', 'daemonset', 'logs'],
    ['pod', 'cart-2', 'cart'],
    ['code of a verdict', 'pending-near', 'agent'],
    ['message of a verdict', 'Half of what', 'ledger'],
    ['code of a finding', 'host-network', 'agent'],
    ['message of a finding', ' supported: hostnetwork ', 'agent'],
  ] as const) {
    test(`are found by text: ${what}`, async (t) => {
      const { page } = await openReport(t, SHOP, { browser: browser() });
      await page.getByRole('searchbox').fill(text);
      assert.deepEqual(await shownWorkloads(page), [name]);
    });
  }

  test('say where nothing matches', async (t) => {
    const { page } = await openReport(t, SHOP, { browser: browser() });
    await page.getByRole('searchbox').fill('nowhere');
    assert.equal(await announced(page), 'None of 4 workloads matches.');
  });

  test('are as they were where the address is opened again', async (t) => {
    const { page } = await openReport(t, SHOP, { browser: browser() });
    await page.getByRole('combobox', { name: 'Namespace' }).selectOption('tools');
    await page.getByRole('button', { name: 'Pods', exact: true }).click();
    assert.deepEqual(await shownWorkloads(page), ['logs', 'agent']);
    const { hash } = new URL(page.url());
    const again = await openReport(t, SHOP, { browser: browser(), hash });
    assert.deepEqual(await shownWorkloads(again.page), ['logs', 'agent']);
    assert.equal(await again.page.getByRole('combobox', { name: 'Namespace' }).inputValue(), 'tools');
  });

  test('take no notice of an address that names what is not there', async (t) => {
    const hash = '#namespace=gone&result=odd&sort=nothing&direction=up';
    const { page, complaints } = await openReport(t, SHOP, { browser: browser(), hash });
    assert.deepEqual(await shownWorkloads(page), ['agent', 'ledger', 'cart', 'logs']);
    assert.deepEqual(complaints, []);
  });

  test('open to their pods, findings and what to do, by keyboard alone', async (t) => {
    const { page } = await openReport(t, SHOP, { browser: browser() });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const open = page.getByRole('button', { name: 'agent' });
    while (!(await open.evaluate((button) => button.matches(':focus')))) await page.keyboard.press('Tab');
    assert.equal(await open.getAttribute('aria-expanded'), 'false');
    await page.keyboard.press('Enter');
    assert.equal(await open.getAttribute('aria-expanded'), 'true');
    const detail = page.locator(`#${await open.getAttribute('aria-controls')}`);
    assert.deepEqual(await detail.locator('.said li').allInnerTexts(), [
      'fail pending-near-miss 1 pod: is one label away\n\nFix: set the label app',
      'pass off-fargate 1 pod: is on node ip-10-0-0-2.ec2.internal, off Fargate: no profile matches',
      'error host-network at spec.hostNetwork: fields not supported: HostNetwork\n\nFix: remove hostNetwork',
    ]);
    assert.deepEqual(await detail.locator('.pods tbody th').allInnerTexts(), ['agent-1', 'agent-2']);
    await page.keyboard.press('Space');
    assert.equal(await detail.isVisible(), false);
  });

  test('stay open while others are filtered and sorted', async (t) => {
    const { page } = await openReport(t, SHOP, { browser: browser() });
    await page.getByRole('button', { name: 'ledger' }).click();
    await page.getByRole('button', { name: 'Workload', exact: true }).click();
    await page.getByRole('combobox', { name: 'Namespace' }).selectOption('bank');
    assert.equal(await page.getByRole('rowheader', { name: 'ledger-0' }).isVisible(), true);
  });
});
