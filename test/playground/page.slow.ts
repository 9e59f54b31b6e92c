import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { skipWithoutBrowser, useBrowser } from '../support/page/browser.ts';
import { openPlayground, paste, untilSummary } from '../support/playground/opened-playground.ts';

const PROFILES = `apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: { name: demo, region: eu-west-1 }
fargateProfiles:
  - name: web
    selectors:
      - namespace: shop
        labels: { tier: front }
`;

const WORKLOADS = `apiVersion: v1
kind: Pod
metadata: { name: cart, namespace: shop, labels: { tier: front } }
spec:
  containers:
    - name: app
      image: nginx
      resources: { requests: { cpu: 250m, memory: 512Mi } }
`;

describe('the playground in a browser', { skip: skipWithoutBrowser() }, () => {
  const browser = useBrowser();

  test('predicts what is pasted, asks for nothing, and has nothing to complain about', async (t) => {
    const { page, address, requests, complaints } = await openPlayground(t, { browser: browser() });
    await paste(page, { workloads: WORKLOADS, profiles: PROFILES });
    await untilSummary(page, '1 workload, 1 bound for Fargate, 1 object with profiles. 0 errors, 0 warnings, 1 hint.');
    // The example that the page begins with has the same sums.
    await page.locator('.verdict').filter({ hasText: 'profile web' }).waitFor();
    assert.match(await page.locator('.verdict').innerText(), /on Fargate profile web, 0\.25vCPU 1GB/);
    assert.deepEqual(
      requests.filter((url) => !url.startsWith('blob:')),
      [address],
    );
    assert.deepEqual(complaints, []);
  });
});
