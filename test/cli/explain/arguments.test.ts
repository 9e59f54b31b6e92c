import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { programName, run } from '../../../src/cli/program.ts';
import { FakeTerminal } from '../../support/terminal.ts';

describe('the arguments of explain', () => {
  async function problemsOf(...args: readonly string[]): Promise<readonly string[]> {
    const terminal = new FakeTerminal();
    assert.equal(await run(['explain', ...args], terminal), 2);
    assert.equal(terminal.output, '');
    return terminal.errors.trimEnd().split('\n');
  }

  test('are all checked at once', async () => {
    const wrong = ['--prot', '1', 'service/web', 'deploy/..', 'web', '-n', 'Shop', '-o', 'xml', '--context'];
    assert.deepEqual(await problemsOf(...wrong), [
      '--prot: unknown flag',
      '--context: the value is missing',
      '"service/web": "service" is no kind of workload; those are pod, replicationcontroller, deployment, replicaset, statefulset, daemonset, job, cronjob, rollout, scaledjob',
      '"deploy/..": expected KIND/NAME, such as deployment/web; a file is named by -f',
      '"web": expected KIND/NAME, such as deployment/web; a file is named by -f',
      '--namespace: expected the name of a namespace; got "Shop"',
      '--output: expected one of table, json, yaml; got "xml"',
      'no source of profiles: set --cluster-name (FARGATE_ADMISSION_CLUSTER_NAME), --profiles (FARGATE_ADMISSION_PROFILES) or --profile-resources',
    ]);
  });

  test('name something to explain', async () => {
    assert.deepEqual(await problemsOf('--profiles=p.yaml'), ['nothing to explain: give -f PATH or KIND/NAME']);
  });

  test('show no control character that they hold', async () => {
    assert.deepEqual(await problemsOf('--profiles=p.yaml', 'pod/web', '-o', '\u009b31m'), [
      '--output: expected one of table, json, yaml; got "\\u{9b}31m"',
    ]);
  });
});

describe('explain as a kubectl plugin', () => {
  test('calls itself as it was called', async () => {
    const terminal = new FakeTerminal();
    terminal.programName = programName('/usr/local/bin/kubectl-fargate');
    assert.equal(await run(['explain', '--help'], terminal), 0);
    assert.match(
      terminal.output,
      /^Usage: kubectl fargate explain \[options\] \(-f PATH \| KIND\/NAME…\) \(--cluster-name NAME /,
    );
  });

  test('is fargate-admission under any other name', () => {
    assert.equal(programName('/app/dist/main.js'), 'fargate-admission');
    assert.equal(programName(undefined), 'fargate-admission');
  });
});
