import type { AccountReading, ProfileToCheck, ReadAccount } from '../../../aws-checks/api/read-account.ts';
import type { Demand } from '../../../aws-checks/demand.ts';
import { type AwsChecksReport, checkAccount } from '../../../aws-checks/report.ts';
import { isObject } from '../../../documents/field.ts';
import type { KubernetesApi } from '../../../kubernetes/api.ts';
import { systemClock } from '../../../runtime/clock.ts';
import type { Terminal } from '../command.ts';
import { readAwsAuth } from './aws-auth.ts';
import { AWS_CHECKS, type CheckedCluster } from './request.ts';

/** Like EKS, these services answer in well under a second; this leaves room for the SDK's three attempts. */
const CALL_TIMEOUT_MS = 15_000;

/** For all calls together: a user waits for the result. */
const ALL_CALLS_TIMEOUT_MS = 60_000;

export interface PodsToCheck {
  readonly api: KubernetesApi;
  readonly profiles: readonly ProfileToCheck[];
  readonly demand: Demand;
}

export interface AwsChecks {
  readonly kind: 'loaded';
  run(pods: PodsToCheck): Promise<AwsChecksReport>;
}

/** One line. */
export interface MissingPackages {
  readonly kind: 'missing';
  readonly problem: string;
}

/** Loads the clients of EC2, IAM and Service Quotas, which are optional packages. Undefined where no checks are asked for. */
export async function loadAwsChecks(
  cluster: CheckedCluster | undefined,
  { environment }: Pick<Terminal, 'environment'>,
): Promise<AwsChecks | MissingPackages | undefined> {
  if (cluster === undefined) return undefined;
  try {
    const { readAccount } = await import('../../../aws-checks/api/read-account.ts');
    return { kind: 'loaded', run: (pods) => run(pods, { cluster, environment, readAccount }) };
  } catch (error) {
    if (!isObject(error) || !NOT_FOUND.has(error['code'])) throw error;
    return { kind: 'missing', problem: MISSING };
  }
}

/** Of Node.js for a package that is not installed: of `import`, and of `require`, as the program is shipped. */
const NOT_FOUND: ReadonlySet<unknown> = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);

const MISSING = `--${AWS_CHECKS.name}: this installation has no @aws-sdk/client-ec2, @aws-sdk/client-iam and @aws-sdk/client-service-quotas, which the container image leaves out; fix: use the executable, or npm install fargate-admission without --omit=optional`;

interface Reading extends Pick<Terminal, 'environment'> {
  readonly cluster: CheckedCluster;
  readonly readAccount: (reading: AccountReading) => Promise<ReadAccount>;
}

async function run(
  { api, profiles, demand }: PodsToCheck,
  { cluster, environment, readAccount }: Reading,
): Promise<AwsChecksReport> {
  const { clusterName, region, awsProfile } = cluster;
  const { facts, unread } = await readAccount({
    clusterName,
    profiles,
    account: { region, awsProfile },
    clock: systemClock,
    callTimeoutMs: CALL_TIMEOUT_MS,
    signal: AbortSignal.timeout(ALL_CALLS_TIMEOUT_MS),
    proxyEnvironment: environment,
    readAwsAuth: () => readAwsAuth(api),
  });
  return checkAccount(facts, demand, unread);
}
