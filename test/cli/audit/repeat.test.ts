import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { describe, type TestContext, test } from 'node:test';
import { close, listen } from '../../../src/http/listen.ts';
import { kubeconfig, kubeconfigFile } from '../../support/api-server.ts';
import { startMain } from '../../support/main-process.ts';
import { profileFile } from '../../support/running-webhook.ts';
import { until } from '../../support/until.ts';

const PORTS = ['--ops-port=0', '--report-port=0'];

async function silentServer(t: TestContext): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer(() => undefined);
  const port = await listen(server, { port: 0, address: '127.0.0.1' });
  t.after(() => close(server, 0));
  return { server, port };
}

/** `audit --every` of a cluster whose API server takes requests and answers none. */
async function hangingAudit(t: TestContext, flags: readonly string[]) {
  const { server, port } = await silentServer(t);
  const asked = once(server, 'request');
  const config = await kubeconfigFile(t, kubeconfig({ server: `http://127.0.0.1:${port}` }));
  const args = ['audit', '--every=10m', `--profiles=${await profileFile(t)}`, ...flags];
  return { asked, ...(await startMain(t, args, { KUBECONFIG: config })) };
}

describe('audit --every', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`ends at ${signal} with exit code 0, also while a cluster does not answer`, async (t) => {
      const { child, asked, exited, stdout, stderr } = await hangingAudit(t, PORTS);
      await asked;
      child.kill(signal);
      assert.equal(await exited, 0);
      assert.equal(stderr(), '');
      const messages = stdout()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).msg);
      assert.deepEqual(messages, ['listening', 'stopping', 'stopped']);
    });
  }

  test('answers probes while a cluster does not answer', async (t) => {
    const { asked, stdout } = await hangingAudit(t, PORTS);
    await asked;
    await until('it listens', () => stdout().includes('\n'));
    const { opsPort } = JSON.parse(stdout());
    const response = await fetch(`http://127.0.0.1:${opsPort}/readyz`);
    assert.deepEqual(
      [response.status, await response.text()],
      [503, '[-]audit failed: no audit yet: the first is under way\nreadyz check failed\n'],
    );
  });

  test('says in one line which port is taken', async (t) => {
    const { port } = await silentServer(t);
    const { exited, stderr } = await hangingAudit(t, ['--ops-port=0', `--report-port=${port}`]);
    assert.equal(await exited, 1);
    assert.match(stderr(), new RegExp(`^cannot listen on port ${port}: [^\n]+\n$`));
  });

  test('says in one line which kubeconfig is not there', async (t) => {
    const args = ['audit', '--every=10m', `--profiles=${await profileFile(t)}`, ...PORTS];
    const { exited, stdout, stderr } = await startMain(t, args, { KUBECONFIG: '/none/kubeconfig' });
    assert.equal(await exited, 2);
    assert.deepEqual([stdout(), stderr()], ['', 'no kubeconfig at /none/kubeconfig: set KUBECONFIG to where it is\n']);
  });
});
