import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { renderFleetPage } from '../../../src/audit/page/render-fleet-page.ts';
import { fleet, hostileFleet, SHOPS } from '../../support/page/fleets.ts';
import { HOSTILE_NAMES } from '../../support/page/hostile-report.ts';

const { html, contentSecurityPolicy } = renderFleetPage(SHOPS);

describe('the page of several clusters', () => {
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

  test('names nothing outside itself', () => {
    const without = html.replace(embeddedReport(html), '');
    assert.deepEqual(without.match(/<link|<base|<iframe|\ssrc=|@import|url\(|^import |^export /gm), null);
    assert.deepEqual(without.match(/https?:[^'"]*/g), ['http://www.w3.org/2000/svg']);
    assert.deepEqual(without.match(/href=\S+/g), ['href="#workloads">Skip']);
  });

  test('holds the report as it is', () => {
    assert.deepEqual(JSON.parse(embeddedReport(html)), JSON.parse(JSON.stringify(SHOPS)));
  });

  test('takes hostile names as text in its report, and changes nothing else for them', () => {
    const hostile = renderFleetPage(hostileFleet()).html;
    assert.deepEqual(JSON.parse(embeddedReport(hostile)), JSON.parse(JSON.stringify(hostileFleet())));
    assert.ok(HOSTILE_NAMES.filter((name) => name.includes('<')).every((name) => !hostile.includes(name)));
    const empty = renderFleetPage(fleet([])).html;
    assert.equal(hostile.replace(embeddedReport(hostile), ''), empty.replace(embeddedReport(empty), ''));
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
