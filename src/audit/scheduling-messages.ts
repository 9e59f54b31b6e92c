import type { Field } from '../documents/field.ts';
import type { AuditCode } from './result.ts';

/** The verdict on a pod that EKS does not start, and the fix, by EKS's message. */
export interface EksReason {
  readonly code: AuditCode;
  readonly fix: string;
}

interface KnownMessage extends EksReason {
  readonly words: string;
}

const REFUSED = { code: 'refused-by-fargate', fix: 'change what EKS names in the pod template' } as const;

/** The first that is found in what EKS says. Source: FailedScheduling events of `fargate-scheduler` (seen). */
const KNOWN_MESSAGES: readonly KnownMessage[] = [
  {
    words: 'Failed to assume PodExecutionRole',
    code: 'profile-misconfigured',
    fix: 'create the pod execution role of the profile again, or let it trust eks-fargate-pods.amazonaws.com (an aws:SourceArn condition has to allow the profile)',
  },
  {
    words: 'Pod execution role is not found in auth config',
    code: 'profile-misconfigured',
    fix: 'give the pod execution role of the profile its entry again: an access entry, or a line in the ConfigMap aws-auth',
  },
  {
    words: 'Misconfigured Fargate Profile',
    code: 'profile-misconfigured',
    fix: 'fix what EKS names about the profile or its pod execution role',
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
    fix: 'wait, or add subnets in other zones to the profile',
  },
  {
    words: 'Pod provisioning timed out',
    code: 'no-capacity',
    fix: 'wait: EKS tries again; if it keeps failing, add subnets in other zones to the profile',
  },
  { words: 'Pod not supported on Fargate', ...REFUSED },
  { words: 'MatchNodeSelector failed', ...REFUSED, fix: 'remove the node selector or affinity' },
  {
    words: 'exceed the max Fargate configuration',
    ...REFUSED,
    fix: 'lower the requests: the largest size is 16 vCPU and 120 GB',
  },
];

/** Undefined for an unknown message. */
export function findEksReason(text: string): EksReason | undefined {
  return KNOWN_MESSAGES.find(({ words }) => text.includes(words));
}

const MAX_QUOTE_LENGTH = 300;

/** What a cluster says, short enough for one sentence. */
export function quoted(text: string): string {
  const words = text.trim().replaceAll(/\s+/g, ' ');
  return words.length <= MAX_QUOTE_LENGTH ? words : `${words.slice(0, MAX_QUOTE_LENGTH - 1)}…`;
}

/** What schedulers last said about pods that they did not place, by pod. */
export class SchedulingEvents {
  readonly #last = new Map<string, { readonly atMs: number; readonly message: string }>();

  /** An item of a list of v1 Events. @throws FieldTypeError */
  add(item: Field): void {
    const pod = item.get('involvedObject');
    if (pod.get('kind').value !== 'Pod') return;
    const key = keyOf(pod.get('namespace').string() ?? '', pod.get('name').string() ?? '');
    const atMs = momentOf(item);
    if (atMs >= (this.#last.get(key)?.atMs ?? 0)) {
      this.#last.set(key, { atMs, message: item.get('message').string() ?? '' });
    }
  }

  /** Empty without an event: the API server keeps events for an hour. */
  messageFor(namespace: string, podName: string): string {
    return this.#last.get(keyOf(namespace, podName))?.message ?? '';
  }
}

/** Milliseconds since 1970; 0 where the event does not say it. Reporters fill in different fields. Source: Kubernetes API reference, Event. */
export function momentOf(event: Field): number {
  const moments = [
    event.get('series').get('lastObservedTime'),
    event.get('lastTimestamp'),
    event.get('eventTime'),
    event.get('metadata').get('creationTimestamp'),
  ];
  const text = moments.find(({ isPresent }) => isPresent)?.string();
  const atMs = Date.parse(text ?? '');
  return Number.isNaN(atMs) ? 0 : atMs;
}

function keyOf(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}
