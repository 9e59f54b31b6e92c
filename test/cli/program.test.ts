import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { COMMANDS, run } from '../../src/cli/program.ts';
import { EXIT_CODES, isGroup } from '../../src/cli/shared/command.ts';
import { SETTING_ROWS } from '../../src/settings/table.ts';
import { FakeTerminal } from '../support/terminal.ts';
import { pairFiles } from '../support/tls/certificates.ts';

describe('the program', () => {
  test('prints the version of its package', async () => {
    const terminal = new FakeTerminal();
    const manifest = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    assert.equal(await run(['--version'], terminal), 0);
    assert.equal(terminal.output, `${manifest.version}\n`);
  });

  test('lists its commands', async () => {
    const terminal = new FakeTerminal();
    assert.equal(await run(['--help'], terminal), 0);
    assert.match(terminal.output, /^ {2}serve \[options\] +Run the admission webhook$/m);
  });

  test('lists the exit codes in the help of each command', async () => {
    for (const command of COMMANDS.flatMap((entry) => (isGroup(entry) ? entry.commands : [entry]))) {
      const terminal = new FakeTerminal();
      await run(
        [...(command.name === 'make' || command.name === 'show' ? ['certs'] : []), command.name, '--help'],
        terminal,
      );
      assert.ok(terminal.output.endsWith(`\n${EXIT_CODES}\n`), command.name);
    }
  });

  test('explains each flag of serve, with its default and its environment variable', async () => {
    const terminal = new FakeTerminal();
    assert.equal(await run(['serve', '--help'], terminal), 0);
    const help = terminal.output.replaceAll(/\s+/g, ' ');
    for (const { flag, placeholder, environmentVariable, defaultText } of SETTING_ROWS) {
      assert.ok(help.includes(` --${flag} ${placeholder} `), flag);
      assert.ok(help.includes(`(default: ${defaultText.replaceAll('`', '')}; ${environmentVariable})`), flag);
    }
  });

  test('knows no other command, and says which one may be meant', async () => {
    const terminal = new FakeTerminal();
    assert.equal(await run(['serv'], terminal), 2);
    assert.equal(terminal.errors, "error: unknown command 'serv'\n(Did you mean serve?)\n");
  });

  const STEERING = 'a\u001b[31m\u009b\u202e\n::error::b';
  const SHOWN = 'a\\u{1b}[31m\\u{9b}\\u{202e}\\u{a}::error::b';
  const errors: readonly (readonly [args: readonly string[], error: string])[] = [
    [[STEERING], `error: unknown command '${SHOWN}'\n`],
    [['certs', STEERING], `error: unknown command '${SHOWN}'\n`],
    [['certs', 'show', STEERING], `cannot read ${SHOWN}: ENOENT: no such file or directory, open '${SHOWN}'\n`],
    [['serve', `--${STEERING}`, '--profiles=x'], `--${SHOWN}: unknown flag\n`],
  ];
  for (const [args, error] of errors) {
    test(`writes out what steers a terminal in an argument that it cannot use: ${args.length} ${args[0]?.[0]}`, async () => {
      const terminal = new FakeTerminal();
      assert.equal(await run(args, terminal), 2);
      assert.equal(terminal.errors, error);
    });
  }

  test('shows its help to who names no command', async () => {
    const terminal = new FakeTerminal();
    assert.equal(await run([], terminal), 2);
    assert.match(terminal.errors, /^Usage: fargate-admission /);
  });

  test('reports every problem of a configuration at once', async () => {
    const terminal = new FakeTerminal({ FARGATE_ADMISSION_MAX_LABELS: 'many' });
    assert.equal(await run(['serve', '--prot', '1', '--profiles', 'p.yaml', '--port', '--ops-port=x'], terminal), 2);
    assert.deepEqual(terminal.errors.trimEnd().split('\n'), [
      '--prot: unknown flag; did you mean --port?',
      '--port: the value is missing',
      '--ops-port: expected a port from 0 to 65535, 0 for any free one; got "x"',
      'FARGATE_ADMISSION_MAX_LABELS: expected a whole number from 1 to 1000; got "many"',
    ]);
  });

  test('takes files that are broken at the start for a bad configuration', async (t) => {
    const { certificatePath, keyPath } = await pairFiles(t);
    const terminal = new FakeTerminal();
    const flags = [`--tls-cert-file=${certificatePath}`, `--tls-key-file=${keyPath}`, '--log-level=silent'];
    assert.equal(await run(['serve', '--profiles=/nowhere.yaml', ...flags], terminal), 2);
    assert.match(terminal.errors, /^\/nowhere\.yaml: cannot be read: ENOENT[^\n]+\n$/);
  });

  test('takes a certificate that cannot be used for a bad configuration', async () => {
    const terminal = new FakeTerminal();
    const flags = ['--tls-cert-file=/nowhere.crt', '--tls-key-file=/nowhere.key', '--log-level=silent'];
    assert.equal(await run(['serve', '--profiles=p.yaml', ...flags], terminal), 2);
    assert.match(terminal.errors, /^cannot read \/nowhere\.(crt|key): ENOENT[^\n]+\n$/);
  });
});
