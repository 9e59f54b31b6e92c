import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { writePlayground } from '../../../hack/playground/bundle.ts';
import { outputOfExample, runColouredExample } from './examples.ts';
import { kubectlMarkdown } from './kubectl-markdown.ts';
import { terminalPicture } from './terminal-picture.ts';

/** A picture of a terminal in the documentation, made from what the program prints today. */
export interface TerminalPicture {
  /** From the root of the repository. */
  readonly path: string;
  render(): string | Promise<string>;
}

export const TERMINAL_PICTURES: readonly TerminalPicture[] = [
  {
    path: 'docs/pictures/kubectl-apply.svg',
    render: () => terminalPicture('kubectl apply shows the warning and the denial of the webhook', kubectlSession()),
  },
  {
    path: 'docs/pictures/check.svg',
    render: async () =>
      terminalPicture(
        'fargate-admission check reports where the pods of files will run',
        await runColouredExample('$ fargate-admission check -f deploy/ --profiles profiles.yaml'),
      ),
  },
];

/** The page of the audit as it is shown. A picture differs from one browser to the next, so its text is kept beside it. */
export const PAGE_PICTURE = { path: 'docs/pictures/audit-page.png', textPath: 'docs/pictures/audit-page.txt' } as const;

/** The page that the audit of the example cluster writes. */
export async function picturedPage(): Promise<string> {
  return outputOfExample('$ fargate-admission audit --profiles profiles.yaml -o html');
}

/** The playground with an example that has findings of every severity, and buttons that fix some. */
export const PLAYGROUND_PICTURE = {
  path: 'docs/pictures/playground.png',
  textPath: 'docs/pictures/playground.txt',
  example: 'refused',
} as const;

/** Opens the playground from disk, as a page that is set as content has no address. Resolves once its results are shown. */
export async function showPicturedPlayground(page: Page, folder: string): Promise<void> {
  const path = join(folder, 'playground.html');
  writePlayground(path);
  await page.goto(`${pathToFileURL(path)}#example=${PLAYGROUND_PICTURE.example}`);
  await page.getByRole('heading', { name: 'Deployment shop/statsd' }).waitFor();
}

function kubectlSession(): string {
  const [, session = ''] = /```console\n([\s\S]*?)```/.exec(kubectlMarkdown()) ?? [];
  return session;
}

/** What a person reads on it, one line for each line that is shown. */
export async function textOfPage(page: Page): Promise<string> {
  const text = await page.locator('body').innerText();
  return `${text.replaceAll(/[ \t]+/g, ' ').trim()}\n`;
}
