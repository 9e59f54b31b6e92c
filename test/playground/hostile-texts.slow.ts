import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { skipWithoutBrowser, useBrowser } from '../support/page/browser.ts';
import { HOSTILE_NAMES } from '../support/page/hostile-report.ts';
import { openPlayground, paste, untilSummary } from '../support/playground/opened-playground.ts';

/** Of markup that a text brought along there would be one of these, or an attribute that the page does not set. */
const FOREIGN =
  'img, marquee, iframe, a:not(.skip-link), main script, svg[onload], [onfocus], [onmouseover], [autofocus]';

const PROFILES = '[]';

describe('hostile texts in the playground', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  test('stay text in names, labels, containers and profiles', async (t) => {
    const { page, address, requests, complaints } = await openPlayground(t, { browser: browser() });
    const documents = HOSTILE_NAMES.map((name) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: name, labels: { [name]: name } },
      spec: { hostNetwork: true, containers: [{ name, image: name, resources: { requests: { cpu: name } } }] },
    }));
    const profiles = HOSTILE_NAMES.map((name) => ({
      fargateProfileName: name,
      clusterName: name,
      status: 'ACTIVE',
      selectors: [{ namespace: name, labels: { [name]: `${name} otherwise` } }],
    }));
    const workloads = documents.map((document) => JSON.stringify(document)).join('\n---\n');
    await paste(page, { workloads, profiles: JSON.stringify(profiles) });
    await untilSummary(page, `${HOSTILE_NAMES.length} workloads`);
    const texts = await page.locator('bdi').allTextContents();
    for (const name of HOSTILE_NAMES)
      assert.ok(
        texts.some((text) => text.includes(name)),
        name,
      );
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.equal(await page.locator(FOREIGN).count(), 0);
    assert.deepEqual(
      requests.filter((url) => !url.startsWith('blob:')),
      [address],
    );
    assert.deepEqual(complaints, []);
  });

  test('that end a script end nothing of the page', async (t) => {
    const { page, complaints } = await openPlayground(t, { browser: browser() });
    const workloads = '# </script><script>window.pwned = true</script>\n{"</script>": "<!--"}\n';
    await paste(page, { workloads, profiles: PROFILES });
    await untilSummary(page, '0 workloads');
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.deepEqual(complaints, []);
  });

  test('that are an alias bomb are answered by a message', async (t) => {
    const { page, complaints } = await openPlayground(t, { browser: browser() });
    const levels = Array.from({ length: 12 }, (_, level) => {
      const item = level === 0 ? '"x"' : `*l${level - 1}`;
      return `l${level}: &l${level} [${Array.from({ length: 12 }, () => item).join(', ')}]`;
    });
    await paste(page, { workloads: levels.join('\n'), profiles: PROFILES });
    await page.locator('#problems li', { hasText: 'alias' }).waitFor();
    assert.deepEqual(complaints, []);
  });

  test('of 10 MB are answered, and the page works on', async (t) => {
    const { page, complaints } = await openPlayground(t, { browser: browser() });
    await paste(page, { workloads: `a: ${'x'.repeat(10_000_000)}`, profiles: PROFILES });
    await untilSummary(page, '0 workloads');
    await page.getByRole('combobox', { name: 'Example' }).selectOption('size-step');
    await untilSummary(page, '1 workload, 1 bound for Fargate');
    assert.deepEqual(complaints, []);
  });
});
