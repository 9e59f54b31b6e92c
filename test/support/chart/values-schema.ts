import { FINDINGS } from '../../../src/fargate/finding.ts';
import { WORKLOAD_FINDINGS } from '../../../src/fargate/workload-findings.ts';
import { POLICY_PARTS } from '../../../src/policies/policy-object.ts';
import type { SettingRow } from '../../../src/settings/setting.ts';
import { SETTING_ROWS } from '../../../src/settings/table.ts';
import {
  BOOLEAN,
  completeObject,
  listOf,
  mapOf,
  oneOf,
  type Schema,
  STRING,
  setOf,
  strictObject,
  textLike,
  wholeNumber,
} from './json-schema.ts';
import {
  AFFINITY,
  ANNOTATIONS,
  CONTAINER_RESOURCES,
  ENVIRONMENT_VARIABLES,
  LABEL_SELECTOR,
  LABELS,
  NETWORK_POLICY_PEERS,
  OBJECT_NAME,
  TOLERATIONS,
  TOPOLOGY_SPREAD_CONSTRAINTS,
} from './kubernetes-schema.ts';

/** Settings that other values decide, or that the manifests depend on: they are no values under `settings`. */
const SETTINGS_OF_THE_CHART: ReadonlySet<string> = new Set([
  'cluster-name',
  'profiles',
  'port',
  'ops-port',
  'bind-address',
  'tls-cert-file',
  'tls-key-file',
  'self-signed',
  'self-signed-secret',
  'service',
  'webhook-configurations',
  'client-ca-file',
  'client-allowed-name',
  'quiet-period', // terminationGracePeriodSeconds fits its default.
  'deny',
]);

const DURATION = textLike('^[0-9]{1,9}(ms|s|m|h)$');
const FAILURE_POLICY = oneOf(['Fail', 'Ignore']);
/** Of settings, by the placeholder of their type. */
const BY_PLACEHOLDER: Readonly<Record<string, Schema>> = {
  DURATION,
  COUNT: wholeNumber(1, 1_000),
  PREFIX: OBJECT_NAME,
  'CODE[,CODE]': setOf(Object.keys(FINDINGS)),
  'on|off': BOOLEAN,
};

const SWITCH_ONLY = completeObject({ enabled: BOOLEAN });

/** The selectors of Services and Deployments depend on this label. */
const POD_LABELS: Schema = { ...LABELS, properties: { 'app.kubernetes.io/name': { not: {} } } };

const SERVICE_ACCOUNT = completeObject({ create: BOOLEAN, name: OBJECT_NAME, annotations: ANNOTATIONS });

/** Of the webhook, of the audit, and of the policies. */
const PODS: Readonly<Record<string, Schema>> = {
  resources: CONTAINER_RESOURCES,
  podLabels: POD_LABELS,
  podAnnotations: ANNOTATIONS,
  priorityClassName: STRING,
  nodeSelector: mapOf(STRING),
  tolerations: TOLERATIONS,
  affinity: AFFINITY,
};

/** A setting whose form the chart does not know yet. */
class UnknownPlaceholderError extends Error {
  override readonly name = 'UnknownPlaceholderError';

  constructor(flag: string, placeholder: string) {
    super(`--${flag} ${placeholder}: say in values-schema.ts what its value may be, or that the chart sets it`);
  }
}

const CERTIFICATES = completeObject({
  mode: oneOf(['self-signed', 'cert-manager', 'existing']),
  certManager: completeObject({
    issuerRef: {
      ...strictObject({ group: STRING, kind: STRING, name: OBJECT_NAME }),
      dependencies: { group: ['name'], kind: ['name'] },
    },
  }),
  existing: completeObject({
    secretName: OBJECT_NAME,
    caBundle: textLike('^(\\s*-----BEGIN CERTIFICATE-----[\\s\\S]*)?$'),
  }),
});

