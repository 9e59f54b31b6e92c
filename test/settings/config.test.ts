import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FindRegion, readConfig } from '../../src/settings/config.ts';
import type { GivenValues } from '../../src/settings/reader.ts';

const inIreland: FindRegion = async () => ({ kind: 'found', region: 'eu-west-1' });
const nowhere: FindRegion = async () => ({ kind: 'missing', reason: 'Region is missing' });

function given(values: {
  readonly flags?: Readonly<Record<string, string | undefined>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly presets?: Readonly<Record<string, string>>;
  readonly unknownArguments?: readonly string[];
}): GivenValues {
  const { flags = {}, environment = {}, presets = {}, unknownArguments = [] } = values;
  return {
    flags: new Map(Object.entries(flags)),
    environment,
    presets: new Map(Object.entries(presets)),
    unknownArguments,
    knownFlags: ['--port', '--max-labels', '--max-profiles'],
  };
}

async function configOf(values: Parameters<typeof given>[0], findRegion = inIreland) {
  const result = await readConfig(given(values), findRegion);
  assert.equal(result.kind, 'valid');
  return result.config;
}

async function problemsOf(values: Parameters<typeof given>[0], findRegion = inIreland) {
  const result = await readConfig(given(values), findRegion);
  assert.equal(result.kind, 'invalid');
  return result.problems;
}

