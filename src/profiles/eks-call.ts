import { EKSServiceException } from '@aws-sdk/client-eks';
import { type Deadline, DeadlineError, withDeadline } from './deadline.ts';
import { ProfileLoadError } from './source.ts';

export interface EksCall extends Deadline {
  /** Operation and what it asks for, as the error message will name them. */
  readonly name: string;
}

/**
 * Carries out a call and gives it a deadline, which covers the search for credentials too: that knows no AbortSignal.
 *
 * @throws ProfileLoadError of one line. Log its message and not its cause: AWS answers a wrong signature with the
 * session token that was signed, on the later lines of its own message.
 */
export async function callEks<Result>(call: EksCall, act: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  try {
    return await withDeadline(call, act);
  } catch (error) {
    throw new ProfileLoadError(`${call.name} failed: ${reasonOf(error, call)}`, { cause: error });
  }
}

function reasonOf(error: unknown, { signal }: EksCall): string {
  if (signal.aborted) return 'given up before it was answered';
  if (!(error instanceof Error)) return 'unknown error';
  if (error instanceof DeadlineError) return error.message;
  const [firstLine = ''] = error.message.split('\n', 1);
  return [errorName(error), firstLine].filter((part) => part !== '').join(': ');
}

/** `ThrottlingException (HTTP 429)`, `ECONNREFUSED`, `CredentialsProviderError`, … */
function errorName(error: Error): string {
  if (error instanceof EKSServiceException)
    return `${error.name} (HTTP ${error.$metadata.httpStatusCode ?? 'unknown'})`;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
