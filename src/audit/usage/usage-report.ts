import { formatCapacity, parseCapacity, smallestSize } from '../../fargate/capacity.ts';
import { type Amount, provisionedAmount, requestedAmount } from '../../fargate/cost.ts';
import { monthly, rounded } from '../../fargate/estimate.ts';
import type { ReportedPrices } from '../../fargate/price-list.ts';
import type { WorkloadReference } from '../controllers.ts';
import type { AuditedPod, AuditedWorkload } from '../report/report.ts';

/** What pods use, in the amounts of a Kubernetes quantity: thousandths of a vCPU, and of a byte. */
export interface PodUsage {
  readonly cpu: bigint;
  readonly memory: bigint;
}

/** By `namespace/name` of the pod. */
export type UsageByPod = ReadonlyMap<string, PodUsage>;

/** What the pods on Fargate use beside what they request. It is advice: the past says nothing certain of the next peak. */
export interface UsageReport {
  /** Where the figures come from and what they are, in words. */
  readonly source: string;
  /** Pods on Fargate that there is a figure of. */
  readonly measuredPods: number;
  /** Pods on Fargate that there is none of. */
  readonly unmeasuredPods: number;
  /** With measured pods on Fargate; the one that could save most first. */
  readonly workloads: readonly UsedWorkload[];
}

export interface UsedWorkload extends WorkloadReference {
  /** Measured. */
  readonly pods: number;
  /** The most that one of its pods requests. */
  readonly requested: Amount;
  /** The most that one of its pods uses. */
  readonly used: Amount;
  /** Provisioned now, in EKS's words. */
  readonly sizes: readonly string[];
  /** What requests of just that use would get, in EKS's words; absent where no size is large enough. */
  readonly sizeForUse?: string;
  /** Of the measured pods with that size; negative where they use more than they request. */
  readonly savedPerMonth: number;
}

export interface UsageFigures {
  readonly source: string;
  readonly byPod: UsageByPod;
}

export function usageReport(
  workloads: readonly AuditedWorkload[],
  { source, byPod }: UsageFigures,
  prices: ReportedPrices,
): UsageReport {
  const measured = workloads.map((workload) => measure(workload, byPod));
  const all = workloads.flatMap(({ podList }) => podList.filter(isProvisioned)).length;
  const measuredPods = measured.reduce((sum, { pods }) => sum + pods.length, 0);
  return {
    source,
    measuredPods,
    unmeasuredPods: all - measuredPods,
    workloads: measured
      .flatMap((one) => usedWorkload(one, prices))
      .toSorted((a, b) => b.savedPerMonth - a.savedPerMonth),
  };
}

interface ProvisionedPod extends AuditedPod {
  readonly provisioned: Amount;
}

interface MeasuredWorkload {
  readonly workload: AuditedWorkload;
  readonly pods: readonly { readonly pod: ProvisionedPod; readonly usage: PodUsage }[];
}

function measure(workload: AuditedWorkload, byPod: UsageByPod): MeasuredWorkload {
  const pods = workload.podList.filter(isProvisioned).flatMap((pod) => {
    const usage = byPod.get(`${workload.namespace}/${pod.name}`);
    return usage === undefined ? [] : [{ pod, usage }];
  });
  return { workload, pods };
}

function isProvisioned(pod: AuditedPod): pod is ProvisionedPod {
  return pod.provisioned !== undefined && pod.placement === 'fargate';
}

function usedWorkload({ workload, pods }: MeasuredWorkload, prices: ReportedPrices): readonly UsedWorkload[] {
  if (pods.length === 0) return [];
  const { kind, namespace, name } = workload;
  const used = { cpu: most(pods.map(({ usage }) => usage.cpu)), memory: most(pods.map(({ usage }) => usage.memory)) };
  const size = smallestSize(used);
  const sizeForUse = size.kind === 'provisioned' ? { sizeForUse: formatCapacity(size) } : {};
  const billed = size.kind === 'provisioned' ? monthly(provisionedAmount(size), prices) : undefined;
  const now = pods.map(({ pod }) => monthly(pod.provisioned, prices));
  const saved = billed === undefined ? 0 : now.reduce((sum, cost) => sum + cost - billed, 0);
  return [
    {
      kind,
      namespace,
      name,
      pods: pods.length,
      requested: mostAmount(pods.map(({ pod }) => pod.requested)),
      used: rounded(requestedAmount(used)),
      sizes: workload.sizes.filter((text) => parseCapacity(text) !== undefined),
      ...sizeForUse,
      savedPerMonth: Math.round(saved * 100) / 100,
    },
  ];
}

function most(amounts: readonly bigint[]): bigint {
  return amounts.reduce((largest, amount) => (amount > largest ? amount : largest), 0n);
}

function mostAmount(amounts: readonly Amount[]): Amount {
  return rounded({
    vcpu: Math.max(...amounts.map(({ vcpu }) => vcpu)),
    gigabytes: Math.max(...amounts.map(({ gigabytes }) => gigabytes)),
  });
}
