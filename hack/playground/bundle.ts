import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { fillIn, hashOf, jsonElement } from '../../src/audit/page/page-document.ts';
import { packagesOf, thirdPartyLicenses } from '../licenses/licenses.ts';
import { ROOT } from '../run.ts';

const PAGE = `${ROOT}src/playground/page/`;
const EXAMPLES = 'src/playground/examples/';
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
  const bundles = ['load.ts', 'page.ts', 'worker.ts'].map(bundle);
  const [loader = '', page = '', worker = ''] = bundles.map(({ script }) => script);
  const packages = packagesOf(bundles.flatMap(({ files }) => files));
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
    payload: [
      jsonElement('examples', examples()),
      deflated('page-script', page),
      deflated('worker-script', worker),
    ].join('\n'),
    licenses: escaped(thirdPartyLicenses(packages, 'This page')),
    script: `<script>${loader}</script>`,
  };
  const document = readFileSync(`${PAGE}page.html`, 'utf8');
  return fillIn(document, parts);
}

interface Bundle {
  readonly script: string;
  /** Paths of what is in it. */
  readonly files: readonly string[];
}

function bundle(entry: string): Bundle {
  const { outputFiles, metafile } = buildSync({
    entryPoints: [PAGE + entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2024',
    logLevel: 'warning',
    metafile: true,
  });
  const bytes = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const files = bytes.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
  return { script: outputFiles.map(({ text }) => text).join(''), files };
}

/** By name; the first is the one that `npm start` runs. */
function examples(): object {
  const pair = (workloads: string, profiles: string) => ({
    workloads: readFileSync(join(ROOT, workloads), 'utf8'),
    profiles: readFileSync(join(ROOT, profiles), 'utf8'),
  });
  const names = readdirSync(join(ROOT, EXAMPLES));
  return {
    demo: pair('manifests/examples/pod.yaml', 'manifests/examples/profiles.yaml'),
    ...Object.fromEntries(
      names.map((name) => [name, pair(`${EXAMPLES}${name}/workloads.yaml`, `${EXAMPLES}${name}/profiles.yaml`)]),
    ),
  };
}

/** An element of a type that no browser runs. */
function deflated(id: string, script: string): string {
  const encoded = deflateRawSync(script, { level: 9 }).toString('base64');
  return `<script type="text/plain" id="${id}">${encoded}</script>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
