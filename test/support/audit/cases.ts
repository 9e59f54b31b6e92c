import type { AuditCode } from '../../../src/audit/result.ts';

/** A pod of one verdict, as it is created and as it is later. */
export interface AuditCase {
  /** Of the pod. */
  readonly name: string;
  readonly code: AuditCode;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: object;
  readonly requests?: Readonly<Record<string, string>>;
  /** Where it is bound to. */
  readonly node?: 'fargate' | 'ec2';
  /** What EKS's webhook writes on a pod that it takes. */
  readonly takenBy?: string;
  /** What a scheduler says. */
  readonly event?: string;
  readonly phase?: 'Succeeded' | 'Failed';
  readonly isBeingDeleted?: true;
}

const LONG_AGO = '2020-01-01T00:00:00Z';
const LATER_THAN_ANY_POD = '2199-01-01T00:00:00Z';

/** As `aws eks describe-fargate-profile` prints them. */
export const AUDIT_PROFILES: readonly object[] = [
  profile({ name: 'web', app: 'web', createdAt: LONG_AGO }),
  profile({ name: 'a-first', app: 'moved', createdAt: LATER_THAN_ANY_POD }),
  profile({ name: 'late', app: 'late', createdAt: LATER_THAN_ANY_POD }),
  profile({ name: 'early', app: 'early', createdAt: LONG_AGO }),
  profile({ name: 'leaving', app: 'leaving', createdAt: LONG_AGO, status: 'DELETING' }),
];

interface ProfileParts {
  readonly name: string;
  readonly app: string;
  readonly createdAt: string;
  readonly status?: string;
}

/** Selects one label in the namespace shop. */
function profile({ name, app, createdAt, status = 'ACTIVE' }: ProfileParts): object {
  const selectors = [{ namespace: 'shop', labels: { app } }];
  return { fargateProfile: { fargateProfileName: name, clusterName: 'test', status, createdAt, selectors } };
}

const WEB = { app: 'web' };
const SMALLEST = { CapacityProvisioned: '0.25vCPU 0.5GB' };
const TOLERATION = { key: 'eks.amazonaws.com/compute-type', operator: 'Equal', value: 'fargate', effect: 'NoSchedule' };

