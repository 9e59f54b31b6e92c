import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { bundlePlayground } from '../../hack/playground/bundle.ts';

const MAX_BYTES = 500_000;

const html = bundlePlayground();
const licenses = between(html, '<pre>', '</pre>');

describe('the file of the playground', () => {
  test('is within its budget of 500 KB', () => {
    assert.ok(Buffer.byteLength(html) <= MAX_BYTES, `${Buffer.byteLength(html)} bytes`);
  });

  test('allows its own scripts and style by their hashes, a worker from a blob, and nothing else', () => {
    const [, policy = ''] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html) ?? [];
    const script = inflateRawSync(Buffer.from(between(html, 'id="page-script">', '</script>'), 'base64')).toString();
    assert.equal(
      policy,
      [
        "default-src 'none'",
        `script-src '${hashOf(between(html, '<script>', '</script>'))}' '${hashOf(script)}'`,
        `style-src '${hashOf(between(html, '<style>', '</style>'))}'`,
        'worker-src blob:',
        "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
      ].join('; '),
    );
  });

  test('says its policy before anything that the policy is about', () => {
    const head = html.slice(0, html.indexOf('<style>'));
    assert.match(head, /<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy"/);
    assert.doesNotMatch(head, /<script/);
  });

  test('has the licenses of the packages that are in it', () => {
    for (const name of ['@codemirror/view', '@codemirror/state', '@lezer/common', 'style-mod', 'yaml', 'js-yaml']) {
      assert.match(licenses, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+$`, 'm'));
    }
    assert.match(licenses, /Permission is hereby granted, free of charge/);
    assert.doesNotMatch(licenses, /^(?:express|commander) /m);
  });

  test('names nothing outside itself', () => {
    const rest = html.replace(licenses, '');
    assert.deepEqual(rest.match(/<link|<base|<iframe|\ssrc=|@import|url\(|https?:/g), null);
    assert.deepEqual(html.match(/href=\S+/g), ['href="#results">Skip']);
  });
});

function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start) + start.length;
  return text.slice(from, text.indexOf(end, from));
}

function hashOf(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
