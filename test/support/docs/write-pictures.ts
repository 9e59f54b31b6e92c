import { mkdirSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { findBrowser } from '../page/browser.ts';
import { makeTemporaryFolder } from '../temporary-folder.ts';
import { ROOT } from './parts.ts';
import {
  PAGE_PICTURE,
  PLAYGROUND_PICTURE,
  picturedPage,
  showPicturedPlayground,
  TERMINAL_PICTURES,
  textOfPage,
} from './pictures.ts';

mkdirSync(new URL('docs/pictures/', ROOT), { recursive: true });
for (const { path, render } of TERMINAL_PICTURES) writeFileSync(new URL(path, ROOT), await render());

const executablePath = findBrowser(process.env);
if (executablePath === undefined) {
  process.stderr.write('no Chromium: the pictures of pages stay as they are; set CHROMIUM_PATH to a browser\n');
} else {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const page = await browser.newPage({ viewport: { width: 1180, height: 860 }, colorScheme: 'light' });
  await page.setContent(await picturedPage());
  await page.screenshot({ path: new URL(PAGE_PICTURE.path, ROOT).pathname });
  writeFileSync(new URL(PAGE_PICTURE.textPath, ROOT), await textOfPage(page));
  const folder = await makeTemporaryFolder();
  const playground = await browser.newPage({ viewport: { width: 1400, height: 960 }, colorScheme: 'light' });
  await showPicturedPlayground(playground, folder.path);
  await playground.screenshot({ path: new URL(PLAYGROUND_PICTURE.path, ROOT).pathname });
  writeFileSync(new URL(PLAYGROUND_PICTURE.textPath, ROOT), await textOfPage(playground));
  await folder.remove();
  await browser.close();
}