describe('a configuration', () => {
  test('needs nothing but a source of profiles', async () => {
    assert.deepEqual(await configOf({ flags: { 'cluster-name': 'prod' } }), {
      profileOrigin: { kind: 'eks', clusterName: 'prod', region: 'eu-west-1' },
      port: 8443,
      opsPort: 8080,
      bindAddress: undefined,
      certificateOrigin: { kind: 'folder' },
      clientCertificates: undefined,
      webhookConfigurations: [
        { kind: 'mutating', name: 'fargate-admission' },
        { kind: 'validating', name: 'fargate-admission' },
        { kind: 'validating', name: 'fargate-admission-enforce' },
      ],
      clusterChecks: true,
      refreshIntervalMs: 60_000,
      describeIntervalMs: 600_000,
      refreshCooldownMs: 60_000,
      readyGraceMs: 60_000,
      quietPeriodMs: 10_000,
      maxSelectors: 5,
      maxLabels: 5,
      maxProfiles: 10,
      annotationPrefix: 'fargate-admission',
      notices: 'off',
      warnOn: 'warning',
      mutedCodes: new Set(),
      deniedCodes: new Set(),
      denyRespectsIgnore: false,
      logLevel: 'info',
    });
  });

  test('cannot be changed', async () => {
    assert.ok(Object.isFrozen(await configOf({ flags: { profiles: 'p.yaml' } })));
  });

  test('takes each setting from its flag', async () => {
    const flags = {
      'cluster-name': 'prod',
      profiles: 'p.yaml',
      port: '9443',
      'ops-port': '9090',
      'bind-address': '::1',
      'tls-cert-file': 'a.crt',
      'tls-key-file': 'a.key',
      'client-ca-file': 'clients.crt',
      'client-allowed-name': 'kube-apiserver',
      'webhook-configurations': 'mutating/one, validating/two.example',
      'cluster-checks': 'off',
      'refresh-interval': '30s',
      'describe-interval': '1h',
      'refresh-cooldown': '90s',
      'ready-grace': '0s',
      'quiet-period': '500ms',
      'max-selectors': '7',
      'max-labels': '8',
      'max-profiles': '9',
      'annotation-prefix': 'fargate.example.com',
      notices: 'fargate',
      'warn-on': 'hint',
      mute: 'size-step, selector-overlap',
      deny: 'host-port, near-miss',
      'deny-respects-ignore': 'on',
      'log-level': 'debug',
    };
    assert.deepEqual(await configOf({ flags }), {
      profileOrigin: { kind: 'files', path: 'p.yaml', clusterName: 'prod' },
      port: 9443,
      opsPort: 9090,
      bindAddress: '::1',
      certificateOrigin: { kind: 'files', certificatePath: 'a.crt', keyPath: 'a.key' },
      clientCertificates: { caPath: 'clients.crt', allowedName: 'kube-apiserver' },
      webhookConfigurations: [
        { kind: 'mutating', name: 'one' },
        { kind: 'validating', name: 'two.example' },
      ],
      clusterChecks: false,
      refreshIntervalMs: 30_000,
      describeIntervalMs: 3_600_000,
      refreshCooldownMs: 90_000,
      readyGraceMs: 0,
      quietPeriodMs: 500,
      maxSelectors: 7,
      maxLabels: 8,
      maxProfiles: 9,
      annotationPrefix: 'fargate.example.com',
      notices: 'fargate',
      warnOn: 'hint',
      mutedCodes: new Set(['size-step', 'selector-overlap']),
      deniedCodes: new Set(['host-port', 'near-miss']),
      denyRespectsIgnore: true,
      logLevel: 'debug',
    });
  });

  test('takes --self-signed with or without a value', async () => {
    for (const value of [undefined, 'on']) {
      const flags = { profiles: 'p.yaml', 'self-signed': value, 'self-signed-secret': 'pair', service: 'ns/web' };
      assert.deepEqual((await configOf({ flags })).certificateOrigin, {
        kind: 'self-signed',
        secret: { namespace: 'ns', name: 'pair' },
        hosts: ['web.ns.svc', 'web.ns.svc.cluster.local'],
      });
    }
  });

  test('takes a setting from its environment variable', async () => {
    const environment = { FARGATE_ADMISSION_PROFILES: 'p.yaml', FARGATE_ADMISSION_READY_GRACE: '2m' };
    assert.equal((await configOf({ environment })).readyGraceMs, 120_000);
  });

  test('lets the flag win over the environment', async () => {
    const flags = { profiles: 'p.yaml', port: '1' };
    assert.equal((await configOf({ flags, environment: { FARGATE_ADMISSION_PORT: '2' } })).port, 1);
  });

  test('lets the environment win over the presets of a command', async () => {
    const presets = { profiles: 'p.yaml', port: '3' };
    assert.equal((await configOf({ presets, environment: { FARGATE_ADMISSION_PORT: '2' } })).port, 2);
  });

  test('takes an empty environment variable for an unset one', async () => {
    const environment = { FARGATE_ADMISSION_PROFILES: 'p.yaml', FARGATE_ADMISSION_PORT: '' };
    assert.equal((await configOf({ environment })).port, 8443);
  });

  test('takes errors for every finding of that severity', async () => {
    const { deniedCodes } = await configOf({ flags: { profiles: 'p.yaml', deny: 'errors,near-miss' } });
    assert.ok(deniedCodes.has('host-network') && deniedCodes.has('near-miss') && !deniedCodes.has('daemon-set'));
  });

  test('knows the codes of workloads alone', async () => {
    assert.deepEqual(await problemsOf({ flags: { profiles: 'p.yaml', deny: 'host-port,selectors-required' } }), [
      '--deny: expected codes of findings about workloads, or errors, and knows no "selectors-required"; got "host-port,selectors-required"',
    ]);
  });

  test('asks for no region where files are the source', async () => {
    const { profileOrigin } = await configOf({ flags: { profiles: 'p.yaml', 'cluster-name': 'prod' } }, nowhere);
    assert.deepEqual(profileOrigin, { kind: 'files', path: 'p.yaml', clusterName: 'prod' });
  });
});