/** Every verdict on a pod that nothing, or nothing real, controls. */
export const AUDIT_CASES: readonly AuditCase[] = [
  { name: 'well', code: 'on-fargate', labels: WEB, takenBy: 'web', node: 'fargate', annotations: SMALLEST },
  { name: 'elsewhere', code: 'off-fargate', namespace: 'tools', node: 'ec2' },
  { name: 'new', code: 'starting', labels: WEB, takenBy: 'web' },
  { name: 'before-profile', code: 'older-than-profile', labels: { app: 'late' }, node: 'ec2' },
  { name: 'overlooked', code: 'not-chosen-by-eks', labels: { app: 'early' }, node: 'ec2' },
  { name: 'orphan', code: 'profile-gone', labels: WEB, takenBy: 'gone', node: 'fargate' },
  { name: 'last-days', code: 'profile-not-active', labels: { app: 'leaving' }, takenBy: 'leaving', node: 'fargate' },
  { name: 'relabelled', code: 'would-leave-fargate', labels: { app: 'other' }, takenBy: 'web', node: 'fargate' },
  {
    name: 'grown',
    code: 'size-differs',
    labels: WEB,
    takenBy: 'web',
    node: 'fargate',
    annotations: { CapacityProvisioned: '1vCPU 2GB' },
  },
  {
    name: 'lopsided',
    code: 'over-provisioned',
    labels: WEB,
    takenBy: 'web',
    node: 'fargate',
    requests: { cpu: '1100m', memory: '100Mi' },
    annotations: { CapacityProvisioned: '2vCPU 4GB' },
  },
  { name: 'moved-on', code: 'another-profile', labels: { app: 'moved' }, takenBy: 'web', node: 'fargate' },
  { name: 'other-key', code: 'near-miss', labels: { 'app.kubernetes.io/name': 'web' }, node: 'ec2' },
  {
    name: 'refused',
    code: 'refused-by-fargate',
    labels: WEB,
    takenBy: 'web',
    spec: { hostNetwork: true },
    event: 'Pod not supported on Fargate: fields not supported: HostNetwork',
  },
  {
    name: 'no-role',
    code: 'profile-misconfigured',
    labels: WEB,
    takenBy: 'web',
    event:
      'Misconfigured Fargate Profile: fargate profile web blocked for new launches due to: Pod execution role is not found in auth config or does not have all required permissions for launching fargate pods.',
  },
  {
    name: 'one-too-many',
    code: 'account-limit',
    labels: WEB,
    takenBy: 'web',
    event: 'Your AWS account has reached the limit on the number of Fargate pods it can run concurrently',
  },
  {
    name: 'patient',
    code: 'no-capacity',
    labels: WEB,
    takenBy: 'web',
    event: 'Fargate capacity is unavailable at this time. Please try again later or in a different availability zone',
  },
  { name: 'puzzling', code: 'stuck', labels: WEB, takenBy: 'web', event: 'Something that no document lists' },
  {
    name: 'unmatched',
    code: 'no-matching-profile',
    labels: { app: 'other', 'eks.amazonaws.com/fargate-profile': 'web' },
    spec: { schedulerName: 'fargate-scheduler' },
  },
  { name: 'squatter', code: 'toleration-only', node: 'fargate', spec: { tolerations: [TOLERATION] } },
  {
    name: 'hopeful',
    code: 'label-not-honoured',
    labels: { app: 'other', 'eks.amazonaws.com/fargate-profile': 'web' },
    node: 'ec2',
  },
  { name: 'too-early', code: 'missed-fargate', labels: WEB },
  {
    name: 'other-key-pending',
    code: 'pending-near-miss',
    labels: { 'app.kubernetes.io/name': 'web' },
    event:
      '0/4 nodes are available: 4 node(s) had untolerated taint {eks.amazonaws.com/compute-type: fargate}. preemption: 0/4 nodes are available.',
  },
  {
    name: 'mirror',
    code: 'static-pod',
    namespace: 'kube-system',
    node: 'ec2',
    annotations: { 'kubernetes.io/config.mirror': '0' },
  },
  {
    name: 'stays-off',
    code: 'opted-out',
    labels: WEB,
    annotations: { 'eks.amazonaws.com/compute-type': 'ec2' },
    node: 'ec2',
  },
  { name: 'done', code: 'finished', labels: { app: 'early' }, node: 'ec2', phase: 'Failed' },
  {
    name: 'done-and-billed',
    code: 'finished-on-fargate',
    labels: WEB,
    takenBy: 'web',
    node: 'fargate',
    phase: 'Succeeded',
  },
  { name: 'leaving-now', code: 'being-deleted', labels: WEB, takenBy: 'web', isBeingDeleted: true },
];

/** The pod as it is sent to the API server. */
export function podOf({ name, labels = {}, annotations = {}, namespace = 'shop', ...rest }: AuditCase): object {
  const { spec = {}, requests, takenBy, isBeingDeleted } = rest;
  const container = { name: 'main', image: 'example.com/main', ...(requests && { resources: { requests } }) };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels: takenBy === undefined ? labels : { ...labels, 'eks.amazonaws.com/fargate-profile': takenBy },
      annotations,
      ...(isBeingDeleted && { finalizers: ['example.com/kept'] }),
    },
    spec: {
      containers: [container],
      ...(takenBy !== undefined && { schedulerName: 'fargate-scheduler' }),
      ...spec,
    },
  };
}

/** What a scheduler writes about the pod. */
export function eventOf({ name, namespace = 'shop', event, takenBy }: AuditCase): object {
  const component = takenBy === undefined ? 'default-scheduler' : 'fargate-scheduler';
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.1`, namespace },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name },
    reason: 'FailedScheduling',
    type: 'Warning',
    message: event,
    source: { component },
    lastTimestamp: '2026-11-26T12:00:00Z',
  };
}
