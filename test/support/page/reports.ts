import type { AuditedPod, AuditedWorkload, AuditReport, ReportedVerdict } from '../../../src/audit/report/report.ts';
import { AUDIT_CODES, RESULTS } from '../../../src/audit/result.ts';
import { TotalsCount } from '../../../src/audit/totals.ts';
import { PUBLIC_PRICES } from '../../../src/fargate/cost.ts';

export const PRICES = { currency: 'USD', ...PUBLIC_PRICES, hoursPerMonth: 730, source: 'public price' } as const;

/** What a test says of a pod; the rest is that of one that runs on Fargate as it should. */
export type PodParts = Partial<Omit<AuditedPod, 'result'>>;

export function onFargate({ code = 'on-fargate', ...parts }: PodParts = {}): AuditedPod {
  return {
    name: 'pod',
    result: AUDIT_CODES[code].result,
    code,
    message: 'is on Fargate profile web, as a new pod would be',
    fix: '',
    placement: 'fargate',
    node: 'fargate-ip-10-0-0-1.ec2.internal',
    profile: 'web',
    predictedProfile: 'web',
    requested: { vcpu: 0.2, gigabytes: 0.2 },
    provisioned: { vcpu: 0.25, gigabytes: 0.5 },
    ...parts,
  };
}

export function offFargate({ code = 'off-fargate', ...parts }: PodParts = {}): AuditedPod {
  return {
    name: 'pod',
    result: AUDIT_CODES[code].result,
    code,
    message: 'is on node ip-10-0-0-2.ec2.internal, off Fargate: no profile matches',
    fix: '',
    placement: 'other-node',
    node: 'ip-10-0-0-2.ec2.internal',
    requested: { vcpu: 0.2, gigabytes: 0.2 },
    ...parts,
  };
}

type WorkloadParts = Partial<
  Pick<AuditedWorkload, 'apiGroup' | 'kind' | 'namespace' | 'name' | 'sizes' | 'findings' | 'saving'>
>;

/** With the sums and verdicts that follow from its pods. */
export function workload(parts: WorkloadParts, podList: readonly AuditedPod[] = [onFargate()]): AuditedWorkload {
  const count = countOf(podList);
  const profiles = new Set(podList.flatMap(({ profile }) => (profile === undefined ? [] : [profile])));
  return {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'workload',
    sizes: [],
    findings: [],
    ...parts,
    ...count.totals(PRICES),
    result: count.worst(),
    profiles: [...profiles].toSorted(),
    verdicts: verdictsOn(podList),
    podList,
  };
}

type ReportParts = Partial<Pick<AuditReport, 'audited' | 'prices' | 'errors' | 'upgrade' | 'comparison'>>;

/** With the sums that follow from its workloads. */
export function report(workloads: readonly AuditedWorkload[], parts: ReportParts = {}): AuditReport {
  const pods = workloads.flatMap(({ podList }) => podList);
  const namespaces = Object.entries(Object.groupBy(workloads, ({ namespace }) => namespace));
  const profiles = Object.entries(Object.groupBy(pods, ({ profile = '' }) => profile)).filter(([name]) => name !== '');
  return {
    apiVersion: 'fargate-admission/v1alpha1',
    kind: 'AuditReport',
    audited: {
      at: '2026-11-26T12:01:00.000Z',
      version: '0.1.0',
      cluster: 'production',
      namespaces: [],
      profiles: 'profiles.json',
    },
    prices: PRICES,
    summary: countOf(pods).totals(PRICES),
    profiles: profiles.map(([name, of = []]) => ({ name, status: 'ACTIVE', ...countOf(of).totals(PRICES) })),
    namespaces: namespaces.map(([name, of = []]) => ({
      name,
      ...countOf(of.flatMap(({ podList }) => podList)).totals(PRICES),
    })),
    workloads: workloads.toSorted((a, b) => RESULTS.indexOf(a.result) - RESULTS.indexOf(b.result)),
    errors: [],
    notes: [],
    ...parts,
  };
}

function countOf(pods: readonly AuditedPod[]): TotalsCount {
  const count = new TotalsCount();
  for (const pod of pods) count.add(pod);
  return count;
}

function verdictsOn(pods: readonly AuditedPod[]): readonly ReportedVerdict[] {
  const groups = Object.values(Object.groupBy(pods, ({ code }) => code));
  return groups
    .flatMap((group) =>
      group.slice(0, 1).map(({ result, code, message, fix }) => ({ result, code, message, fix, pods: group.length })),
    )
    .toSorted((a, b) => RESULTS.indexOf(a.result) - RESULTS.indexOf(b.result));
}
