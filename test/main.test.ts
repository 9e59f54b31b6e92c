import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import supertest from 'supertest';
import { parse } from 'yaml';
import { AMONG_SOURCES, writePlayground } from '../hack/playground/bundle.ts';
import { eventually, until } from './support/eventually.ts';
import { runMain, startMain } from './support/processes/main-process.ts';
import { profileFile } from './support/profile-files.ts';
import { podReview } from './support/running-webhook.ts';

const ANY_PORTS = ['--port=0', '--ops-port=0', '--bind-address=127.0.0.1'];

async function serving(t: TestContext, ...flags: readonly string[]) {
  const args = ['serve', '--profiles', await profileFile(t), ...ANY_PORTS, ...flags];
  const main = await startMain(t, args);
  const listening = await eventually(() => {
    main.assertRunning();
    const line = main
      .output()
      .split('\n')
      .find((one) => one.includes('"msg":"listening"'));
    assert.ok(line !== undefined);
    return JSON.parse(line);
  });
  return { ...main, listening };
}

describe('the process', () => {
  test('makes a certificate, becomes ready, answers, and ends with 0 at SIGTERM', async (t) => {
    const { signal, folder, output, listening, ended } = await serving(t, '--quiet-period=0s');
    const { port, opsPort } = listening;
    assert.equal((await supertest(`http://127.0.0.1:${opsPort}`).get('/readyz')).status, 200);
    const ca = await readFile(join(folder, 'certs/ca.crt'), 'utf8');
    const { body } = await supertest(`https://localhost:${port}`).post('/mutate/pods').ca(ca).send(podReview('shop'));
    assert.equal(body.response.allowed, true);
    signal('SIGTERM');
    assert.equal(await ended, 0);
    assert.match(output(), /"msg":"stopped"\}\n$/);
  });

  test('logs at its start its version, what it denies and what differs from the defaults', async (t) => {
    const flags = ['--deny=host-network,host-port', '--refresh-interval=60s', '--quiet-period=0s'];
    const { version, deny, settings } = (await serving(t, ...flags)).listening;
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

  test('does not start with a setting that is misspelt in the environment', async () => {
    const environment = { FARGATE_ADMISSION_DENNY: 'errors', FARGATE_ADMISSION_SERVICE_HOST: '10.0.0.1' };
    const { code, stderr } = await runMain(['serve', '--profiles=x'], { env: environment });
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^FARGATE_ADMISSION_DENNY: no such setting; the nearest name is FARGATE_ADMISSION_DENY\. [^\n]+\n$/,
    );
  });

  test('drains at SIGHUP as it does at SIGTERM', async (t) => {
    const { signal, output, ended } = await serving(t, '--quiet-period=0s');
    signal('SIGHUP');
    assert.equal(await ended, 0);
    assert.match(output(), /"msg":"stopping"\}\n[^\n]*"msg":"stopped"\}\n$/);
  });

  test('ends at once at a second SIGTERM', async (t) => {
    const { signal, output, ended } = await serving(t, '--quiet-period=1h');
    signal('SIGTERM');
    await until('it stops', () => output().includes('"msg":"stopping"'));
    signal('SIGTERM');
    assert.equal(await ended, 143);
  });

  test('ends with 2 and every problem of a bad configuration on standard error', async () => {
    const env = { FARGATE_ADMISSION_LOG_LEVEL: 'loud' };
    const { code, stdout, stderr } = await runMain(['serve', '--port=https', '--prot=1'], { env });
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.deepEqual(stderr.trimEnd().split('\n'), [
      '--prot: unknown flag; did you mean --port?',
      'no source of profiles: set --cluster-name (FARGATE_ADMISSION_CLUSTER_NAME) or --profiles (FARGATE_ADMISSION_PROFILES)',
      '--port: expected a port from 0 to 65535, 0 for any free one; got "https"',
      'FARGATE_ADMISSION_LOG_LEVEL: expected one of trace, debug, info, warn, error, fatal, silent; got "loud"',
    ]);
  });

  test('ends with 2 for a cluster without a region', async () => {
    const env = { AWS_CONFIG_FILE: '/dev/null', AWS_EC2_METADATA_DISABLED: 'true' };
    const { code, stderr } = await runMain(['serve', '--cluster-name=demo'], { env });
    assert.equal(code, 2);
    assert.match(stderr, /^--cluster-name: no AWS region \([^\n]+\): set AWS_REGION[^\n]+\n$/);
  });

  test('ends with 1 on a port that is taken', async (t) => {
    const { port } = (await serving(t)).listening;
    const args = ['serve', '--profiles', await profileFile(t), ...ANY_PORTS, `--port=${port}`];
    const { ended, errors } = await startMain(t, args);
    assert.equal(await ended, 1);
    assert.match(errors(), new RegExp(`^cannot listen on port ${port}: [^\\n]+\\n$`));
  });
});

describe('the demo', () => {
  before(() => writePlayground(AMONG_SOURCES));

  test('shows question, answer and how to ask the next one, and ends with 0 at Ctrl-C', async (t) => {
    const { assertRunning, signal, output, errors, ended } = await startMain(t, ['demo', ...ANY_PORTS]);
    await eventually(() => {
      assertRunning();
      assert.ok(output().includes('Ctrl-C ends it.'));
    });
    signal('SIGINT');
    assert.equal(await ended, 0);
    assert.equal(errors(), '');
    assert.match(output(), /^ {2}pod {8}storefront-…$/m);
    assert.match(output(), /^ {2}allowed {4}yes$/m);
    assert.match(output(), /^ +fargate-admission\/profile: shop-frontend$/m);
    assert.match(output(), /^ {2}curl --cacert certs\/ca\.crt /m);
  });

  test('asks what its example pod says', async () => {
    const examples = fileURLToPath(new URL('../manifests/examples', import.meta.url));
    const review = JSON.parse(await readFile(join(examples, 'review.json'), 'utf8'));
    const pod = parse(await readFile(join(examples, 'pod.yaml'), 'utf8'));
    assert.deepEqual(review.request.object, pod);
  });
});
