import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { FleetReport } from '../../../src/audit/fleet/fleet-report.ts';
import { renderFleetPage } from '../../../src/audit/page/render-fleet-page.ts';
import { renderPage } from '../../../src/audit/page/render-page.ts';
import type { AuditReport } from '../../../src/audit/report/report.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export interface OpenedPage {
  readonly page: Page;
  readonly address: string;
  /** Addresses of all that was asked for. */
  readonly requests: readonly string[];
  /** Errors, and what the console says: a violation of the policy, too. */
  readonly complaints: readonly string[];
}

interface Opening extends BrowserContextOptions {
  readonly browser: Browser;
  /** After the `#` of the address. */
  readonly hash?: string;
}

/** The page of a report, opened from disk. */
export function openReport(t: TestContext, report: AuditReport, opening: Opening): Promise<OpenedPage> {
  return openHtml(t, renderPage(report).html, opening);
}

/** The page of several clusters, opened from disk. */
export function openFleet(t: TestContext, report: FleetReport, opening: Opening): Promise<OpenedPage> {
  return openHtml(t, renderFleetPage(report).html, opening);
}

async function openHtml(t: TestContext, html: string, opening: Opening): Promise<OpenedPage> {
  const path = join(await temporaryFolder(t), 'audit.html');
  await writeFile(path, html);
  return openAddress(t, `${pathToFileURL(path)}${opening.hash ?? ''}`, opening);
}

/** Any address, in a session of its own that ends with the test. */
export async function openAddress(
  t: TestContext,
  address: string,
  { browser, hash: _hash, ...options }: Opening,
): Promise<OpenedPage> {
  const context = await browser.newContext(options);
  t.after(() => context.close());
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  await page.goto(address);
  return { page, address, requests, complaints };
}

/** Names of the workloads that are shown, from the top. */
export function shownWorkloads(page: Page): Promise<readonly string[]> {
  return page.locator('.workloads .open').allTextContents();
}

/** What the page says of how many are shown. */
export async function announced(page: Page): Promise<string> {
  return (await page.getByRole('status').textContent()) ?? '';
}
