import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { bundlePlayground } from '../../../hack/playground/bundle.ts';
import { type OpenedPage, openAddress } from '../page/opened-page.ts';
import { temporaryFolder } from '../temporary-folder.ts';

interface Opening extends BrowserContextOptions {
  readonly browser: Browser;
  /** After the name of the file, with its `#`. */
  readonly hash?: string;
}

let html: string | undefined;

/** The playground, opened from disk. */
export async function openPlayground(t: TestContext, opening: Opening): Promise<OpenedPage> {
  const path = join(await temporaryFolder(t), 'playground.html');
  html ??= bundlePlayground();
  await writeFile(path, html);
  return openAddress(t, `${pathToFileURL(path)}${opening.hash ?? ''}`, opening);
}

export interface Texts {
  readonly workloads: string;
  readonly profiles: string;
}

/** As a person pastes them, each in place of what is there. */
export async function paste(page: Page, { workloads, profiles }: Texts): Promise<void> {
  await pasteInto(page, 'Fargate profiles', profiles);
  await pasteInto(page, 'Workloads', workloads);
}

type Label = 'Workloads' | 'Fargate profiles';

async function pasteInto(page: Page, label: Label, text: string): Promise<void> {
  const editor = page.getByRole('textbox', { name: label });
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.evaluate(`(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', ${JSON.stringify(text)});
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.activeElement.shadowRoot.activeElement.dispatchEvent(event);
  })()`);
}

/** The lines of an editor that are in sight. */
export async function textOf(page: Page, label: Label): Promise<string> {
  const lines = await page.getByRole('textbox', { name: label }).locator('.cm-line').allInnerTexts();
  return lines.map((line) => line.replace(/\n$/, '')).join('\n');
}

/** On a machine that does much else. */
const MAX_WAIT_MS = 60_000;

/** Waits until the page sums its results up so. */
export async function untilSummary(page: Page, text: string): Promise<void> {
  await page.locator('#summary').filter({ hasText: text }).waitFor({ timeout: MAX_WAIT_MS });
}