describe('a bad configuration', () => {
  test('is reported in full, each problem by the name that was used', async () => {
    const problems = await problemsOf({
      flags: { port: 'https', 'log-level': undefined, 'tls-cert-file': 'a.crt' },
      environment: { FARGATE_ADMISSION_REFRESH_INTERVAL: '60', FARGATE_ADMISSION_ANNOTATION_PREFIX: 'My_Prefix' },
      unknownArguments: ['--prot', '9443', '--max-pods=3', 'extra'],
    });
    assert.deepEqual(problems, [
      '--prot: unknown flag; did you mean --port?',
      '--max-pods: unknown flag',
      '"extra": unexpected argument',
      'no source of profiles: set --cluster-name (FARGATE_ADMISSION_CLUSTER_NAME) or --profiles (FARGATE_ADMISSION_PROFILES)',
      '--port: expected a port from 0 to 65535, 0 for any free one; got "https"',
      '--tls-cert-file: --tls-key-file (FARGATE_ADMISSION_TLS_KEY_FILE) must be set too',
      '--log-level: the value is missing',
      'FARGATE_ADMISSION_REFRESH_INTERVAL: expected a duration such as 90s, 10m or 1h, from 1s to 24h; got "60"',
      'FARGATE_ADMISSION_ANNOTATION_PREFIX: expected a DNS subdomain: lower-case letters, digits, "-" and "."; got "My_Prefix"',
    ]);
  });

  test('is a cluster without a region', async () => {
    const environment = { FARGATE_ADMISSION_CLUSTER_NAME: 'prod' };
    assert.deepEqual(await problemsOf({ environment }, nowhere), [
      'FARGATE_ADMISSION_CLUSTER_NAME: no AWS region (Region is missing): set AWS_REGION, or region in the shared AWS config file',
    ]);
  });

  test('is a key without its certificate', async () => {
    assert.deepEqual(await problemsOf({ flags: { profiles: 'p.yaml', 'tls-key-file': 'a.key' } }), [
      '--tls-key-file: --tls-cert-file (FARGATE_ADMISSION_TLS_CERT_FILE) must be set too',
    ]);
  });

  test('is a pair of files beside --self-signed', async () => {
    const flags = { profiles: 'p.yaml', 'self-signed': 'on', 'tls-cert-file': 'a.crt', 'tls-key-file': 'a.key' };
    assert.deepEqual(await problemsOf({ flags }), ['--self-signed and --tls-cert-file: choose one']);
  });

  test('is a name for clients without their CA', async () => {
    assert.deepEqual(await problemsOf({ flags: { profiles: 'p.yaml', 'client-allowed-name': 'kube-apiserver' } }), [
      '--client-allowed-name: --client-ca-file (FARGATE_ADMISSION_CLIENT_CA_FILE) must be set too',
    ]);
  });

  test('is one port for both listeners', async () => {
    assert.deepEqual(await problemsOf({ flags: { profiles: 'p.yaml', port: '8080' } }), [
      '--port and --ops-port (FARGATE_ADMISSION_OPS_PORT): both are 8080',
    ]);
  });

  test('says where the address of a Service in the port comes from', async () => {
    const environment = { FARGATE_ADMISSION_PORT: 'tcp://10.0.0.1:443', FARGATE_ADMISSION_PROFILES: 'p.yaml' };
    const [problem = ''] = await problemsOf({ environment });
    assert.match(problem, /^FARGATE_ADMISSION_PORT: .* set enableServiceLinks: false in the pod/);
  });

  for (const [flag, text] of [
    ['cluster-name', 'my cluster'],
    ['cluster-name', ''],
    ['port', '65536'],
    ['port', '-1'],
    ['bind-address', 'localhost'],
    ['quiet-period', '1d'],
    ['quiet-period', '25h'],
    ['quiet-period', '1.5s'],
    ['refresh-interval', '0s'],
    ['refresh-cooldown', '999ms'],
    ['max-selectors', '0'],
    ['max-labels', '5.5'],
    ['annotation-prefix', 'a/b'],
    ['annotation-prefix', `${'a'.repeat(64)}.example`],
    ['log-level', 'INFO'],
    ['cluster-checks', 'yes'],
    ['service', 'web'],
    ['service', 'ns/web/8443'],
    ['webhook-configurations', 'fargate-admission'],
    ['self-signed-secret', 'My_Secret'],
  ] as const) {
    test(`is ${JSON.stringify(text)} for --${flag}`, async () => {
      const problems = await problemsOf({ flags: { profiles: 'p.yaml', [flag]: text } });
      assert.equal(problems.length, 1);
      assert.ok(
        problems[0]?.startsWith(`--${flag}: expected `) && problems[0].endsWith(`; got ${JSON.stringify(text)}`),
      );
    });
  }
});
