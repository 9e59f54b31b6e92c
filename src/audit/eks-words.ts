import type { AuditCode } from './result.ts';

/** What EKS says about a pod that it does not start, and what mends it. */
export interface EksReason {
  readonly code: AuditCode;
  readonly fix: string;
}

interface KnownWords extends EksReason {
  readonly words: string;
}

const REFUSED = { code: 'refused-by-fargate', fix: 'change what EKS names in the pod template' } as const;

/** The first that is found in what EKS says. Source: FailedScheduling events of `fargate-scheduler` (seen). */
const KNOWN_WORDS: readonly KnownWords[] = [
  {
    words: 'Failed to assume PodExecutionRole',
    code: 'profile-misconfigured',
    fix: 'create the pod execution role of the profile anew, or let it trust eks-fargate-pods.amazonaws.com (an aws:SourceArn condition has to allow the profile)',
  },
  {
    words: 'Pod execution role is not found in auth config',
    code: 'profile-misconfigured',
    fix: 'give the pod execution role of the profile its entry again: an access entry, or a line in the ConfigMap aws-auth',
  },
  {
    words: 'Misconfigured Fargate Profile',
    code: 'profile-misconfigured',
    fix: 'mend what EKS names about the profile or its pod execution role',
  },
  {
    words: 'reached the limit on the number of Fargate pods',
    code: 'account-limit',
    fix: 'ask AWS for a higher quota of Fargate vCPUs, or delete finished pods',
  },
  {
    words: 'currently blocked and thus cannot launch any Fargate pods',
    code: 'account-limit',
    fix: 'ask AWS Support to unblock the account',
  },
  {
    words: 'Fargate capacity is unavailable',
    code: 'no-capacity',
    fix: 'wait, or add subnets of other zones to the profile',
  },
  {
    words: 'Pod provisioning timed out',
    code: 'no-capacity',
    fix: 'wait: EKS tries again; else add subnets of other zones',
  },
  { words: 'Pod not supported on Fargate', ...REFUSED },
  { words: 'MatchNodeSelector failed', ...REFUSED, fix: 'remove the node selector or affinity' },
  {
    words: 'exceed the max Fargate configuration',
    ...REFUSED,
    fix: 'lower the requests: the largest size is 16 vCPU and 120 GB',
  },
];

/** Undefined for words that are not known. */
export function readEksWords(text: string): EksReason | undefined {
  return KNOWN_WORDS.find(({ words }) => text.includes(words));
}

const LONGEST_QUOTE = 300;

/** What a cluster says, short enough for one sentence. */
export function quoted(text: string): string {
  const words = text.trim().replaceAll(/\s+/g, ' ');
  return words.length <= LONGEST_QUOTE ? words : `${words.slice(0, LONGEST_QUOTE - 1)}…`;
}
