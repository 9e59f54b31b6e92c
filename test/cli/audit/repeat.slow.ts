import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { describe, type TestContext, test } from 'node:test';
import { close, listen } from '../../../src/http/listen.ts';
import { until } from '../../support/eventually.ts';
import { kubeconfig, kubeconfigFile } from '../../support/kubernetes/kubeconfig.ts';
import { runMain, startMain } from '../../support/processes/main-process.ts';
import { profileFile } from '../../support/profile-files.ts';

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
      const { asked, signal: send, ended, output, errors } = await hangingAudit(t, PORTS);
      await asked;
      send(signal);
      assert.equal(await ended, 0);
      assert.equal(errors(), '');
      const messages = output()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).msg);
      assert.deepEqual(messages, ['listening', 'stopping', 'stopped']);
    });
  }

  test('answers probes while a cluster does not answer', async (t) => {
    const { asked, output } = await hangingAudit(t, PORTS);
    await asked;
    await until('it listens', () => output().includes('\n'));
    const { opsPort } = JSON.parse(output());
    const response = await fetch(`http://127.0.0.1:${opsPort}/readyz`);
    assert.deepEqual(
      [response.status, await response.text()],
      [503, '[-]audit failed: no audit yet: the first is under way\nreadyz check failed\n'],
    );
  });

  test('says in one line which port is taken', async (t) => {
    const { port } = await silentServer(t);
    const { ended, errors } = await hangingAudit(t, ['--ops-port=0', `--report-port=${port}`]);
    assert.equal(await ended, 1);
    assert.match(errors(), new RegExp(`^cannot listen on port ${port}: [^\n]+\n$`));
  });

  test('says in one line which kubeconfig is not there', async (t) => {
    const args = ['audit', '--every=10m', `--profiles=${await profileFile(t)}`, ...PORTS];
    const { code, stdout, stderr } = await runMain(args, { env: { KUBECONFIG: '/none/kubeconfig' } });
    assert.equal(code, 2);
    assert.deepEqual([stdout, stderr], ['', 'no kubeconfig at /none/kubeconfig: set KUBECONFIG to where it is\n']);
  });
});
