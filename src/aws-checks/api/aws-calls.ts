import { Field } from '../../documents/field.ts';
import { DeadlineError, withDeadline } from '../../profiles/deadline.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Unread } from '../report.ts';

/** Everything that the checks may call: the IAM policy in the documentation allows these. */
export const AWS_ACTIONS = [
  'ec2:DescribeRouteTables',
  'ec2:DescribeSubnets',
  'eks:DescribeAccessEntry',
  'eks:DescribeCluster',
  'eks:DescribeFargateProfile',
  'iam:GetRole',
  'iam:ListAttachedRolePolicies',
  'servicequotas:GetAWSDefaultServiceQuota',
  'servicequotas:GetServiceQuota',
] as const;
export type AwsAction = (typeof AWS_ACTIONS)[number];

export interface CallLimits {
  readonly clock: Clock;
  /** Of one call with its retries. */
  readonly callTimeoutMs: number;
  /** Ends all of them. */
  readonly signal: AbortSignal;
}

/** How an answer begins; parsers get a {@link Field}, since the SDK hands on whatever a proxy answers. */
type Send = (abortSignal: AbortSignal) => Promise<unknown>;

/** Calls AWS, and keeps what could not be read: each action once, so that a missing right is said once. */
export class AwsCalls {
  readonly #limits: CallLimits;
  readonly #unread = new Map<string, string>();

  constructor(limits: CallLimits) {
    this.#limits = limits;
  }

  get unread(): readonly Unread[] {
    return Array.from(this.#unread, ([action, reason]) => ({ action, reason }));
  }

  /** What another API did not answer. */
  addUnread({ action, reason }: Unread): void {
    this.#unread.set(action, reason);
  }

  /** Undefined where it could not be read. `absent`: the name of the error that says that there is no such thing. */
  async read<Result>(
    action: AwsAction,
    { send, parse, absent }: { send: Send; parse: (answer: Field) => Result; absent?: Absent<Result> },
  ): Promise<Result | undefined> {
    const { clock, callTimeoutMs: timeoutMs, signal } = this.#limits;
    // What is missing for one is missing for the next.
    if (this.#unread.has(action)) return undefined;
    try {
      return parse(new Field(await withDeadline({ clock, timeoutMs, signal }, send)));
    } catch (error) {
      if (absent !== undefined && error instanceof Error && error.name === absent.error) return absent.result;
      this.#unread.set(action, reasonOf(error, action, signal));
      return undefined;
    }
  }
}

interface Absent<Result> {
  readonly error: string;
  readonly result: Result;
}

/** One line. Later ones of a message may hold the session token: AWS answers a wrong signature with what was signed. */
function reasonOf(error: unknown, action: AwsAction, signal: AbortSignal): string {
  if (signal.aborted) return 'given up before it was answered';
  if (error instanceof DeadlineError) return `not answered: it ${error.message}`;
  if (!(error instanceof Error)) return 'not answered: unknown error';
  if (DENIALS.has(error.name)) return `needs the right to ${action}`;
  const [firstLine = ''] = error.message.split('\n', 1);
  return `not answered: ${[error.name, firstLine].filter((part) => part !== '').join(': ')}`;
}

/** As EC2, IAM and the other services call the same. Source: their API references, common errors. */
const DENIALS: ReadonlySet<string> = new Set(['UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException']);
