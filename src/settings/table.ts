import { SEVERITIES } from '../fargate/finding.ts';
import { CERTIFICATE_SETTINGS } from './certificate-settings.ts';
import { type SettingRow, setting } from './setting.ts';
import {
  ANNOTATION_PREFIX,
  choice,
  count,
  duration,
  EKS_CLUSTER_NAME,
  FINDING_CODES,
  IP_ADDRESS,
  LOG_LEVELS,
  PATH,
  PORT,
  SWITCH,
  WORKLOAD_CODES,
} from './value-type.ts';

/** Timers hold up to 2^31 - 1 ms, 24.8 days; nothing here has a use for more than a day. */
const DAY_MS = 86_400_000;

/** Below a second, a refresh would be under way all the time and spend the account's EKS rate. */
const INTERVAL = duration({ minMs: 1_000, maxMs: DAY_MS });
const WAIT = duration({ minMs: 0, maxMs: DAY_MS });

export const SETTINGS = {
  clusterName: setting({
    flag: 'cluster-name',
    type: EKS_CLUSTER_NAME,
    default: undefined,
    otherwise: 'none',
    description:
      'EKS cluster whose Fargate profiles are read from EKS. With `--profiles`, profiles of other clusters are ignored',
  }),
  profiles: setting({
    flag: 'profiles',
    type: PATH,
    default: undefined,
    otherwise: 'read from EKS',
    description: 'file or folder (YAML, JSON) to read Fargate profiles from instead of EKS, - for standard input',
  }),
  port: setting({ flag: 'port', type: PORT, default: 8443, description: 'HTTPS port of the webhooks' }),
  opsPort: setting({
    flag: 'ops-port',
    type: PORT,
    default: 8080,
    description: 'plain HTTP port of `/livez`, `/readyz` and `/metrics`',
  }),
  bindAddress: setting({
    flag: 'bind-address',
    type: IP_ADDRESS,
    default: undefined,
    otherwise: 'all, IPv6 and IPv4',
    description: 'address that the ports listen on',
  }),
  ...CERTIFICATE_SETTINGS,
  refreshIntervalMs: setting({
    flag: 'refresh-interval',
    type: INTERVAL,
    default: 60_000,
    description: 'how often the list of profiles is read',
  }),
  describeIntervalMs: setting({
    flag: 'describe-interval',
    type: INTERVAL,
    default: 600_000,
    description: 'age at which the description of an ACTIVE profile is read from EKS again',
  }),
  refreshCooldownMs: setting({
    flag: 'refresh-cooldown',
    type: INTERVAL,
    default: 60_000,
    description: 'least time between two refreshes that reviews set off',
  }),
  readyGraceMs: setting({
    flag: 'ready-grace',
    type: WAIT,
    default: 60_000,
    description: 'time after which the webhook is ready even if EKS is out of reach; it then predicts nothing',
  }),
  // Endpoints lose a terminating pod within a second or two; 10 s leaves room for a slow control plane, and with the
  // 10 s that in-flight calls may take it stays under the 30 s that Kubernetes grants a pod by default.
  quietPeriodMs: setting({
    flag: 'quiet-period',
    type: WAIT,
    default: 10_000,
    description: 'time after SIGTERM in which calls are still answered while endpoints forget this pod',
  }),
  maxSelectors: setting({
    flag: 'max-selectors',
    type: count({ min: 1, max: 1_000 }),
    default: 5,
    description: 'selectors that a profile may have; the EKS quota of the account',
  }),
  maxLabels: setting({
    flag: 'max-labels',
    type: count({ min: 1, max: 1_000 }),
    default: 5,
    description: 'label pairs that a selector may have; the EKS quota of the account',
  }),
  maxProfiles: setting({
    flag: 'max-profiles',
    type: count({ min: 1, max: 1_000 }),
    default: 10,
    description: 'profiles that a cluster may have; the EKS quota of the account',
  }),
  annotationPrefix: setting({
    flag: 'annotation-prefix',
    type: ANNOTATION_PREFIX,
    default: 'fargate-admission',
    description: 'prefix of the annotations that pods get',
  }),
  notices: setting({
    flag: 'notices',
    type: choice(['off', 'fargate', 'all']),
    default: 'off',
    description:
      'workloads that get a notice of where their pods will run even without findings: none, those bound for Fargate, or all',
  }),
  warnOn: setting({
    flag: 'warn-on',
    type: choice(SEVERITIES),
    default: 'warning',
    description:
      'least severe finding that is shown as a warning; all findings are counted and logged, and `check` shows all of them',
  }),
  mute: setting({
    flag: 'mute',
    type: FINDING_CODES,
    default: undefined,
    otherwise: 'none',
    description: 'codes of findings that are not shown as warnings; they still deny what they deny',
  }),
  deny: setting({
    flag: 'deny',
    type: WORKLOAD_CODES,
    default: undefined,
    otherwise: 'none',
    description:
      'findings that `/enforce/workloads` denies a workload for: codes, or `errors` for all of that severity',
  }),
  denyRespectsIgnore: setting({
    flag: 'deny-respects-ignore',
    type: SWITCH,
    default: false,
    description:
      'the annotation `fargate-admission/ignore` suppresses denials too, and not only warnings. Everybody who can create a workload can write it',
  }),
  logLevel: setting({
    flag: 'log-level',
    type: choice(LOG_LEVELS),
    default: 'info',
    description: 'least severe level that is logged',
  }),
};

export const SETTING_ROWS: readonly SettingRow[] = Object.values(SETTINGS);
