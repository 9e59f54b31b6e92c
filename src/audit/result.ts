/** Worst first. Source: wgpolicyk8s.io and openreports.io, the results of a PolicyReport. */
export const RESULTS = ['error', 'fail', 'warn', 'pass', 'skip'] as const;
export type Result = (typeof RESULTS)[number];

/** Sorts the worst first. */
export function compareResults(a: Result, b: Result): number {
  return RESULTS.indexOf(a) - RESULTS.indexOf(b);
}

interface AuditCodeKind {
  readonly result: Result;
  /** One sentence, as the documentation shows it. */
  readonly title: string;
}

/** Every verdict on a pod: what is printed, counted and reported. A code never changes its meaning. */
export const AUDIT_CODES = {
  'not-readable': {
    result: 'error',
    title: 'It could not be read: a missing permission, no answer, or a list that ended early.',
  },
  'refused-by-fargate': { result: 'fail', title: 'Pending: Fargate does not support something about the pod.' },
  'profile-misconfigured': {
    result: 'fail',
    title: 'Pending: EKS starts no pods on the profile until its configuration is fixed.',
  },
  'account-limit': { result: 'fail', title: 'Pending: the AWS account cannot start another Fargate pod.' },
  'no-capacity': { result: 'fail', title: 'Pending: Fargate has no capacity at this time.' },
  'no-matching-profile': {
    result: 'fail',
    title: 'Pending: it names the fargate-scheduler, which takes only pods that a profile matches, and none does.',
  },
  stuck: { result: 'fail', title: 'Pending on Fargate for over five minutes, and EKS gives no known reason.' },
  'toleration-only': {
    result: 'fail',
    title: 'On a Fargate node only because of its toleration: the kubelet there refuses it.',
  },
  'label-not-honoured': {
    result: 'fail',
    title: 'Not on Fargate, although its label names a Fargate profile.',
  },
  'daemon-set-pending': {
    result: 'fail',
    title: 'A pod of a DaemonSet, pending for a Fargate node: no DaemonSet pod runs there.',
  },
  'opted-out-pending': {
    result: 'fail',
    title: 'Pending for over five minutes: its annotation keeps it off Fargate, and the cluster has no other nodes.',
  },
  'missed-fargate': {
    result: 'fail',
    title: 'Pending off Fargate, although a profile takes pods like it: it was created before the profile took pods.',
  },
  'pending-near-miss': {
    result: 'fail',
    title: 'Pending off Fargate: it nearly matches a profile.',
  },
  'older-than-profile': {
    result: 'warn',
    title: 'Runs off Fargate, where a new pod would not: it is older than the profile, or may be.',
  },
  'not-chosen-by-eks': {
    result: 'warn',
    title: 'Runs off Fargate, although the profile that would take a new pod is older than the pod.',
  },
  'profile-gone': { result: 'warn', title: 'On a Fargate profile that does not exist in the cluster.' },
  'profile-not-active': {
    result: 'warn',
    title: 'On a Fargate profile that is not ACTIVE, such as one being deleted.',
  },
  'would-leave-fargate': { result: 'warn', title: 'On Fargate, where a new pod would not run.' },
  'another-profile': { result: 'warn', title: 'On one Fargate profile; a new pod would get another.' },
  'size-differs': { result: 'warn', title: 'Its provisioned size differs from the size that a new pod would get.' },
  'over-provisioned': {
    result: 'warn',
    title: 'Half or more of the price of its size is for capacity that it does not request.',
  },
  'near-miss': { result: 'warn', title: 'Runs off Fargate: it nearly matches a profile.' },
  'on-fargate': { result: 'pass', title: 'On Fargate, as a new pod would be.' },
  starting: { result: 'pass', title: 'Starting on Fargate, for less than five minutes.' },
  'off-fargate': { result: 'pass', title: 'Not on Fargate, as a new pod would not be.' },
  'daemon-set': { result: 'skip', title: 'A pod of a DaemonSet: DaemonSet pods do not run on Fargate.' },
  'static-pod': { result: 'skip', title: 'A static pod, which the kubelet of its node manages.' },
  'opted-out': { result: 'skip', title: 'Its annotation keeps it off Fargate.' },
  finished: { result: 'skip', title: 'It has finished.' },
  'finished-on-fargate': {
    result: 'skip',
    title: 'It has finished on Fargate, and is billed until it is deleted.',
  },
  'being-deleted': { result: 'skip', title: 'It is being deleted.' },
} as const satisfies Readonly<Record<string, AuditCodeKind>>;

export type AuditCode = keyof typeof AUDIT_CODES;

/** The verdict on one pod. */
export interface Verdict {
  readonly code: AuditCode;
  /** One sentence, without its full stop. */
  readonly message: string;
  /** What to do; empty where no action is needed. */
  readonly fix: string;
}

type SkipCode = { [Code in AuditCode]: (typeof AUDIT_CODES)[Code]['result'] extends 'skip' ? Code : never }[AuditCode];

/** A verdict that needs no action. */
export function skipped(code: SkipCode, message: string): Verdict {
  return { code, message, fix: '' };
}
