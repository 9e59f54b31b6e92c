import assert from 'node:assert/strict';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { programArguments, run } from '../../src/cli/program.ts';
import { findKubectl, findShell, pathOf, skipWithout } from '../support/processes/programs.ts';
import { runProgram } from '../support/processes/run-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { FakeTerminal } from '../support/terminal.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

const KUBECONFIG = `apiVersion: v1
kind: Config
contexts:
  - {name: production, context: {cluster: a, user: a, namespace: shop}}
  - {name: staging, context: {cluster: b, user: b}}
  - {name: "\\e[2J", context: {cluster: b, user: b, namespace: "a\\tb"}}
`;

/** The lines of a completion: values without their descriptions, and the directive last. */
async function complete(t: TestContext, ...words: readonly string[]): Promise<readonly string[]> {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'kubeconfig'), KUBECONFIG);
  await writeFile(join(folder, 'profiles.yaml'), 'fargateProfileName: web\nselectors: [{namespace: shop}]\n');
  const terminal = new FakeTerminal({ KUBECONFIG: join(folder, 'kubeconfig'), HOME: folder });
  const placed = words.map((word) => word.replace('FOLDER', folder));
  assert.equal(await run(['__complete', ...placed], terminal), 0);
  assert.equal(terminal.errors, '');
  return terminal.output
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/\t.*/, ''));
}

describe('completion', () => {
  const cases: readonly (readonly [words: readonly string[], expected: readonly string[]])[] = [
    [['ch'], ['check', ':4']],
    [
      ['certs', 'm'],
      ['make', ':4'],
    ],
    [
      ['check', '--fail'],
      ['--fail-on', ':4'],
    ],
    [
      ['check', '--no-s'],
      ['--no-show-suppressed', '--no-strict', ':4'],
    ],
    [
      ['check', '--fail-on', ''],
      ['error', 'warning', 'hint', ':4'],
    ],
    [
      ['check', '--fail-on=w'],
      ['--fail-on=warning', ':4'],
    ],
    [
      ['check', '--fail-on', '=', 'w'],
      ['warning', ':4'],
    ],
    [
      ['check', '--fail-on', '='],
      ['error', 'warning', 'hint', ':4'],
    ],
    [
      ['check', '-o', 'j'],
      ['json', 'junit', ':4'],
    ],
    [['check', '-o', 'sarif=re'], [':0']],
    [['check', '-f', ''], [':0']],
    [['check', ''], [':0']],
    [
      ['check', '--strict', '--pro'],
      ['--profiles', ':4'],
    ],
    [
      ['explain', '--context', ''],
      ['production', 'staging', ':4'],
    ],
    [
      ['explain', '-n', ''],
      ['shop', ':4'],
    ],
    [['explain', '--kubeconfig', '/nowhere', '--context', ''], [':4']],
    [
      ['plan', '--profiles', 'FOLDER/profiles.yaml', '--delete', ''],
      ['web', ':4'],
    ],
    [['plan', '--profiles=FOLDER/profiles.yaml', '--delete', 'x'], [':4']],
    [['plan', '--profiles', 'FOLDER/kubeconfig', '--delete', ''], [':4']],
    [
      ['completion', 'z'],
      ['zsh', ':4'],
    ],
    [['no-such-command', '--x'], [':4']],
  ];
  for (const [words, expected] of cases) {
    test(`of ${JSON.stringify(words.join(' '))} is ${expected.join(' ')}`, async (t) => {
      assert.deepEqual(await complete(t, ...words), expected);
    });
  }

  test('says what a command and a flag are for', async () => {
    const terminal = new FakeTerminal();
    await run(['__complete', 'check', '--strict'], terminal);
    assert.match(terminal.output, /^--strict\trequire every document in a folder /);
  });

  test('of the kubectl plugin is asked by a name of its own', () => {
    assert.deepEqual(programArguments(['check', ''], '/usr/bin/kubectl_complete-fargate'), ['__complete', 'check', '']);
    assert.deepEqual(programArguments(['check', ''], '/usr/bin/kubectl-fargate'), ['check', '']);
  });

  test('has no script for another shell', async () => {
    const terminal = new FakeTerminal();
    assert.equal(await run(['completion', 'constructor'], terminal), 2);
    assert.equal(terminal.errors, 'expected one of bash, zsh, fish; got "constructor"\n');
  });
});

/** A folder that has the program under its names, as npm links them, and the PATH that begins with it. */
async function installed(t: TestContext) {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'bin'));
  for (const name of ['fargate-admission', 'kubectl-fargate', 'kubectl_complete-fargate']) {
    await symlink(MAIN, join(folder, 'bin', name));
  }
  await symlink(process.execPath, join(folder, 'bin/node'));
  await chmod(MAIN, 0o755);
  const PATH = [join(folder, 'bin'), process.env['PATH']].join(delimiter);
  return { folder, env: { PATH, HOME: folder, KUBECONFIG: join(folder, 'kubeconfig') } };
}

describe('the script of', () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const program = findShell(shell);
    test(`${shell} offers what the program says`, { skip: skipWithout(program) }, async (t) => {
      const { env } = await installed(t);
      const script = fileURLToPath(new URL(`../fixtures/completion/complete.${shell}`, import.meta.url));
      const { stdout, stderr } = await runProgram(pathOf(program), [script], { env });
      assert.equal(stdout, 'warning\ncheck\n', stderr);
    });
  }
});

describe('kubectl', () => {
  const kubectl = findKubectl();

  test('lists the plugin, and completes it', { skip: skipWithout(kubectl) }, async (t) => {
    const { env } = await installed(t);
    const path = pathOf(kubectl);
    const ours = { ...env, PATH: [env.PATH, dirname(path)].join(delimiter) };
    const list = await runProgram(path, ['plugin', 'list'], { env: ours });
    assert.match(list.stdout, /\/bin\/kubectl-fargate\n/);
    const { stdout } = await runProgram(path, ['__complete', 'fargate', 'check', '--fail-on', ''], { env: ours });
    assert.deepEqual(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.trim()),
      ['error', 'warning', 'hint', ':4'],
    );
  });
});
