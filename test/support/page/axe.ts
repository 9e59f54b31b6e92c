import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** The rules that are broken, and where. The script of axe comes by the debugger, which no policy of a page binds. */
export async function objections(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(
    "axe.run(document, { rules: { 'target-size': { enabled: true } } })",
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