const MONITORING = {
  serviceMonitor: completeObject({
    enabled: BOOLEAN,
    labels: LABELS,
    interval: textLike('^([0-9]+(ms|[smhdwy]))+$'),
  }),
  prometheusRule: completeObject({ enabled: BOOLEAN, labels: LABELS }),
  dashboard: completeObject({ enabled: BOOLEAN, labels: LABELS, annotations: ANNOTATIONS }),
};

const NETWORK = {
  networkPolicy: completeObject({
    enabled: BOOLEAN,
    metricsFrom: NETWORK_POLICY_PEERS,
    webhookFrom: NETWORK_POLICY_PEERS,
  }),
  securityGroupIds: { ...listOf(textLike('^sg-[0-9a-f]+$')), maxItems: 5, uniqueItems: true },
};

const IMAGE = completeObject({
  repository: { type: 'string', minLength: 1 },
  tag: textLike('^([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?$'),
  digest: textLike('^(sha256:[0-9a-f]{64})?$'),
  pullPolicy: oneOf(['', 'Always', 'IfNotPresent', 'Never']),
});

const WEBHOOK = {
  webhook: completeObject({
    failurePolicy: FAILURE_POLICY,
    timeoutSeconds: wholeNumber(1, 30),
    namespaceSelector: LABEL_SELECTOR,
    annotations: ANNOTATIONS,
  }),
  enforce: completeObject({
    codes: setOf(['errors', ...Object.keys(WORKLOAD_FINDINGS)]),
    failurePolicy: FAILURE_POLICY,
  }),
  settings: strictObject(
    Object.fromEntries(
      SETTING_ROWS.filter(({ flag }) => !SETTINGS_OF_THE_CHART.has(flag)).map((row) => [
        camelCase(row.flag),
        schemaOf(row),
      ]),
    ),
  ),
};

/** What has a default is there unless a user takes it away with null: only pods can do without what is theirs. */
export const CHART_VALUES_SCHEMA: Schema = completeObject(
  {
    clusterName: textLike('^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$'),
    region: textLike('^([a-z]+(-[a-z]+)+-[0-9]+)?$'),
    replicaCount: wholeNumber(1, 100),
    image: IMAGE,
    imagePullSecrets: listOf(strictObject({ name: OBJECT_NAME }, { required: ['name'] })),
    serviceAccount: SERVICE_ACCOUNT,
    certificates: CERTIFICATES,
    ...WEBHOOK,
    policies: completeObject(
      {
        enabled: BOOLEAN,
        interval: DURATION,
        parts: setOf(POLICY_PARTS),
        profiles: SWITCH_ONLY,
        serviceAccount: SERVICE_ACCOUNT,
      },
      PODS,
    ),
    audit: completeObject(
      {
        enabled: BOOLEAN,
        interval: DURATION,
        clusterLabel: textLike('^([0-9A-Za-z][0-9A-Za-z._:/@-]{0,252})?$'),
        serviceAccount: SERVICE_ACCOUNT,
      },
      PODS,
    ),
    ...MONITORING,
    ...NETWORK,
    podDisruptionBudget: completeObject({
      enabled: BOOLEAN,
      maxUnavailable: { type: ['integer', 'string'], minimum: 0, pattern: '^[0-9]{1,3}%$' },
    }),
    extraEnv: ENVIRONMENT_VARIABLES,
  },
  {
    ...PODS,
    topologySpreadConstraints: TOPOLOGY_SPREAD_CONSTRAINTS,
    // Helm gives it to every chart that is a part of another.
    global: { type: 'object' },
  },
);

/** By the placeholder, which is one for each type of a setting. @throws UnknownPlaceholderError */
function schemaOf({ flag, placeholder }: SettingRow): Schema {
  const known = BY_PLACEHOLDER[placeholder];
  if (known !== undefined) return known;
  if (/^[a-z]+(\|[a-z]+)+$/.test(placeholder)) return oneOf(placeholder.split('|'));
  throw new UnknownPlaceholderError(flag, placeholder);
}

function camelCase(flag: string): string {
  return flag.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
