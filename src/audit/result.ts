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
    title: 'It could not be read: no right to, no answer, or a list that ended early.',
  },
  'refused-by-fargate': { result: 'fail', title: 'Pending: Fargate does not support something about the pod.' },
  'profile-misconfigured': { result: 'fail', title: 'Pending: EKS starts no pod on the profile as it is.' },
  'account-limit': { result: 'fail', title: 'Pending: the AWS account may start no further Fargate pod.' },
  'no-capacity': { result: 'fail', title: 'Pending: Fargate has no capacity at this time.' },
  'no-matching-profile': {
    result: 'fail',
    title: 'Pending: it names the fargate-scheduler, which takes only pods that a profile matches, and none does.',
  },
  stuck: { result: 'fail', title: 'Pending on Fargate for over five minutes, and nobody says why.' },
  'toleration-only': {
    result: 'fail',
    title: 'On a Fargate node by its toleration alone, where the kubelet refuses it.',
  },
  'label-not-honoured': {
    result: 'fail',
    title: 'Its label names a Fargate profile, and it is not on Fargate.',
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
    title: 'Pending off Fargate, although a profile takes pods like it: it was made before the profile could.',
  },
  'pending-near-miss': {
    result: 'fail',
    title: 'Pending off Fargate, and meant for a profile that its labels nearly match.',
  },
  'older-than-profile': {
    result: 'warn',
    title: 'Runs elsewhere: a new pod would run on Fargate, this one is older than the profile, or may be.',
  },
  'passed-over': {
    result: 'warn',
    title: 'Runs elsewhere, although the profile that would take a new pod is older than it.',
  },
  'profile-gone': { result: 'warn', title: 'On Fargate by a profile that is not there any more.' },
  'profile-not-active': {
    result: 'warn',
    title: 'On Fargate by a profile that is not ACTIVE, such as one being deleted.',
  },
  'would-leave-fargate': { result: 'warn', title: 'On Fargate, where a new pod would not run.' },
  'another-profile': { result: 'warn', title: 'On Fargate by one profile; another would take a new pod.' },
  'size-differs': { result: 'warn', title: 'Another size is provisioned than a new pod would get.' },
  'over-provisioned': {
    result: 'warn',
    title: 'Half or more of the price of its size is for what it does not request.',
  },
  'near-miss': { result: 'warn', title: 'Runs elsewhere, and looks meant for a profile that its labels nearly match.' },
  'on-fargate': { result: 'pass', title: 'On Fargate, as a new pod would be.' },
  starting: { result: 'pass', title: 'On its way to Fargate, for less than five minutes.' },
  'off-fargate': { result: 'pass', title: 'Not on Fargate, as a new pod would not be.' },
  'daemon-set': { result: 'skip', title: 'A pod of a DaemonSet: those do not run on Fargate.' },
  'static-pod': { result: 'skip', title: "A static pod: its node's own." },
  'opted-out': { result: 'skip', title: 'Its annotation keeps it off Fargate.' },
  finished: { result: 'skip', title: 'It has finished.' },
  'finished-on-fargate': {
    result: 'skip',
    title: 'It has finished on Fargate, and is billed until it is deleted.',
  },
  'being-deleted': { result: 'skip', title: 'It is being deleted.' },
} as const satisfies Readonly<Record<string, AuditCodeKind>>;

export type AuditCode = keyof typeof AUDIT_CODES;

/** What is said about one pod. */
export interface Verdict {
  readonly code: AuditCode;
  /** One sentence, without its full stop. */
  readonly message: string;
  /** What to do; empty where nothing is to be done. */
  readonly fix: string;
}

type SkipCode = { [Code in AuditCode]: (typeof AUDIT_CODES)[Code]['result'] extends 'skip' ? Code : never }[AuditCode];

/** Nothing is to be done about the pod. */
export function skipped(code: SkipCode, message: string): Verdict {
  return { code, message, fix: '' };
}
