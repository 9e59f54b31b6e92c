import type { CountedPods, DemandCount } from '../aws-checks/demand.ts';
import { capacityOf, parseCapacity } from '../fargate/capacity.ts';
import { podFindings } from '../fargate/check-pod.ts';
import type { Pod } from '../fargate/pod.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';
import type { MissingPods, Template } from './controllers.ts';
import type { JudgedPod } from './judge.ts';
import { predictNewPod } from './placement.ts';
import type { AuditCode } from './result.ts';

/** A pod with one of these verdicts does not start, whatever the account has. */
const NEVER_STARTS: ReadonlySet<AuditCode> = new Set(['refused-by-fargate', 'no-matching-profile', 'being-deleted']);

/** A pod of the cluster. One that has finished holds its node, and with it an address, until it is deleted (seen). */
export function countPod(demand: DemandCount, { clusterPod, placement, verdict }: JudgedPod): void {
  const { pod, provisioned } = clusterPod;
  if (placement.kind === 'fargate' && placement.isByEks) {
    demand.add('running', { profile: placement.profileName, vcpu: vcpuOf(provisioned, pod), count: 1 });
  }
  if (placement.kind !== 'fargate-pending' || NEVER_STARTS.has(verdict.code) || clusterPod.phase !== 'Pending') return;
  demand.add('arriving', { profile: placement.profileName, vcpu: vcpuOf(provisioned, pod), count: 1 });
}

/** Pods that their controllers still have to create. */
export function countMissing(demand: DemandCount, missing: readonly MissingPods[], profiles: ProfileSet): void {
  for (const { pod, count } of missing) {
    const counted = startingPods({ pod, template: { kind: 'itself' }, count }, profiles);
    if (counted !== undefined) demand.add('arriving', counted);
  }
}

export interface NewPods extends MissingPods {
  readonly template: Template;
}

/** Undefined where they would not run on Fargate, or Fargate would refuse them. */
export function startingPods({ pod, template, count }: NewPods, profiles: ProfileSet): CountedPods | undefined {
  const { newPod, prediction } = predictNewPod(pod, template, profiles);
  if (prediction.kind !== 'fargate') return undefined;
  const findings = podFindings({ pod: newPod, prediction, profiles, workloadLabels: {}, keepsFinishedPods: false });
  if (findings.some(({ severity }) => severity === 'error')) return undefined;
  return { profile: prediction.profile.name, vcpu: vcpuOf(undefined, newPod), count };
}

/** As EKS says it, else as predicted. A pod without a size does not start. */
export function vcpuOf(provisioned: string | undefined, pod: Pod): number {
  const capacity = parseCapacity(provisioned ?? '') ?? capacityOf(pod);
  return capacity.kind === 'provisioned' ? capacity.vcpu : 0;
}
