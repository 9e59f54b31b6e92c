import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { FLEET_SCRIPTS } from '../../../src/audit/page/render-fleet-page.ts';
import { renderPage, SCRIPTS, STYLES } from '../../../src/audit/page/render-page.ts';
import { HOSTILE_NAMES, hostileReport } from '../../support/page/hostile-report.ts';
import { report, workload } from '../../support/page/reports.ts';

const { html, contentSecurityPolicy } = renderPage(report([workload({ name: 'checkout' })]));

describe('the page', () => {
  test('allows its own script and style by their hashes, and nothing else', () => {
    assert.equal(
      contentSecurityPolicy,
      [
        "default-src 'none'",
        `script-src '${hashOf(between(html, '<script type="module">', '</script>'))}'`,
        `style-src '${hashOf(between(html, '<style>', '</style>'))}'`,
        "base-uri 'none'",
        "form-action 'none'",
      ].join('; '),
    );
  });

  test('says its policy before anything that the policy is about', () => {
    const head = html.slice(0, html.indexOf('<style>'));
    assert.ok(
      head.includes(
        `<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">`,
      ),
    );
    assert.doesNotMatch(head, /<script/);
  });

  test('names nothing outside itself', () => {
    assert.deepEqual(html.match(/<link|<base|<iframe|\ssrc=|@import|url\(|^import |^export /gm), null);
    assert.deepEqual(html.match(/https?:[^'"]*/g), ['http://www.w3.org/2000/svg']);
    assert.deepEqual(html.match(/href=\S+/g), ['href="#workloads">Skip']);
  });

  test('and the page of several clusters are made of all the assets there are', () => {
    const assets = readdirSync(new URL('../../../src/audit/page/assets', import.meta.url));
    const used = new Set([...SCRIPTS, ...FLEET_SCRIPTS, ...STYLES, 'page.html', 'fleet.html']);
    assert.deepEqual(assets.toSorted(), [...used].toSorted());
  });

  test('holds the report as it is', () => {
    const given = report([workload({ name: 'checkout' })]);
    assert.deepEqual(JSON.parse(embeddedReport(renderPage(given).html)), given);
  });
});

describe('hostile names', () => {
  const hostile = renderPage(hostileReport()).html;

  test('come back as they were', () => {
    assert.deepEqual(JSON.parse(embeddedReport(hostile)), JSON.parse(JSON.stringify(hostileReport())));
  });

  test('bring no markup and no line end into the page', () => {
    const embedded = embeddedReport(hostile);
    assert.equal(embedded.match(/[<>&\n\u2028\u2029]/), null);
    assert.ok(HOSTILE_NAMES.filter((name) => name.includes('<')).every((name) => !hostile.includes(name)));
  });

  test('do not change the policy, nor anything else around the report', () => {
    assert.equal(hostile.replace(embeddedReport(hostile), ''), html.replace(embeddedReport(html), ''));
  });
});

function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start) + start.length;
  return text.slice(from, text.indexOf(end, from));
}

function embeddedReport(page: string): string {
  return between(page, '<script type="application/json" id="report">', '</script>');
}

function hashOf(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
