import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { run } from '../../src/cli/program.ts';
import { BATCH_YAML, folderWith, WEB_YAML } from '../support/profile-files.ts';
import { FakeTerminal } from '../support/terminal.ts';

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\nspec: {containers: [{name: a, image: a}]}\n';

async function runWith(t: TestContext, input: string, args: readonly string[]) {
  const files = { 'pod.yaml': POD, 'batch.yaml': BATCH_YAML };
  const folder = await folderWith(t, files);
  const terminal = new FakeTerminal();
  terminal.input = input;
  const code = await run(
    args.map((argument) => (argument in files ? join(folder, argument) : argument)),
    terminal,
  );
  return { code, output: terminal.output, errors: terminal.errors };
}

describe('profiles from standard input', () => {
  const COMMANDS: readonly (readonly [command: readonly string[], output: RegExp])[] = [
    [['check', '-f', 'pod.yaml', '--profiles', '-'], /^Pod shop\/a → Fargate profile web, /],
    [['explain', '-f', 'pod.yaml', '--profiles', '-'], /Fargate profile web/],
    [
      ['plan', '-f', 'batch.yaml', '--manifests', 'pod.yaml', '--profiles', '-'],
      /^\+ profile batch would be created\n[\s\S]*; profiles from standard input\.\n$/,
    ],
  ];
  for (const [args, output] of COMMANDS) {
    test(`are read by ${args[0]}`, async (t) => {
      const result = await runWith(t, WEB_YAML, args);
      assert.match(result.output, output);
      assert.equal(result.code, 0);
    });
  }

  test('that hold none are an error that names standard input', async (t) => {
    const { code, errors } = await runWith(t, '', ['check', '-f', 'pod.yaml', '--profiles', '-']);
    assert.match(errors, /standard input: holds no Fargate profile; a file that means none says \[\]/);
    assert.equal(code, 2);
  });

  for (const args of [
    ['check', '-f', '-', '--profiles', '-'],
    ['explain', '-f', '-', '--profiles', '-'],
    ['plan', '-f', '-', '--manifests', '-', '--profiles', 'batch.yaml'],
  ]) {
    test(`cannot be read beside something else: ${args.join(' ')}`, async (t) => {
      const { code, errors } = await runWith(t, WEB_YAML, args);
      assert.equal(errors.includes('-: standard input can be given for one thing only\n'), true, errors);
      assert.equal(code, 2);
    });
  }
});
