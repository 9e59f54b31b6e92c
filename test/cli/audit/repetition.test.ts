import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Command } from 'commander';
import { auditCommand } from '../../../src/cli/audit/command.ts';
import { readRequest } from '../../../src/cli/audit/request.ts';
import { FakeTerminal } from '../../support/terminal.ts';

async function requestOf(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const command = new Command('audit');
  auditCommand.configure(command);
  command.parse(['--profiles=p.yaml', ...args], { from: 'user' });
  return readRequest(command, new FakeTerminal(environment));
}

async function repetitionOf(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const result = await requestOf(args, environment);
  assert.ok(result.kind === 'valid');
  return result.request.repetition;
}

async function problemsOf(args: readonly string[]): Promise<readonly string[]> {
  const result = await requestOf(args);
  return result.kind === 'invalid' ? result.problems : [];
}

describe('an audit', () => {
  test('is made once by default', async () => {
    assert.equal(await repetitionOf([]), undefined);
  });

  test('is made once whatever the environment says to serve', async () => {
    assert.equal(await repetitionOf([], { FARGATE_ADMISSION_OPS_PORT: '9090' }), undefined);
  });

  test('is repeated with --every, on these ports and with the kind of report that the cluster knows', async () => {
    assert.deepEqual(await repetitionOf(['--every', '10m']), {
      periodMs: 600_000,
      reports: 'auto',
      reportPort: 8081,
      reportAddress: '127.0.0.1',
      clusterLabel: undefined,
      opsPort: 8080,
      bindAddress: undefined,
      logLevel: 'info',
    });
  });

  test('is repeated as the flags and the environment say', async () => {
    const flags = [
      '--every=1h',
      '--reports=policyreport',
      '--report-port=9091',
      '--report-address=::',
      '--cluster-label=production-eu',
      '--log-level=debug',
    ];
    const environment = { FARGATE_ADMISSION_OPS_PORT: '9090', FARGATE_ADMISSION_BIND_ADDRESS: '10.0.0.1' };
    assert.deepEqual(await repetitionOf(flags, environment), {
      periodMs: 3_600_000,
      reports: 'policyreport',
      reportPort: 9091,
      reportAddress: '::',
      clusterLabel: 'production-eu',
      opsPort: 9090,
      bindAddress: '10.0.0.1',
      logLevel: 'debug',
    });
  });

  test('refuses, made once, what a repeated one alone can use', async () => {
    assert.deepEqual(await problemsOf(['--reports=none', '--report-port=1', '--report-address=::1', '--ops-port=1']), [
      '--reports: only with --every',
      '--report-port: only with --every',
      '--report-address: only with --every',
      '--ops-port: only with --every',
    ]);
    assert.deepEqual(await problemsOf(['--bind-address=::1', '--log-level=debug']), [
      '--bind-address: only with --every',
      '--log-level: only with --every',
    ]);
  });

  test('refuses, repeated, what one that is made once alone can use', async () => {
    assert.deepEqual(await problemsOf(['--every=10m', '-o', 'json', '--fail-on=warn']), [
      '--every and --output: choose one',
      '--every and --fail-on: choose one',
    ]);
  });

  for (const name of ['', ' ', 'a b', '-a', 'a"b', 'a\nb', 'ä', 'a'.repeat(254)]) {
    test(`refuses ${JSON.stringify(name)} as the cluster label`, async () => {
      const [problem = '', ...others] = await problemsOf(['--every=10m', `--cluster-label=${name}`]);
      assert.match(problem, /^--cluster-label: /);
      assert.deepEqual(others, []);
    });
  }

  test('takes no cluster label from the name of the cluster', async () => {
    const environment = { FARGATE_ADMISSION_CLUSTER_NAME: 'shop' };
    const result = await requestOf(['--every=10m'], environment);
    assert.ok(result.kind === 'valid');
    assert.equal(result.request.repetition?.clusterLabel, undefined);
  });

  for (const period of ['9s', '25h', 'often']) {
    test(`refuses a period of ${period}`, async () => {
      assert.deepEqual(await problemsOf([`--every=${period}`]), [
        `--every: expected a duration such as 90s, 10m or 1h, from 10s to 24h; got "${period}"`,
      ]);
    });
  }

  test('refuses a period that is missing, in one line', async () => {
    assert.deepEqual(await problemsOf(['--every']), ['--every: the value is missing']);
  });

  test('refuses two ports that are one', async () => {
    assert.deepEqual(await problemsOf(['--every=10m', '--report-port=8080']), [
      '--report-port and --ops-port (FARGATE_ADMISSION_OPS_PORT): both are 8080',
    ]);
  });

  test('refuses a kind of report that there is not', async () => {
    assert.deepEqual(await problemsOf(['--every=10m', '--reports=html']), [
      '--reports: expected one of auto, openreports, policyreport, none; got "html"',
    ]);
  });
});
