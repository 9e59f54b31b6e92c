import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, type TestContext, test } from 'node:test';
import { startMain } from './support/main-process.ts';

const SRC = new URL('../src/', import.meta.url);

/** The program on a Node.js that says it is of this version. */
async function runOnNode(t: TestContext, version: string) {
  const versions = JSON.stringify({ ...process.versions, node: version });
  const pretend = `data:text/javascript,Object.defineProperty(process, 'versions', { value: ${versions} });`;
  const NODE_OPTIONS = `--import=${JSON.stringify(encodeURI(pretend))}`;
  const { exited, stdout, stderr } = await startMain(t, ['--version'], { NODE_OPTIONS });
  return { code: await exited, stdout: stdout(), stderr: stderr() };
}

describe('on Node.js', () => {
  test('that is too old, the program ends with 2 and says so in one line', async (t) => {
    const { code, stdout, stderr } = await runOnNode(t, '22.18.0');
    assert.deepEqual([code, stdout], [2, '']);
    assert.equal(stderr, 'fargate-admission: Node.js 22.18.0 is too old: install 22.19 or later\n');
  });

  for (const version of ['22.19.0', '24.0.0']) {
    test(`${version} the program runs`, async (t) => {
      const { code, stdout } = await runOnNode(t, version);
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
