import { compileProfiles, type ProfileSet } from '../../fargate/profile-set.ts';
import { DeadlineError, withDeadline } from '../../profiles/deadline.ts';
import { createFileSource } from '../../profiles/file-source.ts';
import type { Ownership, SelectorNotice, UnreadNotice } from '../../profiles/placed-profiles.ts';
import { ProfileLoadError, type ProfileSource } from '../../profiles/source.ts';
import { systemClock } from '../../runtime/clock.ts';
import type { ProfileOrigin } from '../../settings/config.ts';
import { SETTINGS } from '../../settings/table.ts';
import type { Terminal } from './command.ts';
import { printable } from './terminal-text.ts';

/** The command that loads profiles. */
export interface ProfileReader extends Pick<Terminal, 'environment' | 'printError' | 'readInput'> {
  /** Ends the load early. */
  readonly signal?: AbortSignal;
}

/** EKS answers in well under a second; this leaves room for the SDK's three attempts. */
const EKS_CALL_TIMEOUT_MS = 15_000;

/** For all calls together: a user waits for the result. */
const LOAD_TIMEOUT_MS = 60_000;

/** The profiles as they are now, for a command that asks once. @throws ProfileLoadError */
export async function loadProfiles(origin: ProfileOrigin, reader: ProfileReader): Promise<ProfileSet> {
  return loadFrom(await openSource(origin, reader), { signal: reader.signal });
}

export async function openSource(origin: ProfileOrigin, reader: ProfileReader): Promise<ProfileSource> {
  return origin.kind === 'files' ? fileSource(origin, reader) : eksSource(origin, reader);
}

interface LoadOptions {
  /** Ends the load early. */
  readonly signal: AbortSignal | undefined;
  /** Whether profiles that were described a while ago are described again. */
  readonly describeAll?: boolean;
}

/** The profiles of one source as they are now. @throws ProfileLoadError */
export async function loadFrom(
  source: ProfileSource,
  { signal = new AbortController().signal, describeAll = true }: LoadOptions,
): Promise<ProfileSet> {
  const deadline = { clock: systemClock, timeoutMs: LOAD_TIMEOUT_MS, signal };
  try {
    return compileProfiles(await withDeadline(deadline, (ending) => source.load({ signal: ending, describeAll })));
  } catch (error) {
    if (!(error instanceof DeadlineError)) throw error;
    throw new ProfileLoadError(`loading the profiles failed: it ${error.message}`, { cause: error });
  }
}

function fileSource(
  origin: Extract<ProfileOrigin, { kind: 'files' }>,
  { printError, readInput }: ProfileReader,
): ProfileSource {
  return createFileSource({ ...origin, readInput, ...noticesTo(printError) });
}

/** Reports on standard error which profiles and selectors of files or resources are ignored. */
export function noticesTo(
  printError: ProfileReader['printError'],
): Pick<Ownership, 'onForeignProfile'> & SelectorNotice & UnreadNotice {
  const report = (line: string): void => printError(`${printable(line)}\n`);
  return {
    onForeignProfile: ({ name, clusterName }) =>
      report(`profile ${name} belongs to cluster ${clusterName} and is ignored`),
    onUnreadProfile: (reason) => report(`skipped: ${reason}`),
    onImpossibleSelector: ({ profileName, selectorIndex, reason }) =>
      report(`profile ${profileName}: selector ${selectorIndex} matches no pod: ${reason}`),
  };
}

async function eksSource(
  { clusterName, region, awsProfile }: Extract<ProfileOrigin, { kind: 'eks' }>,
  { environment, printError }: ProfileReader,
): Promise<ProfileSource> {
  const [{ createEksApi }, { createEksSource }] = await Promise.all([
    import('../../profiles/eks-api.ts'),
    import('../../profiles/eks-source.ts'),
  ]);
  const callTimeoutMs = EKS_CALL_TIMEOUT_MS;
  const account = { region, awsProfile };
  const api = createEksApi({ clusterName, account, clock: systemClock, callTimeoutMs, proxyEnvironment: environment });
  return createEksSource({
    api,
    clock: systemClock,
    describeIntervalMs: SETTINGS.describeIntervalMs.default,
    // A first load has no earlier descriptions, and fails as a whole.
    onDescribeFailed: ({ profileName }) =>
      printError(`${printable(`profile ${profileName}: not described again, its last description stays`)}\n`),
  });
}
