import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { run } from '../../src/cli/program.ts';
import { deployment } from '../support/cli/check.ts';
import { findHelm, findKubectl, pathOf, skipWithout } from '../support/processes/programs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { FakeTerminal } from '../support/terminal.ts';

const helm = findHelm();
const kubectl = findKubectl();

const FILES = {
  'profiles.yaml': 'fargateProfileName: web\nselectors: [{namespace: shop}]\n',
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'chart/templates/web.yaml': deployment('{{ .Values.name }}'),
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': deployment('web'),
  'overlay/kustomization.yaml': 'resources: [../base]\nnamePrefix: my-\n',
};

/** A command on these files, with the folder of the program on the PATH; the folder's own path is left out of what it says. */
async function runOn(t: TestContext, program: string, args: readonly string[]) {
  const folder = await temporaryFolder(t);
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const terminal = new FakeTerminal({ PATH: dirname(program) });
  const inFolder = args.map((argument) => (argument.startsWith('./') ? join(folder, argument) : argument));
  const code = await run([...inFolder, '--profiles', join(folder, 'profiles.yaml')], terminal);
  return { code, output: terminal.output.replaceAll(`${folder}/`, ''), errors: terminal.errors };
}

test('explain explains what a chart renders to, and names the template', { skip: skipWithout(helm) }, async (t) => {
  const args = ['explain', '-f', './chart', '--set', 'name=my-web'];
  const { code, output, errors } = await runOn(t, pathOf(helm), args);
  assert.match(
    output,
    /^Deployment shop\/my-web, chart\/templates\/web\.yaml\n {2}Its pods are bound for Fargate profile web/,
  );
  assert.deepEqual([code, errors], [0, '']);
});

test('explain explains what a kustomization builds', { skip: skipWithout(kubectl) }, async (t) => {
  const { output } = await runOn(t, pathOf(kubectl), ['explain', '-f', './overlay']);
  assert.match(output, /^Deployment shop\/my-web, overlay\/kustomization\.yaml\n/);
});

test('plan counts the pods of a chart', { skip: skipWithout(helm) }, async (t) => {
  const args = ['plan', '--delete', 'web', '--manifests', './chart', '--set=name=my-web', '-o', 'json'];
  const { code, output } = await runOn(t, pathOf(helm), args);
  assert.match(output, /"name": "my-web"/);
  assert.equal(code, 0);
});

test('plan does not count the pods of a chart that cannot be rendered as none', async (t) => {
  const { code, errors } = await runOn(t, '/nowhere/helm', ['plan', '--delete', 'web', '--manifests', './chart']);
  assert.match(errors, /: Helm chart: needs helm, which is not on the PATH\n/);
  assert.equal(code, 2);
});
