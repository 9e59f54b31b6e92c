import { createHash } from 'node:crypto';
import { readShippedFile } from '../../runtime/shipped-file.ts';
import type { AUDIT_CODES } from '../result.ts';

export interface RenderedPage {
  /** One document, complete in itself: nothing is loaded from elsewhere. */
  readonly html: string;
  /** What the document says of itself, for a header that says it, too. */
  readonly contentSecurityPolicy: string;
}

export interface PageAssets {
  /** HTML with a comment in place of each part that is put in. */
  readonly document: string;
  readonly style: string;
  /** One module, of all there are. */
  readonly script: string;
}

/** Names of files in the folder of assets. */
export interface AssetNames {
  readonly document: string;
  readonly styles: readonly string[];
  /** Each after what it imports. */
  readonly scripts: readonly string[];
}

export function readAssets({ document, styles, scripts }: AssetNames): PageAssets {
  return {
    document: readAsset(document),
    style: styles.map(readAsset).join('\n'),
    script: scripts.map(readAsset).map(withoutModuleSyntax).join('\n'),
  };
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

/** What the script of a page reads, each as JSON. */
interface PageData {
  readonly codes: typeof AUDIT_CODES;
  readonly report: object;
}

export function renderDocument({ document, style, script }: PageAssets, { codes, report }: PageData): RenderedPage {
  const contentSecurityPolicy = policyFor(script, style);
  const parts: Readonly<Record<string, string>> = {
    'content-security-policy': `<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">`,
    style: `<style>${style}</style>`,
    codes: jsonElement('codes', codes),
    report: jsonElement('report', report),
    script: `<script type="module">${script}</script>`,
  };
  return { html: fillIn(document, parts), contentSecurityPolicy };
}

/** Each part in place of the comment with its name. */
export function fillIn(document: string, parts: Readonly<Record<string, string>>): string {
  return document.replaceAll(/<!-- ([a-z-]+) -->/g, (_marker, name: string) => parts[name] ?? '');
}

/** Nothing but the page's own script and style, whatever a report should bring into the page. */
function policyFor(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** As a policy names the script or style that it allows. */
export function hashOf(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}

/** That no browser runs, for a script to read. */
export function jsonElement(id: string, value: object): string {
  return `<script type="application/json" id="${id}">${embeddable(JSON.stringify(value))}</script>`;
}

/** In JSON these occur only in strings. Escaped there, no name ends the element, and it is still the same JSON. */
function embeddable(json: string): string {
  return json.replaceAll(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
