import { readShippedFile } from '../../runtime/shipped-file.ts';

export interface PageAssets {
  /** HTML with a comment in place of each part that is put in. */
  readonly document: string;
  readonly style: string;
  /** One module, of all there are. */
  readonly script: string;
}

/** Each after what it imports. */
export const SCRIPTS: readonly string[] = [
  'text.js',
  'elements.js',
  'badge.js',
  'growing-list.js',
  'choice.js',
  'heading.js',
  'summary.js',
  'usage-chart.js',
  'legend.js',
  'pod-table.js',
  'workload-detail.js',
  'workload-columns.js',
  'workload-row.js',
  'workload-filter.js',
  'sorting.js',
  'address.js',
  'workload-table.js',
  'page.js',
];

export const STYLES: readonly string[] = ['colors.css', 'layout.css', 'controls.css', 'tables.css', 'print.css'];

let assets: PageAssets | undefined;

/** Read at the first page: a process that makes none has no use for them. */
export function pageAssets(): PageAssets {
  assets ??= {
    document: readAsset('page.html'),
    style: STYLES.map(readAsset).join('\n'),
    script: SCRIPTS.map(readAsset).map(withoutModuleSyntax).join('\n'),
  };
  return assets;
}

function readAsset(name: string): string {
  return readShippedFile(`audit/page/assets/${name}`);
}

/** Of code, and of types for the comments. */
const IMPORT = /^(?:import \{[^}]*\} from '\.\/[\w-]+\.js';|\/\*\* @import .*\*\/)\n/gm;
const EXPORT = /^export (?=const |function )/gm;

/** A document of one file has nothing to import from: its script is one module, in which all names are known. */
function withoutModuleSyntax(code: string): string {
  return code.replaceAll(IMPORT, '').replaceAll(EXPORT, '');
}
