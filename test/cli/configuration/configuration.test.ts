import assert from 'node:assert/strict';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { run } from '../../../src/cli/program.ts';
import { findConfiguration } from '../../../src/cli/shared/configuration/find.ts';
import { ON_HOST_NETWORK, SPREAD } from '../../support/cli/check.ts';
import { WEB_YAML } from '../../support/profile-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { FakeTerminal } from '../../support/terminal.ts';

const FILES = { 'profiles.yaml': WEB_YAML, 'deploy/web.yaml': ON_HOST_NETWORK, 'deploy/spread.yaml': SPREAD };

async function folderWith(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await realpath(await temporaryFolder(t));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

interface Setup {
  readonly configuration: string;
  readonly flags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a command with the file that `--config` names; the path of its folder is left out of what it says. */
async function runWith(t: TestContext, command: string, { configuration, flags = [], environment = {} }: Setup) {
  const folder = await folderWith(t, { ...FILES, 'c.yaml': configuration });
  const terminal = new FakeTerminal(environment);
  const code = await run([command, '--config', join(folder, 'c.yaml'), ...flags], terminal);
  const short = (text: string) => text.replaceAll(`${folder}/`, '');
  return { code, output: short(terminal.output), errors: short(terminal.errors), folder };
}

const CHECK = 'profiles: profiles.yaml\ncheck:\n  filename: deploy\n';

describe('the configuration file', () => {
  test('sets flags, with paths from its own folder', async (t) => {
    const { code, output, errors } = await runWith(t, 'check', { configuration: CHECK });
    assert.deepEqual([code, errors], [1, '']);
    assert.match(output, /2 workloads checked, 2 bound for Fargate; 1 error, 0 warnings, 1 hint\n$/);
  });

  test('gives way to flags, arguments and the environment', async (t) => {
    const configuration = `${CHECK}  output: json\n`;
    const flags = ['-o', 'table'];
    assert.match((await runWith(t, 'check', { configuration, flags })).output, /^Deployment /);
    const folder = await folderWith(t, FILES);
    const argument = await runWith(t, 'check', { configuration: CHECK, flags: [join(folder, 'deploy/spread.yaml')] });
    assert.match(argument.output, /1 workload checked/);
    const environment = { FARGATE_ADMISSION_PROFILES: join(folder, 'missing.yaml') };
    assert.match((await runWith(t, 'check', { configuration, environment })).errors, /missing\.yaml/);
  });

  test('gives the section of a command more weight than what is for several', async (t) => {
    const configuration = `profiles: missing.yaml\ncheck: {filename: deploy, profiles: profiles.yaml}\n`;
    assert.equal((await runWith(t, 'check', { configuration })).code, 1);
  });

  test('does not set what a flag leaves no room for, or what is of use with another flag only', async (t) => {
    const configuration =
      'profiles: profiles.yaml\ncontext: prod\nplan: {filename: profiles.yaml, namespace: [shop]}\n';
    const folder = await folderWith(t, FILES);
    const { errors, code } = await runWith(t, 'plan', {
      configuration,
      flags: ['--manifests', join(folder, 'deploy')],
    });
    assert.deepEqual([errors, code], ['', 0]);
    const { output } = await runWith(t, 'config', { configuration: 'audit: {report-port: 9000}\n' });
    assert.doesNotMatch(output, /9000/);
  });

  test('suppresses findings by code, kind, namespace, name and path, with a reason', async (t) => {
    const rule =
      '{codes: [host-network], kinds: Deployment, namespaces: sh*, names: [h?st], paths: deploy/*, reason: agents}';
    const { code, output } = await runWith(t, 'check', {
      configuration: `${CHECK}  show-suppressed: true\nsuppressions: [${rule}]\n`,
    });
    assert.equal(code, 0);
    assert.match(output, /suppressed by a rule of the configuration file: agents/);
  });

  test('leaves a switch off that the command line turns off', async (t) => {
    const configuration = `${CHECK}  report-unused: true\nsuppressions: [{codes: windows, reason: none}]\n`;
    assert.match((await runWith(t, 'check', { configuration })).errors, /suppresses nothing/);
    const { errors } = await runWith(t, 'check', { configuration, flags: ['--no-report-unused'] });
    assert.equal(errors, '');
  });

  test('sets what a switch that is turned off leaves room for', async (t) => {
    const configuration = 'audit: {namespace: ["no name"]}\n';
    const flags = ['--context=none', '--kubeconfig=/nowhere'];
    const rejected = /namespace: expected the name of a namespace/;
    assert.doesNotMatch((await runWith(t, 'audit', { configuration, flags: [...flags, '-A'] })).errors, rejected);
    const { errors } = await runWith(t, 'audit', { configuration, flags: [...flags, '--no-all-namespaces'] });
    assert.match(errors, rejected);
  });

  test('names the rules that suppress nothing with --report-unused', async (t) => {
    const configuration = `${CHECK}suppressions:\n  - {codes: host-network, paths: other/*, reason: none}\n`;
    const { errors } = await runWith(t, 'check', { configuration, flags: ['--report-unused'] });
    assert.equal(errors, 'c.yaml:5: the suppression of host-network suppresses nothing\n');
  });

  test('changes severities, and turns codes off', async (t) => {
    const configuration = `${CHECK}severities: {host-network: off, topology-spread: error}\n`;
    const { code, output } = await runWith(t, 'check', { configuration });
    assert.equal(code, 1);
    assert.match(output, /error +deploy\/spread\.yaml:10 /);
    assert.match(output, /; 1 error, 0 warnings, 0 hints; 1 suppressed\n$/);
  });

  test('holds kinds of workloads', async (t) => {
    const widget =
      'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w, namespace: shop}\nspec: {pods: {spec: {hostNetwork: true, containers: [{name: a, image: a}]}}}\n';
    const folder = await folderWith(t, { 'widget.yaml': widget });
    const configuration = 'profiles: profiles.yaml\nworkload-kinds: {example.com/v1/Widget: spec.pods}\n';
    const { output } = await runWith(t, 'check', { configuration, flags: ['-f', join(folder, 'widget.yaml')] });
    assert.match(output, /^Widget shop\/w → Fargate profile web/);
  });

  test('is left alone with --no-config', async (t) => {
    const folder = await folderWith(t, { ...FILES, '.git/HEAD': '', '.fargate-admission.yaml': CHECK });
    const before = process.cwd();
    t.after(() => process.chdir(before));
    process.chdir(join(folder, 'deploy'));
    const found = new FakeTerminal();
    assert.equal(await run(['check'], found), 1);
    const none = new FakeTerminal();
    assert.equal(await run(['check', '--no-config'], none), 2);
    assert.match(none.errors, /^nothing to check/);
  });
});

describe('a mistake in the configuration file', () => {
  for (const [what, { configuration, message }] of Object.entries({
    'in a key': {
      configuration: 'profiles: profiles.yaml\ncheck:\n  fail-onn: error\n',
      message: 'c.yaml:3: unknown key "fail-onn"; the nearest is fail-on',
    },
    'in the place of a key': {
      configuration: 'fail-on: error\n',
      message: 'c.yaml:1: unknown key "fail-on"; it belongs under check, audit, plan',
    },
    'in a code of a suppression': {
      configuration: 'suppressions:\n  - codes: [volum-claim]\n    reason: EFS\n',
      message: 'c.yaml:2: suppressions[0].codes[0]: "volum-claim" is no code of a finding; the nearest is volume-claim',
    },
    'in a suppression without a reason': {
      configuration: 'suppressions:\n  - codes: volume-claim\n',
      message: 'c.yaml:2: suppressions[0]: a suppression needs a reason',
    },
    'in a severity': {
      configuration: 'severities:\n  windows: fatal\n',
      message: 'c.yaml:2: severities.windows: expected one of off, error, warning, hint',
    },
    'in a value of a few': {
      configuration: 'check:\n  fail-on: all\n',
      message: 'c.yaml:2: check.fail-on: expected one of error, warning, hint; got "all"',
    },
    'in the value of a switch': {
      configuration: 'check:\n  strict: "yes"\n',
      message: 'c.yaml:2: check.strict: expected true or false',
    },
    'in a value that is no text': {
      configuration: 'check:\n  namespace: 12\n',
      message: 'c.yaml:2: check.namespace: expected a text; put it in quotation marks',
    },
    'in the setting of an operator': {
      configuration: 'max-labels: many\n',
      message: 'c.yaml:1: max-labels: expected a whole number from 1 to 1000; got "many"',
    },
    'in YAML': { configuration: 'a: [\n', message: 'c.yaml:' },
    'in a kubeconfig, which it may not set': {
      configuration: 'kubeconfig: k\n',
      message: 'c.yaml:1: unknown key "kubeconfig"; ',
    },
  })) {
    test(`${what} is an error with its place`, async (t) => {
      const { code, errors } = await runWith(t, 'check', { configuration, flags: ['-f', 'x.yaml'] });
      assert.equal(code, 2);
      assert.ok(
        errors.split('\n').some((line) => line.startsWith(message)),
        errors,
      );
    });
  }

  test('is an error where the file that is found writes outside of its folder', async (t) => {
    const configuration = `${CHECK}  output: [table, sarif=../out.sarif]\n`;
    const folder = await folderWith(t, { ...FILES, '.git/HEAD': '', '.fargate-admission.yaml': configuration });
    const before = process.cwd();
    t.after(() => process.chdir(before));
    process.chdir(folder);
    const terminal = new FakeTerminal();
    assert.equal(await run(['check'], terminal), 2);
    assert.match(terminal.errors, /^\.fargate-admission\.yaml:4: check\.output\[1\]: only --config may name a file/);
  });
});

describe('the search for the configuration file', () => {
  const NAME = '.fargate-admission.yaml';

  test('takes the nearest, up to the root of the repository', async (t) => {
    const folder = await folderWith(t, { [NAME]: '', 'repo/.git/HEAD': '', 'repo/a/b/x': '', [`repo/a/${NAME}`]: '' });
    const find = (path: string) => findConfiguration({ workingDirectory: join(folder, path), home: undefined });
    assert.equal(await find('repo/a/b'), join(folder, 'repo/a', NAME));
    assert.equal(await find('repo'), undefined);
  });

  test('ends at the home folder', async (t) => {
    const folder = await folderWith(t, { [NAME]: '', 'home/a/x': '', [`home/${NAME}`]: '', 'other/a/x': '' });
    const find = (path: string, home: string) =>
      findConfiguration({ workingDirectory: join(folder, path), home: join(folder, home) });
    assert.equal(await find('home/a', 'home'), join(folder, 'home', NAME));
    assert.equal(await find('home/a', 'home/a'), undefined);
  });

  test('takes the working directory alone outside of both', async (t) => {
    const folder = await folderWith(t, { [NAME]: '', 'a/x': '' });
    const find = (path: string) => findConfiguration({ workingDirectory: join(folder, path), home: '/nowhere' });
    assert.equal(await find('a'), undefined);
    assert.equal(await find('.'), join(folder, NAME));
  });
});

describe('config', () => {
  test('prints each value, and where it comes from', async (t) => {
    const { code, output } = await runWith(t, 'config', {
      configuration: `${CHECK}severities: {windows: hint}\nsuppressions: [{codes: windows, names: a*, reason: none here}]\n`,
      flags: ['-o', 'json'],
      environment: { FARGATE_ADMISSION_MAX_LABELS: '7' },
    });
    const { values, ...rest } = JSON.parse(output);
    const found = (name: string) =>
      values.find((each: { command: string; name: string }) => each.command === 'check' && each.name === name);
    assert.equal(code, 0);
    assert.deepEqual(
      [found('filename'), found('max-labels'), found('fail-on')],
      [
        { command: 'check', name: 'filename', value: 'deploy', source: 'file', place: 'c.yaml:3' },
        {
          command: 'check',
          name: 'max-labels',
          value: '7',
          source: 'environment',
          place: 'FARGATE_ADMISSION_MAX_LABELS',
        },
        { command: 'check', name: 'fail-on', value: 'error', source: 'default' },
      ],
    );
    assert.deepEqual(rest.severities, { windows: 'hint' });
    assert.deepEqual(rest.suppressions, [
      { codes: ['windows'], names: ['a*'], reason: 'none here', place: 'c.yaml:5' },
    ]);
  });

  test('prints the same for people', async (t) => {
    const { output } = await runWith(t, 'config', { configuration: `${CHECK}severities: {windows: off}\n` });
    assert.match(
      output,
      /^Configuration file c\.yaml\.\n\nCOMMAND +KEY +VALUE +FROM\ncheck +filename +deploy +c\.yaml:3\n/,
    );
    assert.match(output, /\nSeverities:\n {2}windows: off\n$/);
  });

  test('exits with 2 for a file that cannot be used', async (t) => {
    assert.equal((await runWith(t, 'config', { configuration: 'a: 1\n' })).code, 2);
  });
});
