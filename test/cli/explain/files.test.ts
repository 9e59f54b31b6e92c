import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { run } from '../../../src/cli/program.ts';
import { explain, JOB, SERVICE, titlesIn, WEB, WEB_TEXT } from '../../support/cli/explain.ts';
import { MAIN, runMain } from '../../support/processes/main-process.ts';
import { fileWith, WEB_YAML } from '../../support/profile-files.ts';
import { FakeTerminal } from '../../support/terminal.ts';

/** Fails at the first package that explaining a file has no use for. */
const ONLY_LIGHT_PACKAGES = `
import { registerHooks } from 'node:module';
registerHooks({
  resolve(specifier, context, next) {
    if (/^(@aws-sdk|@kubernetes|@peculiar|express|pino|prom-client)\b/.test(specifier)) throw new Error(specifier);
    return next(specifier, context);
  },
});`;

describe('explain -f', () => {
  test('explains what it is given, in a process that loads neither the AWS SDK nor the Kubernetes client', async (t) => {
    const profiles = await fileWith(t, 'profiles.yaml', WEB_YAML);
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(ONLY_LIGHT_PACKAGES)}` };
    const result = await runMain(['explain', '-f', '-', '--profiles', profiles], { env, input: WEB });
    assert.deepEqual(result, { code: 0, stdout: WEB_TEXT, stderr: '' });
  });

  test('explains each workload of several documents, lists and files in turn, and nothing else', async (t) => {
    const list = `apiVersion: v1\nkind: List\nitems:\n- ${JOB.replaceAll('\n', '\n  ')}`;
    const file = await fileWith(t, 'all.yaml', [WEB, SERVICE, '', list].join('---\n'));
    const { code, output } = await explain(t, ['-f', file, '--filename=-'], { input: JOB });
    assert.equal(code, 0);
    assert.deepEqual(titlesIn(output), [
      `Deployment shop/web, ${file}:1`,
      `Job default/night, ${file}:23`,
      'Job default/night, standard input:1',
    ]);
  });

  test('takes the further files that a shell puts behind -f', async (t) => {
    const [job, web] = [await fileWith(t, 'job.yaml', JOB), await fileWith(t, 'web.yaml', WEB)];
    const { output } = await explain(t, ['-f', job, web]);
    assert.deepEqual(titlesIn(output), [`Job default/night, ${job}:1`, `Deployment shop/web, ${web}:1`]);
  });

  test('explains every workload of a folder', async (t) => {
    const file = await fileWith(t, 'job.yaml', JOB);
    await writeFile(join(dirname(file), 'service.yaml'), SERVICE);
    const { code, output } = await explain(t, ['-f', dirname(file)]);
    assert.equal(code, 0);
    assert.deepEqual(titlesIn(output), [`Job default/night, ${file}:1`]);
  });

  test('says what else is in a folder, and does not fail for it', async (t) => {
    const file = await fileWith(t, 'job.yaml', JOB);
    await writeFile(join(dirname(file), 'values.yaml'), 'a: 1\n');
    const { code, errors } = await explain(t, ['-f', dirname(file)]);
    assert.deepEqual([code, errors], [0, ['not read: 1 document that is no Kubernetes object']]);
  });

  test('takes the namespace that is given for what names none', async (t) => {
    const { output } = await explain(t, ['-f', '-', '-n', 'shop'], { input: `${JOB}---\n${WEB}` });
    assert.deepEqual(titlesIn(output), ['Job shop/night, standard input:1', 'Deployment shop/web, standard input:6']);
  });

  test('prints JSON', async (t) => {
    const { code, output } = await explain(t, ['-f', '-', '-o', 'json'], { input: WEB });
    assert.equal(code, 0);
    assert.equal(JSON.parse(output).items[0].decision.profile, 'web');
  });

  test('prints colours on a terminal', async (t) => {
    const terminal = new FakeTerminal();
    terminal.outputIsTerminal = true;
    terminal.input = WEB;
    await run(['explain', '-f', '-', '--profiles', await fileWith(t, 'profiles.yaml', WEB_YAML)], terminal);
    assert.ok(terminal.output.startsWith('\u001b[1mDeployment shop/web'));
  });

  test('reports everything that it cannot read, and explains the rest', async (t) => {
    const broken = 'kind: {\n---\nkind: Pod\napiVersion: v1\nspec: {containers: 3}\n---\na: b\n---\n';
    const { code, output, errors } = await explain(t, ['-f', '-', '-f', '/nowhere.yaml'], { input: `${broken}${JOB}` });
    assert.equal(code, 2);
    assert.deepEqual(titlesIn(output), ['Job default/night, standard input:9']);
    assert.match(errors[1] ?? '', /^standard input:\d: Flow map/);
    assert.deepEqual(errors.toSpliced(1, 1), [
      '/nowhere.yaml: cannot be read: ENOENT: no such file or directory',
      'standard input:5: spec.containers: expected a list, got a number',
      'standard input:7: no Kubernetes object: it needs apiVersion and kind',
    ]);
  });

  test('reports what it skips, since it is only a part of a workload', async (t) => {
    const patch = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}\n';
    const { code, output, errors } = await explain(t, ['-f', '-'], { input: `${patch}---\n${JOB}` });
    const skipped = 'only a part of a workload, such as a patch: spec.template.spec.containers is missing';
    assert.equal(code, 0);
    assert.deepEqual(titlesIn(output), ['Job default/night, standard input:6']);
    assert.deepEqual(errors, [`standard input:1: Deployment web is skipped: ${skipped}`]);
    assert.equal((await explain(t, ['-f', '-'], { input: patch })).code, 2);
  });

  test('ends with 2 where there is no workload', async (t) => {
    const { code, errors } = await explain(t, ['-f', '-'], { input: SERVICE });
    assert.equal(code, 2);
    assert.deepEqual(errors, [
      'not read: 1 object of another kind (1 Service)',
      'standard input: no workload in it, such as a Pod or a Deployment',
    ]);
  });

  test('reports a field of another object that has a wrong type, and explains the rest', async (t) => {
    const { code, output, errors } = await explain(t, ['-f', '-'], {
      input: `${WEB}---\napiVersion: v1\nkind: Service\nmetadata: yes\n`,
    });
    assert.deepEqual([code, titlesIn(output)], [2, ['Deployment shop/web, standard input:1']]);
    assert.deepEqual(errors, ['standard input:17: metadata: expected an object, got a boolean']);
  });

  test('says how to name a kind that it does not know', async (t) => {
    const widget = 'apiVersion: example.com/v1\nkind: Widget\nspec: {pod: {containers: [{name: a, image: a}]}}\n';
    const { errors } = await explain(t, ['-f', '-'], { input: `${WEB}---\n${widget}` });
    assert.match(errors[0] ?? '', /Widget .*--workload-kinds: example\.com\/v1\/Widget: spec\.pod$/);
    assert.equal(errors[1], 'not read: 1 object of another kind (1 Widget)');
  });

  test('ends quietly where its reader has gone', async (t) => {
    const profiles = await fileWith(t, 'profiles.yaml', WEB_YAML);
    const child = spawn(process.execPath, [MAIN, 'explain', '-f', '-', '--profiles', profiles]);
    const errors = text(child.stderr);
    const closed = once(child, 'close');
    child.stdout.destroy();
    child.stdin.end(WEB);
    assert.deepEqual(await closed, [141, null]);
    assert.equal(await errors, '');
  });

  test('reports profiles that cannot be read', async (t) => {
    const { code, output, errors } = await explain(t, ['-f', '-', '--profiles=/nowhere.yaml'], { input: WEB });
    assert.equal(code, 2);
    assert.equal(output, '');
    assert.match(errors.join('\n'), /^\/nowhere\.yaml: cannot be read: ENOENT[^\n]+$/);
  });
});
