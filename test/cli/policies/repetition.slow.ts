import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, type TestContext, test } from 'node:test';
import { Command } from 'commander';
import { policiesCommand } from '../../../src/cli/policies/command.ts';
import { readRequest } from '../../../src/cli/policies/request.ts';
import { close, listen } from '../../../src/http/listen.ts';
import { until } from '../../support/eventually.ts';
import { kubeconfig, kubeconfigFile } from '../../support/kubernetes/kubeconfig.ts';
import { runMain, startMain } from '../../support/processes/main-process.ts';
import { profileFile } from '../../support/profile-files.ts';
import { FakeTerminal } from '../../support/terminal.ts';

async function requestOf(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const command = new Command('policies');
  policiesCommand.configure(command);
  command.parse(['--profiles=p.yaml', ...args], { from: 'user' });
  return readRequest(command, new FakeTerminal(environment));
}

async function problemsOf(args: readonly string[]): Promise<readonly string[]> {
  const result = await requestOf(args);
  return result.kind === 'invalid' ? result.problems : [];
}

describe('policies', () => {
  test('are printed by default, whatever the environment says to serve', async () => {
    const result = await requestOf([], { FARGATE_ADMISSION_OPS_PORT: '9090' });
    assert.ok(result.kind === 'valid');
    assert.equal(result.request.repetition, undefined);
  });

  test('are kept up to date with --every', async () => {
    const flags = ['--every=1m', '--owner-cluster-role=mine', '--log-level=debug'];
    const result = await requestOf(flags, { FARGATE_ADMISSION_OPS_PORT: '9090' });
    assert.ok(result.kind === 'valid');
    assert.deepEqual(result.request.repetition, {
      periodMs: 60_000,
      owner: 'mine',
      opsPort: 9090,
      bindAddress: undefined,
      logLevel: 'debug',
    });
  });

  test('refuse, printed, what only those that are kept can use', async () => {
    assert.deepEqual(await problemsOf(['--owner-cluster-role=mine', '--ops-port=1', '--log-level=debug']), [
      '--owner-cluster-role: only with --every',
      '--ops-port: only with --every',
      '--log-level: only with --every',
    ]);
  });

  test('refuse, kept, an output, and a period that is too short', async () => {
    assert.deepEqual(await problemsOf(['--every=1m', '-o=json']), ['--every and --output: choose one']);
    assert.match((await problemsOf(['--every=1s'])).join(), /^--every: expected a duration/);
    assert.deepEqual(await problemsOf(['--every']), ['--every: the value is missing']);
  });
});

/** `policies --every` of a cluster whose API server takes requests and answers none. */
async function hangingPolicies(t: TestContext) {
  const server = createServer(() => undefined);
  const port = await listen(server, { port: 0, address: '127.0.0.1' });
  t.after(() => close(server, 0));
  const asked = once(server, 'request');
  const config = await kubeconfigFile(t, kubeconfig({ server: `http://127.0.0.1:${port}` }));
  const args = ['policies', '--every=1m', `--profiles=${await profileFile(t)}`, '--ops-port=0'];
  return { asked, ...(await startMain(t, args, { KUBECONFIG: config })) };
}

describe('policies --every', () => {
  test('ends at SIGTERM with exit code 0, also while a cluster does not answer', async (t) => {
    const { asked, signal, ended, output, errors } = await hangingPolicies(t);
    await asked;
    signal('SIGTERM');
    assert.equal(await ended, 0);
    assert.equal(errors(), '');
    const messages = output()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).msg);
    assert.deepEqual(messages, ['listening', 'stopping', 'stopped']);
  });

  test('answers probes while a cluster does not answer', async (t) => {
    const { asked, output } = await hangingPolicies(t);
    await asked;
    await until('it listens', () => output().includes('\n'));
    const { opsPort } = JSON.parse(output());
    const response = await fetch(`http://127.0.0.1:${opsPort}/readyz`);
    assert.deepEqual(
      [response.status, await response.text()],
      [503, '[-]policies failed: none yet: the first update is under way\nreadyz check failed\n'],
    );
  });

  test('says in one line which kubeconfig is not there', async (t) => {
    const args = ['policies', '--every=1m', `--profiles=${await profileFile(t)}`, '--ops-port=0'];
    const { code, stdout, stderr } = await runMain(args, { env: { KUBECONFIG: '/none/kubeconfig' } });
    assert.equal(code, 2);
    assert.deepEqual([stdout, stderr], ['', 'no kubeconfig at /none/kubeconfig: set KUBECONFIG to where it is\n']);
  });
});
