import { type AwsCheck, awsCheck } from './check.ts';
import type { Demand } from './demand.ts';
import type { AccountFacts } from './facts.ts';

/** The name of the quota, and its codes (seen in several public lists of quotas; AWS names the quota in its ECS guide). */
export const VCPU_QUOTA = {
  name: 'Fargate On-Demand vCPU resource count',
  serviceCode: 'fargate',
  quotaCode: 'L-3032A538',
} as const;

/** Close to the end of the quota: what else runs in the account is not known. */
const CLOSE = 0.8;

/** Whether the account may run so many vCPU on Fargate. */
export function checkQuota(
  { vcpuQuota, region }: AccountFacts,
  { vcpu: { running, arriving, leaving }, isPartial }: Demand,
): readonly AwsCheck[] {
  if (vcpuQuota === undefined) return [];
  const { vcpus, isDefault } = vcpuQuota;
  const least = Math.max(0, running + arriving - leaving);
  const place = isPartial ? 'in these namespaces' : 'in this cluster';
  const quota = isDefault ? `the default quota of ${vcpus}` : `a quota of ${vcpus}`;
  const message = `at least ${vcpuText(least)} vCPU would run ${place} (${vcpuText(running)} now), of ${quota} in ${region}, which all clusters and ECS tasks of the account share`;
  const isTooMuch = least > vcpus;
  if (isTooMuch && !isDefault) return [awsCheck('vcpu-quota-exceeded', SUBJECT, message)];
  const most = running + arriving;
  const isClose = isTooMuch || most > vcpus || least > vcpus * CLOSE;
  return [awsCheck(isClose ? 'vcpu-quota-close' : 'vcpu-quota-free', SUBJECT, message)];
}

const SUBJECT = `quota ${VCPU_QUOTA.name}`;

function vcpuText(vcpu: number): string {
  return String(Math.round(vcpu * 100) / 100);
}
