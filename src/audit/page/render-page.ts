import { createHash } from 'node:crypto';
import type { AuditReport } from '../report/report.ts';
import { AUDIT_CODES } from '../result.ts';
import { pageAssets } from './page-assets.ts';

export interface RenderedPage {
  /** One document, complete in itself: nothing is loaded from elsewhere. */
  readonly html: string;
  /** What the document says of itself, for a header that says it, too. */
  readonly contentSecurityPolicy: string;
}

/** The page of an audit, to be opened from disk or served. The report is in it as it is, as JSON. */
export function renderPage(report: AuditReport): RenderedPage {
  const { document, style, script } = pageAssets();
  const contentSecurityPolicy = policyFor(script, style);
  const parts: Readonly<Record<string, string>> = {
    'content-security-policy': `<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">`,
    style: `<style>${style}</style>`,
    codes: jsonElement('codes', AUDIT_CODES),
    report: jsonElement('report', report),
    script: `<script type="module">${script}</script>`,
  };
  const html = document.replaceAll(/<!-- ([a-z-]+) -->/g, (_marker, name: string) => parts[name] ?? '');
  return { html, contentSecurityPolicy };
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

function hashOf(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}

function jsonElement(id: string, value: object): string {
  return `<script type="application/json" id="${id}">${embeddable(JSON.stringify(value))}</script>`;
}

/** In JSON these stand in strings alone. Escaped there, no name ends the element, and it is still the same JSON. */
function embeddable(json: string): string {
  return json.replaceAll(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
