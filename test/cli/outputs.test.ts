import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import { run } from '../../src/cli/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { FakeTerminal } from '../support/terminal.ts';

const PROFILE = 'fargateProfileName: web\nselectors: [{namespace: shop}]\n';
const POD = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {hostNetwork: true, containers: [{name: web, image: web, resources: {requests: {cpu: 250m, memory: 256Mi}}}]}
`;

interface Checked {
  readonly code: number;
  readonly terminal: FakeTerminal;
  readonly folder: string;
}

/** Runs `check` on a pod that Fargate refuses; `FOLDER` in an argument is replaced by a temporary folder. */
async function check(t: TestContext, ...args: readonly string[]): Promise<Checked> {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'profiles.yaml'), PROFILE);
  await writeFile(join(folder, 'pod.yaml'), POD);
  const terminal = new FakeTerminal();
  terminal.outputIsTerminal = true;
  const inFolder = args.map((argument) => argument.replace('FOLDER', folder));
  const paths = ['-f', join(folder, 'pod.yaml'), '--profiles', join(folder, 'profiles.yaml')];
  const code = await run(['check', ...paths, ...inFolder], terminal);
  return { code, terminal, folder };
}

describe('-o', () => {
  for (const command of [['check'], ['audit'], ['plan'], ['explain'], ['certs', 'show']]) {
    test(`has table as the default, and json and yaml, in ${command.join(' ')}`, async () => {
      const terminal = new FakeTerminal();
      await run([...command, '--help'], terminal);
      const help = terminal.output.replaceAll(/\s+/g, ' ');
      assert.match(help, /-o, --output table\|(wide\|)?json\|yaml(\||\s)[^)]*\(default: table\)/);
    });
  }

  test('writes several formats of one report in one run', async (t) => {
    const { code, terminal, folder } = await check(
      t,
      '-o',
      'table',
      '-o',
      'json=FOLDER/a.json',
      '-o=yaml=FOLDER/a=b.yaml',
    );
    const report: unknown = JSON.parse(await readFile(join(folder, 'a.json'), 'utf8'));
    assert.deepEqual(parse(await readFile(join(folder, 'a=b.yaml'), 'utf8')), report);
    assert.match(terminal.output, /Pod shop\/web.*1 error, 0 warnings/s);
    assert.equal(code, 1);
  });

  test('colours the terminal and no file', async (t) => {
    const { terminal, folder } = await check(t, '-o', 'table', '-o', 'table=FOLDER/report.txt');
    const text = await readFile(join(folder, 'report.txt'), 'utf8');
    assert.ok(terminal.output.includes('\u001b[31m'));
    assert.ok(!text.includes('\u001b'));
    assert.ok(text.includes('Pod shop/web'));
  });

  test('prints nothing where every format goes to a file', async (t) => {
    const { terminal } = await check(t, '-o', 'json=FOLDER/report.json');
    assert.equal(terminal.output, '');
  });

  test('reports a file that cannot be written, writes the others, and ends with 2', async (t) => {
    const { code, terminal, folder } = await check(t, '-o', 'json=FOLDER/no/report.json', '-o', 'yaml=FOLDER/b.yaml');
    assert.match(terminal.errors, /^cannot write [^\n]+\/no\/report\.json: ENOENT[^\n]+\n$/);
    assert.match(await readFile(join(folder, 'b.yaml'), 'utf8'), /^apiVersion: "fargate-admission\/v1alpha1"\n/);
    assert.equal(code, 2);
  });

  const mistakes: readonly (readonly [outputs: readonly string[], problem: string])[] = [
    [['xml=a.xml'], 'expected one of table, json, yaml, sarif, github, gitlab, junit, markdown; got "xml=a.xml"'],
    [['constructor'], 'expected one of table, json, yaml, sarif, github, gitlab, junit, markdown; got "constructor"'],
    [['json='], 'expected json=FILE; got "json="'],
    [['json', 'yaml'], 'json and yaml both go to standard output; write all but one to a file of its own: FORMAT=FILE'],
    [['json=a', 'yaml=a'], 'json and yaml both go to "a"; write all but one to a file of its own: FORMAT=FILE'],
  ];
  for (const [outputs, problem] of mistakes) {
    test(`rejects ${outputs.join(' and ')}`, async (t) => {
      const { code, terminal } = await check(t, ...outputs.flatMap((output) => ['-o', output]));
      assert.deepEqual([code, terminal.errors, terminal.output], [2, `--output: ${problem}\n`, '']);
    });
  }
});
