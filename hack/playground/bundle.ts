import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { ROOT } from '../run.ts';

const PAGE = `${ROOT}src/playground/page/`;
const COLORS = `${ROOT}src/audit/page/assets/colors.css`;
const STYLES = [COLORS, ...['layout.css', 'controls.css', 'results.css'].map((name) => PAGE + name)];

/** Where the program looks for it when it runs from its sources. */
export const AMONG_SOURCES = join(ROOT, 'src/playground/playground.html');

export function writePlayground(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  // Another process may read it at this moment.
  const partial = `${path}.${process.pid}`;
  writeFileSync(partial, bundlePlayground());
  renameSync(partial, path);
}

/**
 * The playground as one document that loads nothing. Its scripts are in it deflated. Its policy allows the style and the two
 * scripts of the page by their hashes, and a worker from a blob.
 */
export function bundlePlayground(): string {
  const [loader, page, worker] = ['load.ts', 'page.ts', 'worker.ts'].map(bundle);
  const style = STYLES.map((path) => readFileSync(path, 'utf8')).join('\n');
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(loader)}' '${hashOf(page)}'`,
    `style-src '${hashOf(style)}'`,
    'worker-src blob:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const parts: Readonly<Record<string, string>> = {
    'content-security-policy': `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    style: `<style>${style}</style>`,
    payload: [deflated('page-script', page), deflated('worker-script', worker)].join('\n'),
    script: `<script>${loader}</script>`,
  };
  const document = readFileSync(`${PAGE}page.html`, 'utf8');
  return document.replaceAll(/<!-- ([a-z-]+) -->/g, (_marker, name: string) => parts[name] ?? '');
}

function bundle(entry: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [PAGE + entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2024',
    loader: { '.yaml': 'text' },
    logLevel: 'warning',
  });
  return outputFiles.map(({ text }) => text).join('');
}

/** An element of a type that no browser runs. */
function deflated(id: string, script = ''): string {
  const encoded = deflateRawSync(script, { level: 9 }).toString('base64');
  return `<script type="text/plain" id="${id}">${encoded}</script>`;
}

function hashOf(content = ''): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
