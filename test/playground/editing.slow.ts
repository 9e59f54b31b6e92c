import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { skipWithoutBrowser, useBrowser } from '../support/page/browser.ts';
import { openPlayground, paste, textOf, untilSummary } from '../support/playground/opened-playground.ts';

describe('editing in the playground', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  test('a fix is applied by its button, and undo takes it back', async (t) => {
    const { page, complaints } = await openPlayground(t, { browser: browser(), hash: '#example=refused' });
    await page.getByRole('button', { name: 'Remove privileged' }).click();
    await untilSummary(page, '2 errors, 1 warning, 1 hint.');
    assert.doesNotMatch(await textOf(page, 'Workloads'), /privileged/);
    assert.equal(await page.locator('#done').innerText(), 'Done: Remove privileged. Undo takes it back.');
    await page.keyboard.press('ControlOrMeta+z');
    await untilSummary(page, '3 errors, 1 warning, 1 hint.');
    assert.match(await textOf(page, 'Workloads'), /privileged: true/);
    assert.deepEqual(complaints, []);
  });

  test('results follow while somebody types', async (t) => {
    const { page, complaints } = await openPlayground(t, { browser: browser(), hash: '#example=near-miss' });
    await untilSummary(page, '0 bound for Fargate');
    await page.getByText('tier: fronted').click();
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('nd');
    await untilSummary(page, '1 bound for Fargate');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('kind: [');
    await page.locator('#problems li', { hasText: 'error workloads, line 1' }).waitFor();
    assert.deepEqual(complaints, []);
  });

  test('a finding leads to its line, and the line is marked', async (t) => {
    const { page } = await openPlayground(t, { browser: browser(), hash: '#example=refused' });
    await page.locator('.said').getByRole('button', { name: 'workloads, line 24' }).click();
    const editor = page.getByRole('textbox', { name: 'Workloads' });
    assert.equal(await editor.evaluate((element) => element.matches(':focus')), true);
    assert.equal(await page.locator('.cm-lineNumbers .cm-activeLineGutter').first().innerText(), '24');
    assert.equal(await page.locator('.cm-lint-marker-error').count(), 3);
    await page.locator('.cm-lintRange-error', { hasText: 'privileged' }).hover();
    await page.locator('.cm-tooltip', { hasText: '[privileged]\nFix: remove privileged' }).waitFor();
  });

  test('Tab leaves the editor, so that a keyboard gets to the results', async (t) => {
    const { page } = await openPlayground(t, { browser: browser() });
    await untilSummary(page, '1 bound for Fargate');
    const before = await textOf(page, 'Workloads');
    await page.getByRole('textbox', { name: 'Workloads' }).focus();
    await page.keyboard.press('Tab');
    const profiles = page.getByRole('textbox', { name: 'Fargate profiles' });
    assert.equal(await profiles.evaluate((element) => element.matches(':focus')), true);
    assert.equal(await textOf(page, 'Workloads'), before);
  });

  test('prices follow the region', async (t) => {
    const { page } = await openPlayground(t, { browser: browser(), hash: '#example=size-step' });
    await page.locator('.cost', { hasText: '$39.28 a month for one pod, $392.80 for 10 pods.' }).waitFor();
    await page.getByRole('combobox', { name: 'Prices of region' }).selectOption('sa-east-1');
    await page.locator('.cost', { hasText: '$67.45 a month' }).waitFor();
  });

  test('the size is a cell in the table of sizes', async (t) => {
    const { page } = await openPlayground(t, { browser: browser(), hash: '#example=size-step' });
    await page.locator('.cell').first().waitFor();
    assert.equal(await page.locator('.cell').count(), 74);
    assert.match(await page.locator('[aria-current="true"]').innerText(), /^3 GB \$39\.28/);
  });

  test('500 documents show piece by piece, and the window answers while they are evaluated', async (t) => {
    const pod = (index: number) => `apiVersion: v1
kind: Pod
metadata: { name: pod-${index}, namespace: shop, labels: { tier: front } }
spec:
  hostNetwork: true
  containers: [{ name: app, image: nginx, resources: { requests: { cpu: 250m, memory: 512Mi } } }]
`;
    const workloads = Array.from({ length: 500 }, (_, index) => pod(index)).join('---\n');
    const { page } = await openPlayground(t, { browser: browser(), hash: '#example=size-step' });
    await page.evaluate(`(() => {
      let last = performance.now();
      window.longestGap = 0;
      const beat = () => {
        const now = performance.now();
        window.longestGap = Math.max(window.longestGap, now - last);
        last = now;
        setTimeout(beat);
      };
      beat();
    })()`);
    const profiles = '- fargateProfileName: shop\n  clusterName: demo\n  selectors: [{ namespace: shop }]\n';
    await paste(page, { workloads, profiles });
    await untilSummary(page, '500 workloads, 500 bound for Fargate');
    assert.equal(await page.locator('.card').count(), 20);
    await page.getByRole('button', { name: 'Show 20 more of 501' }).click();
    assert.equal(await page.locator('.card').count(), 40);
    t.diagnostic(`longest time without an answer: ${Math.round(await page.evaluate('window.longestGap'))} ms`);
  });
});
