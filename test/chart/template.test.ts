import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Field } from '../../src/documents/field.ts';
import {
  CHART,
  helm,
  helmTemplate,
  LEAST_VALUES,
  objectsOf,
  renderChart,
  type Values,
} from '../support/chart/rendered-chart.ts';
import { findHelm, skipWithout } from '../support/processes/programs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NAME_LABEL = 'app.kubernetes.io/name';
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

/** Helm takes a default away where a value is null. */
const NOTHING_OF_PODS: Values = Object.fromEntries(
  ['resources', 'podLabels', 'podAnnotations', 'priorityClassName', 'nodeSelector', 'tolerations', 'affinity'].map(
    (name) => [name, null],
  ),
);

/** What can be combined: each row differs from its neighbours in as much as it can. */
const MATRIX: Readonly<Record<string, Values>> = {
  'the least values': {},
  'cert-manager': { certificates: { mode: 'cert-manager' } },
  'cert-manager with an issuer of its own': {
    certificates: { mode: 'cert-manager', certManager: { issuerRef: { kind: 'ClusterIssuer', name: 'company' } } },
  },
  'an existing Secret': { certificates: { mode: 'existing', existing: { secretName: 'own', caBundle: PEM } } },
  'an existing Secret whose CA something else injects': {
    certificates: { mode: 'existing' },
    webhook: { annotations: { 'cert-manager.io/inject-ca-from-secret': 'fargate-admission/own' } },
  },
  everything: {
    region: 'eu-west-1',
    replicaCount: 3,
    image: { repository: 'registry.example/web', digest: `sha256:${'0'.repeat(64)}`, pullPolicy: 'Always' },
    imagePullSecrets: [{ name: 'registry' }],
    serviceAccount: {
      annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/fargate-admission' },
    },
    webhook: { failurePolicy: 'Ignore', timeoutSeconds: 1, namespaceSelector: { matchLabels: { team: 'web' } } },
    enforce: { codes: ['errors', 'size-step'], failurePolicy: 'Fail' },
    settings: {
      maxSelectors: 10,
      mute: ['size-step'],
      clusterChecks: false,
      logLevel: 'debug',
      refreshInterval: '30s',
    },
    policies: { profiles: { enabled: true } },
    audit: { enabled: true, interval: '1h', nodeSelector: { 'kubernetes.io/os': 'linux' }, podLabels: { team: 'web' } },
    serviceMonitor: { enabled: true, labels: { release: 'prometheus' } },
    prometheusRule: { enabled: true, labels: { release: 'prometheus' } },
    dashboard: { enabled: true, annotations: { folder: 'Kubernetes' } },
    networkPolicy: { enabled: true, webhookFrom: [{ ipBlock: { cidr: '10.0.0.0/16' } }] },
    securityGroupIds: ['sg-0123456789abcdef0'],
    podDisruptionBudget: { maxUnavailable: '50%' },
    priorityClassName: '',
    topologySpreadConstraints: [],
    podLabels: { team: 'web' },
    podAnnotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' },
    tolerations: [{ key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' }],
    affinity: { nodeAffinity: {} },
    extraEnv: [{ name: 'HTTPS_PROXY', value: 'http://proxy.example:3128' }],
  },
  'policies in place of the webhook': {
    region: 'eu-west-1',
    policies: {
      enabled: true,
      interval: '5m',
      parts: ['mutate', 'warn'],
      profiles: { enabled: true },
      podLabels: { team: 'web' },
      nodeSelector: { 'kubernetes.io/os': 'linux' },
    },
    enforce: { codes: ['errors', 'size-step'] },
    settings: { maxSelectors: 10, annotationPrefix: 'example.com', logLevel: 'debug' },
    audit: { enabled: true },
    serviceMonitor: { enabled: true },
    prometheusRule: { enabled: true },
    dashboard: { enabled: true },
    networkPolicy: { enabled: true },
    securityGroupIds: ['sg-0123456789abcdef0'],
  },
  'policies and next to nothing': {
    policies: { enabled: true, serviceAccount: { create: false, name: 'made-by-eksctl' }, ...NOTHING_OF_PODS },
    ...NOTHING_OF_PODS,
  },
  'next to nothing': {
    serviceAccount: { create: false, name: 'made-by-eksctl' },
    audit: { enabled: true, serviceAccount: { create: false, name: 'made-by-eksctl' }, ...NOTHING_OF_PODS },
    podDisruptionBudget: { enabled: false },
    networkPolicy: { enabled: true, metricsFrom: [] },
    dashboard: { enabled: true, labels: { grafana_dashboard: null } },
    ...NOTHING_OF_PODS,
  },
};

describe('the chart', { skip: skipWithout(findHelm()) }, () => {
  for (const [name, values] of Object.entries(MATRIX)) {
    const given = { ...LEAST_VALUES, ...values };

    test(`${name}: helm lint --strict finds nothing`, async () => {
      const { code, stdout } = await helm(['lint', '--strict', CHART, '--values=-'], JSON.stringify(given));
      assert.match(stdout, /1 chart\(s\) linted, 0 chart\(s\) failed/);
      assert.equal(code, 0);
    });

    test(`${name}: rendered twice, the same bytes, and every object once`, async () => {
      const [first, second] = [await helmTemplate(given), await helmTemplate(given)];
      assert.deepEqual([first.code, first.stderr], [0, '']);
      assert.equal(first.stdout, second.stdout);
      const identities = objectsOf(first.stdout).map(identityOf);
      assert.deepEqual(identities, [...new Set(identities)]);
    });

    test(`${name}: every object is of the release and of its namespace`, async () => {
      const objects = await renderChart(given, { namespace: 'elsewhere', release: 'of-mine' });
      for (const object of objects) {
        const labels = object.get('metadata').get('labels').stringMap();
        assert.match(labels[NAME_LABEL] ?? '', /^fargate-admission(-audit|-policies)?$/);
        assert.equal(labels['app.kubernetes.io/instance'], 'of-mine');
        const isOfCluster = /^Cluster|WebhookConfiguration$|^ValidatingAdmission/.test(kindOf(object));
        assert.equal(object.get('metadata').get('namespace').value, isOfCluster ? undefined : 'elsewhere');
      }
    });
  }

  test('renders the same from the archive that is published', async (t) => {
    const folder = await temporaryFolder(t);
    await helm(['package', CHART, `--destination=${folder}`]);
    const [archive = ''] = await readdir(folder);
    const given = { ...LEAST_VALUES, ...MATRIX['everything'] };
    const packaged = await helmTemplate(given, { chart: join(folder, archive) });
    assert.deepEqual(packaged, await helmTemplate(given));
  });

  test('renders a caBundle only where it is given one, and then in every webhook', async () => {
    for (const [name, values] of Object.entries(MATRIX)) {
      const webhooks = (await webhookConfigurations(values)).flatMap((object) => object.get('webhooks').list());
      const bundles = new Set(webhooks.map((webhook) => webhook.get('clientConfig').get('caBundle').value));
      const given = name === 'an existing Secret' ? Buffer.from(PEM).toString('base64') : undefined;
      assert.deepEqual([...bundles], name.startsWith('policies') ? [] : [given], name);
    }
  });

  test('takes the right to patch webhook configurations in no mode but self-signed', async () => {
    for (const [mode, isPatching] of [
      ['self-signed', true],
      ['cert-manager', false],
      ['existing', false],
    ] as const) {
      const objects = await renderChart({ ...LEAST_VALUES, certificates: { mode } });
      const rules = objects.flatMap((object) => object.get('rules').list());
      const verbs = rules.flatMap((rule) =>
        rule
          .get('verbs')
          .list()
          .map(({ value }) => value),
      );
      assert.equal(verbs.includes('patch'), isPatching, mode);
    }
  });

  test('in another namespace, names its Service to the webhook, and keeps that namespace out of every webhook', async () => {
    const objects = await renderChart({ ...LEAST_VALUES, enforce: { codes: ['errors'] } }, { namespace: 'elsewhere' });
    const settings = objects.find((object) => kindOf(object) === 'ConfigMap');
    assert.equal(settings?.get('data').get('FARGATE_ADMISSION_SERVICE').value, 'elsewhere/fargate-admission');
    for (const webhook of objects.flatMap((object) => object.get('webhooks').list())) {
      assert.equal(webhook.get('clientConfig').get('service').get('namespace').value, 'elsewhere');
      const names = webhook.get('namespaceSelector').get('matchExpressions').list();
      const own = names.find((expression) => expression.get('key').value === 'kubernetes.io/metadata.name');
      assert.deepEqual(own?.get('values').value, ['kube-system', 'elsewhere']);
    }
  });

  test('says in the alerts which namespace to look at', async () => {
    const { stdout } = await helmTemplate(
      { ...LEAST_VALUES, prometheusRule: { enabled: true }, audit: { enabled: true } },
      { namespace: 'elsewhere' },
    );
    assert.doesNotMatch(stdout, /namespace\s+fargate-admission/);
  });

  test('installs the policies or the webhook, and never both', async () => {
    for (const name of ['policies in place of the webhook', 'policies and next to nothing']) {
      const objects = await renderChart({ ...LEAST_VALUES, ...MATRIX[name] });
      const names = new Set(objects.map((object) => object.get('metadata').get('labels').stringMap()[NAME_LABEL]));
      assert.deepEqual(
        [...names].filter((label) => label === 'fargate-admission'),
        [],
        name,
      );
    }
    const objects = await renderChart(LEAST_VALUES);
    assert.equal(
      objects.some((object) => identityOf(object).includes('policies')),
      false,
    );
  });

  test('gives the policies their period, their parts, and what a workload is denied for', async () => {
    const objects = await renderChart({ ...LEAST_VALUES, ...MATRIX['policies in place of the webhook'] });
    const deployment = objects.find((object) =>
      identityOf(object).endsWith('Deployment fargate-admission/fargate-admission-policies'),
    );
    const [container] = deployment?.get('spec').get('template').get('spec').get('containers').list() ?? [];
    assert.deepEqual(container?.get('args').value, [
      'policies',
      '--every=5m',
      '--owner-cluster-role=fargate-admission-policies',
      '--only=mutate',
      '--only=warn',
      '--enforce=errors,size-step',
    ]);
    const settings = objects.find((object) => identityOf(object).endsWith('fargate-admission-policies-settings'));
    assert.deepEqual(settings?.get('data').value, {
      FARGATE_ADMISSION_CLUSTER_NAME: 'demo',
      AWS_REGION: 'eu-west-1',
      FARGATE_ADMISSION_ANNOTATION_PREFIX: 'example.com',
      FARGATE_ADMISSION_LOG_LEVEL: 'debug',
      FARGATE_ADMISSION_MAX_SELECTORS: '10',
    });
  });

  test('refuses a setting that has no effect on policies', async () => {
    const { code, stderr } = await helmTemplate({
      ...LEAST_VALUES,
      policies: { enabled: true },
      settings: { warnOn: 'hint' },
    });
    assert.equal(code, 1);
    assert.match(stderr, /settings\.warnOn has no effect on policies: remove it/);
  });

  test('gives the profile policy the quotas that the webhook has', async () => {
    const objects = await renderChart({
      ...LEAST_VALUES,
      policies: { profiles: { enabled: true } },
      settings: { maxSelectors: 10 },
    });
    const policy = objects.find((object) => kindOf(object) === 'ValidatingAdmissionPolicy');
    const [selectors, labels] = policy?.get('spec').get('variables').list() ?? [];
    assert.deepEqual(selectors?.value, { name: 'maxSelectors', expression: '10' });
    assert.deepEqual(labels?.value, { name: 'maxLabels', expression: '5' });
  });

  test('waits for pods and workloads no longer than for profiles, and never more than 2 s', async () => {
    for (const [timeoutSeconds, expected] of [
      [1, [1, 1, 1, 1, 1]],
      [5, [2, 5, 1, 2, 2]],
      [30, [2, 30, 1, 2, 2]],
    ] as const) {
      const configurations = await webhookConfigurations({ webhook: { timeoutSeconds } });
      const webhooks = configurations.flatMap((object) => object.get('webhooks').list());
      assert.deepEqual(
        webhooks.map((webhook) => webhook.get('timeoutSeconds').value),
        expected,
      );
    }
  });

  test('looks at pods and workloads where the values say, and at profiles everywhere', async () => {
    const selector = { matchLabels: { team: 'web' }, matchExpressions: [{ key: 'stage', operator: 'Exists' }] };
    const configurations = await webhookConfigurations({
      webhook: { namespaceSelector: selector },
      enforce: { codes: ['errors'] },
    });
    for (const webhook of configurations.flatMap((object) => object.get('webhooks').list())) {
      const name = webhook.get('name').string() ?? '';
      const { matchLabels } = objectOf(webhook.get('namespaceSelector'));
      assert.deepEqual(matchLabels, name.includes('profiles') ? undefined : { team: 'web' }, name);
      const keys = webhook.get('namespaceSelector').get('matchExpressions').list();
      const isNarrowed = keys.some((expression) => expression.get('key').value === 'stage');
      assert.equal(isNarrowed, !name.includes('profiles'), name);
    }
  });

  test('lets a variable of the values take the place of its own, since API servers refuse two of one name', async () => {
    const extraEnv = [{ name: 'NODE_OPTIONS', value: '--dns-result-order=ipv4first' }];
    const environment = (await webhookEnvironment({ extraEnv })).filter(([name]) => name === 'NODE_OPTIONS');
    assert.deepEqual(environment, [['NODE_OPTIONS', '--dns-result-order=ipv4first']]);
  });

  test('leaves the size of the heap to Node.js where the memory limit is another', async () => {
    const hasHeap = async (values: Values): Promise<boolean> =>
      (await webhookEnvironment(values)).some(([name]) => name === 'NODE_OPTIONS');
    assert.equal(await hasHeap({}), true);
    assert.equal(await hasHeap({ resources: { limits: { memory: '512Mi' } } }), false);
    assert.equal(await hasHeap({ resources: null }), false);
  });

  test('rolls the webhook when a setting changes, and at nothing else that leaves its pods alone', async () => {
    const template = async (values: Values): Promise<unknown> => {
      const objects = await renderChart({ ...LEAST_VALUES, ...values });
      const deployment = objects.find((object) => kindOf(object) === 'Deployment');
      return deployment?.get('spec').get('template').value;
    };
    const before = await template({});
    assert.notDeepEqual(await template({ settings: { logLevel: 'debug' } }), before);
    assert.deepEqual(await template({ replicaCount: 3, webhook: { failurePolicy: 'Ignore' } }), before);
  });
});

describe('the audit of the chart', { skip: skipWithout(findHelm()) }, () => {
  for (const [clusterLabel, args] of [
    ['', ['audit', '--every=10m']],
    ['production-eu', ['audit', '--every=10m', '--cluster-label=production-eu']],
  ] as const) {
    test(`runs ${args.join(' ')}`, async () => {
      const objects = await renderChart({ ...LEAST_VALUES, audit: { enabled: true, clusterLabel } });
      const pods = objects
        .filter((object) => kindOf(object) === 'Deployment')
        .map((object) => object.get('spec').get('template').get('spec').get('containers').list());
      const commands = pods.flat().map((container) => container.get('args').value);
      assert.deepEqual(
        commands.filter((command) => Array.isArray(command) && command[0] === 'audit'),
        [args],
      );
    });
  }
});

describe('a wrong value is refused with its path', { skip: skipWithout(findHelm()) }, () => {
  for (const [values, message] of [
    [{}, "at '': missing property 'clusterName'"],
    [{ clusterName: 'with space' }, "at '/clusterName': 'with space' does not match pattern"],
    [{ audit: null }, "at '': missing property 'audit'"],
    [{ image: { repository: null } }, "at '/image': missing property 'repository'"],
    [{ replicas: 3 }, "at '': additional properties 'replicas' not allowed"],
    [{ image: { tag: 1.5 } }, "at '/image/tag': got number, want string"],
    [{ certificates: { mode: 'selfsigned' } }, "at '/certificates/mode': value must be one of"],
    [
      { certificates: { existing: { caBundle: 'LS0t' } } },
      "at '/certificates/existing/caBundle': 'LS0t' does not match",
    ],
    [{ audit: { clusterLabel: 'a b' } }, "at '/audit/clusterLabel': 'a b' does not match pattern"],
    [{ policies: { parts: ['pods'] } }, "at '/policies/parts/0': value must be one of 'mutate', 'warn', 'profiles'"],
    [{ enforce: { codes: ['hostnetwork'] } }, "at '/enforce/codes/0': value must be one of 'errors', 'host-network'"],
    [{ settings: { warnOnn: 'hint' } }, "at '/settings': additional properties 'warnOnn' not allowed"],
    [{ settings: { refreshInterval: 60 } }, "at '/settings/refreshInterval': got number, want string"],
    [{ settings: { deny: 'errors' } }, "at '/settings': additional properties 'deny' not allowed"],
    [{ tolerations: [{ efect: 'NoSchedule' }] }, "at '/tolerations/0': additional properties 'efect' not allowed"],
    [{ extraEnv: [{ nam: 'HTTPS_PROXY' }] }, "at '/extraEnv/0': additional properties 'nam' not allowed"],
    [{ webhook: { timeoutSeconds: 31 } }, "at '/webhook/timeoutSeconds': maximum: got 31, want 30"],
    [{ podLabels: { 'app.kubernetes.io/name': 'web' } }, "at '/podLabels/app.kubernetes.io~1name': 'not' failed"],
    [
      { podDisruptionBudget: { maxUnavailable: 'one' } },
      "at '/podDisruptionBudget/maxUnavailable': 'one' does not match",
    ],
  ] as const) {
    test(JSON.stringify(values), async () => {
      const given = Object.keys(values).length === 0 ? values : { ...LEAST_VALUES, ...values };
      const { code, stderr } = await helmTemplate(given);
      assert.equal(code, 1);
      assert.ok(stderr.includes(message), stderr);
    });
  }
});

async function webhookConfigurations(values: Values): Promise<readonly Field[]> {
  const objects = await renderChart({ ...LEAST_VALUES, ...values });
  return objects.filter((object) => kindOf(object).endsWith('WebhookConfiguration'));
}

/** Names and values. */
async function webhookEnvironment(values: Values): Promise<readonly (readonly [unknown, unknown])[]> {
  const objects = await renderChart({ ...LEAST_VALUES, ...values });
  const deployment = objects.find((object) => kindOf(object) === 'Deployment');
  const [container] = deployment?.get('spec').get('template').get('spec').get('containers').list() ?? [];
  const variables = container?.get('env').list() ?? [];
  return variables.map((variable) => [variable.get('name').value, variable.get('value').value]);
}

function kindOf(object: Field): string {
  return object.get('kind').string() ?? '';
}

function identityOf(object: Field): string {
  const metadata = object.get('metadata');
  return `${kindOf(object)} ${metadata.get('namespace').value}/${metadata.get('name').value}`;
}

function objectOf(field: Field): Readonly<Record<string, unknown>> {
  return Object.fromEntries(field.entries().map(([key, { value }]) => [key, value]));
}
