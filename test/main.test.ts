import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import supertest from 'supertest';
import { parse } from 'yaml';
import { startMain } from './support/main-process.ts';
import { podReview, profileFile } from './support/running-webhook.ts';
import { until } from './support/until.ts';

const ANY_PORTS = ['--port=0', '--ops-port=0', '--bind-address=127.0.0.1'];

async function serving(t: TestContext, ...flags: readonly string[]) {
  const args = ['serve', '--profiles', await profileFile(t), ...ANY_PORTS, ...flags];
  const main = await startMain(t, args);
  const listening = () =>
    main
      .stdout()
      .split('\n')
      .find((line) => line.includes('"msg":"listening"'));
  await until('the process listens', () => listening() !== undefined || main.child.exitCode !== null);
  const { port, opsPort } = JSON.parse(listening() ?? main.stderr());
  return { ...main, port, opsPort };
}

describe('the process', () => {
  test('makes a certificate, becomes ready, answers, and ends with 0 at SIGTERM', async (t) => {
    const { child, folder, stdout, port, opsPort, exited } = await serving(t, '--quiet-period=0s');
    assert.equal((await supertest(`http://127.0.0.1:${opsPort}`).get('/readyz')).status, 200);
    const ca = await readFile(join(folder, 'certs/ca.crt'), 'utf8');
    const { body } = await supertest(`https://localhost:${port}`).post('/mutate/pods').ca(ca).send(podReview('shop'));
    assert.equal(body.response.allowed, true);
    child.kill('SIGTERM');
    assert.equal(await exited, 0);
    assert.match(stdout(), /"msg":"stopped"\}\n$/);
  });

  test('logs at its start its version, what it denies and what differs from the defaults', async (t) => {
    const { stdout } = await serving(t, '--deny=host-network,host-port', '--refresh-interval=60s', '--quiet-period=0s');
    const listening = stdout()
      .split('\n')
      .find((line) => line.includes('"msg":"listening"'));
    const { version, deny, settings } = JSON.parse(listening ?? '');
    assert.match(version, /^\d+\.\d+\.\d+/);
    assert.deepEqual(deny, ['host-network', 'host-port']);
    assert.match(settings.profiles, /profiles/);
    assert.deepEqual(
      { ...settings, profiles: 'p' },
      {
        profiles: 'p',
        port: '0',
        'ops-port': '0',
        'bind-address': '127.0.0.1',
        deny: 'host-network,host-port',
        'quiet-period': '0s',
      },
    );
  });

  test('does not start with a setting that is misspelt in the environment', async (t) => {
    const environment = { FARGATE_ADMISSION_DENNY: 'errors', FARGATE_ADMISSION_SERVICE_HOST: '10.0.0.1' };
    const { exited, stderr } = await startMain(t, ['serve', '--profiles=x'], environment);
    assert.equal(await exited, 2);
    assert.match(
      stderr(),
      /^FARGATE_ADMISSION_DENNY: no such setting; the nearest name is FARGATE_ADMISSION_DENY\. [^\n]+\n$/,
    );
  });

  test('drains at SIGHUP as it does at SIGTERM', async (t) => {
    const { child, stdout, exited } = await serving(t, '--quiet-period=0s');
    child.kill('SIGHUP');
    assert.equal(await exited, 0);
    assert.match(stdout(), /"msg":"stopping"\}\n[^\n]*"msg":"stopped"\}\n$/);
  });

  test('ends at once at a second SIGTERM', async (t) => {
    const { child, stdout, exited } = await serving(t, '--quiet-period=1h');
    child.kill('SIGTERM');
    await until('it stops', () => stdout().includes('"msg":"stopping"'));
    child.kill('SIGTERM');
    assert.equal(await exited, 143);
  });

  test('ends with 2 and every problem of a bad configuration on standard error', async (t) => {
    const { exited, stdout, stderr } = await startMain(t, ['serve', '--port=https', '--prot=1'], {
      FARGATE_ADMISSION_LOG_LEVEL: 'loud',
    });
    assert.equal(await exited, 2);
    assert.equal(stdout(), '');
    assert.deepEqual(stderr().trimEnd().split('\n'), [
      '--prot: unknown flag; did you mean --port?',
      'no source of profiles: set --cluster-name (FARGATE_ADMISSION_CLUSTER_NAME) or --profiles (FARGATE_ADMISSION_PROFILES)',
      '--port: expected a port from 0 to 65535, 0 for any free one; got "https"',
      'FARGATE_ADMISSION_LOG_LEVEL: expected one of trace, debug, info, warn, error, fatal, silent; got "loud"',
    ]);
  });

  test('ends with 2 for a cluster without a region', async (t) => {
    const { exited, stderr } = await startMain(t, ['serve', '--cluster-name=demo'], {
      AWS_CONFIG_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    assert.equal(await exited, 2);
    assert.match(stderr(), /^--cluster-name: no AWS region \([^\n]+\): set AWS_REGION[^\n]+\n$/);
  });

  test('ends with 1 on a port that is taken', async (t) => {
    const { port } = await serving(t);
    const args = ['serve', '--profiles', await profileFile(t), ...ANY_PORTS, `--port=${port}`];
    const { exited, stderr } = await startMain(t, args);
    assert.equal(await exited, 1);
    assert.match(stderr(), new RegExp(`^cannot listen on port ${port}: [^\\n]+\\n$`));
  });
});

describe('the demo', () => {
  test('shows question, answer and how to ask the next one, and ends with 0 at Ctrl-C', async (t) => {
    const { child, stdout, stderr, exited } = await startMain(t, ['demo', ...ANY_PORTS]);
    await until('it is done', () => stdout().includes('Ctrl-C ends it.') || child.exitCode !== null);
    child.kill('SIGINT');
    assert.equal(await exited, 0);
    assert.equal(stderr(), '');
    assert.match(stdout(), /^ {2}pod {8}storefront-…$/m);
    assert.match(stdout(), /^ {2}allowed {4}yes$/m);
    assert.match(stdout(), /^ +fargate-admission\/profile: shop-frontend$/m);
    assert.match(stdout(), /^ {2}curl --cacert certs\/ca\.crt /m);
  });

  test('asks what its example pod says', async () => {
    const examples = fileURLToPath(new URL('../manifests/examples', import.meta.url));
    const review = JSON.parse(await readFile(join(examples, 'review.json'), 'utf8'));
    const pod = parse(await readFile(join(examples, 'pod.yaml'), 'utf8'));
    assert.deepEqual(review.request.object, pod);
  });
});
