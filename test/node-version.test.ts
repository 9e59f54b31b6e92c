import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { runMain } from './support/processes/main-process.ts';
import type { ProgramResult } from './support/processes/run-program.ts';

const SRC = new URL('../src/', import.meta.url);

/** The program on a Node.js that says it is of this version. */
function runOnNode(version: string): Promise<ProgramResult> {
  const versions = JSON.stringify({ ...process.versions, node: version });
  const pretend = `data:text/javascript,Object.defineProperty(process, 'versions', { value: ${versions} });`;
  const NODE_OPTIONS = `--import=${JSON.stringify(encodeURI(pretend))}`;
  return runMain(['--version'], { env: { NODE_OPTIONS } });
}

describe('on Node.js', () => {
  test('that is too old, the program ends with 2 and says so in one line', async () => {
    const { code, stdout, stderr } = await runOnNode('22.18.0');
    assert.deepEqual([code, stdout], [2, '']);
    assert.equal(stderr, 'fargate-admission: Node.js 22.18.0 is too old: install 22.19 or later\n');
  });

  for (const version of ['22.19.0', '24.0.0']) {
    test(`${version} the program runs`, async () => {
      const { code, stdout } = await runOnNode(version);
      assert.equal(code, 0);
      assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
    });
  }

  test('the oldest version that runs is the one that package.json asks for', () => {
    const { engines } = JSON.parse(readFileSync(new URL('../package.json', SRC), 'utf8'));
    assert.equal(engines.node, '>=22.19');
  });

  test('that is too old, no import fails first: main.ts has none', () => {
    assert.doesNotMatch(readFileSync(new URL('main.ts', SRC), 'utf8'), /^\s*(import\s|export\s.*\bfrom\b)/m);
  });
});
