import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { ROOT } from './support/docs/parts.ts';
import { TERMINAL_PICTURES } from './support/docs/pictures.ts';
import { terminalPicture } from './support/docs/terminal-picture.ts';

describe('the pictures of a terminal', () => {
  for (const { path, render } of TERMINAL_PICTURES) {
    test(`show in ${path} what the program prints; \`npm run pictures\` writes them`, async () => {
      assert.equal(readFileSync(new URL(path, ROOT), 'utf8'), await render());
    });
  }

  test('keep what XML would read as its own', () => {
    assert.match(terminalPicture('a & b', '<script>'), /<title>a &amp; b<\/title>[\s\S]*>&lt;script&gt;<\/text>/);
  });

  test('colour what the program colours', () => {
    assert.match(terminalPicture('', '\u001b[31mno\u001b[39m yes'), /><tspan fill="#ff7b72">no<\/tspan> yes<\/text>/);
  });
});
