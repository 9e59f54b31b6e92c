import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { deflateRawSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { ROOT } from '../../hack/run.ts';
import { evaluate } from '../../src/playground/evaluate.ts';
import { FIXTURE_PROFILES_TEXT, PASTED_FILES } from '../support/playground/texts.ts';

/** Leaves the other half of 500 KB for the editor and the page, which are deflated too. */
const MAX_DEFLATED_BYTES = 125_000;

/** Fails where something of Node is imported. */
const script = buildSync({
  stdin: {
    contents: "import { evaluate } from './src/playground/evaluate.ts'; globalThis.evaluate = evaluate;",
    resolveDir: ROOT,
  },
  bundle: true,
  minify: true,
  write: false,
  format: 'iife',
  platform: 'browser',
  target: 'es2024',
  logLevel: 'silent',
}).outputFiles.map(({ text }) => text)[0];

/** What a worker has of all that Node has, besides what the language has. */
const WORKER_GLOBALS = { TextDecoder, atob };

describe('the engine, bundled for browsers', () => {
  test('is small enough', () => {
    const bytes = deflateRawSync(script ?? '', { level: 9 }).length;
    assert.ok(bytes > 0 && bytes <= MAX_DEFLATED_BYTES, `${bytes} bytes`);
  });

  test('says the same without anything of Node', async () => {
    const context = createContext({ ...WORKER_GLOBALS });
    runInContext(script ?? '', context);
    const bundled: typeof evaluate = runInContext('evaluate', context);
    for (const { path, text } of PASTED_FILES.filter((_, index) => index % 8 === 0)) {
      const input = { workloads: text, profiles: FIXTURE_PROFILES_TEXT };
      assert.equal(JSON.stringify(await bundled(input)), JSON.stringify(await evaluate(input)), path);
    }
  });
});
