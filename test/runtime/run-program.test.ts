import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, test } from 'node:test';
import { systemClock } from '../../src/runtime/clock.ts';
import { findProgram, type ProgramRun, runProgram } from '../../src/runtime/run-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Runs a script of Node.js as the program. */
function runScript(script: string, changes: Partial<ProgramRun> = {}) {
  const limits = { timeoutMs: 60_000, maxBytes: 1000, clock: systemClock };
  return runProgram({ program: process.execPath, args: ['-e', script], environment: {}, ...limits, ...changes });
}

describe('a program', () => {
  test('gives what it prints', async () => {
    assert.deepEqual(await runScript('console.log("a")'), { kind: 'done', output: Buffer.from('a\n') });
  });

  test('that fails gives what it says about it', async () => {
    const result = await runScript('console.error("Error: no"); process.exit(3)');
    assert.deepEqual(result, { kind: 'failed', errors: 'Error: no\n' });
  });

  test('sees only the environment that it is given, and no standard input', async () => {
    const script = 'console.log(process.env.A, process.env.HOME, require("fs").readFileSync(0, "utf8").length)';
    const result = await runScript(script, { environment: { A: 'b' } });
    assert.deepEqual(result, { kind: 'done', output: Buffer.from('b undefined 0\n') });
  });

  test('that prints too much is killed', async () => {
    assert.deepEqual(await runScript('for (;;) console.log("a".repeat(100))'), { kind: 'too-large' });
  });

  test('that takes too long is killed, with a program of its own that holds its output', async () => {
    const script =
      'require("child_process").spawnSync(process.execPath, ["-e", "setTimeout(() => {}, 5000)"], {stdio: "inherit"})';
    assert.deepEqual(await runScript(script, { timeoutMs: 100 }), { kind: 'timed-out' });
  });

  test('that cannot be run is no exception', async () => {
    const result = await runScript('', { program: '/nowhere/helm' });
    assert.equal(result.kind, 'not-started');
  });
});

describe('a PATH', () => {
  test('is searched in its order for an executable file', async (t) => {
    const folder = await temporaryFolder(t);
    for (const name of ['a', 'b', 'c']) await mkdir(join(folder, name));
    await mkdir(join(folder, 'a/helm'));
    await writeFile(join(folder, 'b/helm'), '');
    await writeFile(join(folder, 'c/helm'), '');
    await chmod(join(folder, 'c/helm'), 0o755);
    const path = ['a', 'b', 'c'].map((name) => join(folder, name)).join(delimiter);
    assert.equal(findProgram('helm', path), join(folder, 'c/helm'));
    assert.equal(findProgram('kustomize', path), undefined);
  });

  test('does not lead to the working directory, which may be the repository of a stranger', () => {
    assert.equal(findProgram('package.json', `.${delimiter}${delimiter}`), undefined);
    assert.equal(findProgram('main.ts', 'src'), undefined);
  });
});
