import { capacityOf, formatCapacity, parseCapacity } from '../fargate/capacity.ts';
import { type Amount, billedAmount, type Prices, requestedAmount } from '../fargate/cost.ts';
import { rounded, savingFor } from '../fargate/estimate.ts';
import type { Finding } from '../fargate/finding.ts';
import { type EffectiveRequests, effectiveRequests } from '../fargate/requests.ts';
import type { WorkloadReference } from './controllers.ts';
import type { JudgedPod } from './judge.ts';
import type { AuditedPod, AuditedWorkload, ReportedFinding, ReportedVerdict } from './report/report.ts';
import { AUDIT_CODES, compareResults } from './result.ts';
import { TotalsCount } from './totals.ts';

/** Adds the pods of one workload up. */
export class WorkloadCount {
  readonly #workload: WorkloadReference;
  readonly #totals = new TotalsCount();
  readonly #pods: AuditedPod[] = [];
  readonly #verdicts = new Map<string, ReportedVerdict>();
  readonly #findings = new Map<string, ReportedFinding>();
  readonly #profiles = new Set<string>();
  readonly #sizes = new Set<string>();
  /** Of the first pod on Fargate: those of one workload ask for the same. */
  #requests: EffectiveRequests | undefined;

  constructor(workload: WorkloadReference) {
    this.#workload = workload;
  }

  add(pod: AuditedPod, { newPod, findings }: JudgedPod): void {
    this.#totals.add(pod);
    this.#pods.push(pod);
    this.#addVerdict(pod);
    for (const found of findings) this.#addFinding(found);
    if (pod.profile !== undefined) this.#profiles.add(pod.profile);
    if (pod.provisioned === undefined) return;
    const { vcpu, gigabytes } = pod.provisioned;
    this.#sizes.add(formatCapacity({ kind: 'provisioned', vcpu, memoryGB: gigabytes }));
    const requests = effectiveRequests(newPod);
    if (requests.kind === 'requests') this.#requests ??= requests;
  }

  workload(prices: Prices): AuditedWorkload {
    const totals = this.#totals.totals(prices);
    const saving = this.#requests && savingFor(this.#requests, totals.fargate.pods, prices);
    return {
      ...this.#workload,
      result: this.#totals.worst(),
      ...totals,
      profiles: [...this.#profiles].toSorted(),
      sizes: [...this.#sizes],
      verdicts: [...this.#verdicts.values()].toSorted((a, b) => compareResults(a.result, b.result)),
      findings: [...this.#findings.values()],
      ...(saving === undefined ? {} : { saving }),
      podList: this.#pods,
    };
  }

  #addVerdict({ result, code, message, fix }: AuditedPod): void {
    const pods = (this.#verdicts.get(code)?.pods ?? 0) + 1;
    this.#verdicts.set(code, { message, fix, ...this.#verdicts.get(code), result, code, pods });
  }

  #addFinding({ severity, code, field, message, fix }: Finding): void {
    const key = `${code} ${field}`;
    if (!this.#findings.has(key)) this.#findings.set(key, { severity, code, field: field.toString(), message, fix });
  }
}

/** What is kept of a pod once it is judged. */
export function auditedPod(judged: JudgedPod): AuditedPod {
  const { clusterPod, verdict, placement, prediction } = judged;
  return {
    name: clusterPod.name,
    result: AUDIT_CODES[verdict.code].result,
    ...verdict,
    placement: placement.kind,
    ...('nodeName' in placement ? { node: placement.nodeName } : {}),
    ...('profileName' in placement && placement.profileName !== undefined ? { profile: placement.profileName } : {}),
    ...(prediction.kind === 'fargate' ? { predictedProfile: prediction.profile.name } : {}),
    requested: requestedBy(judged),
    ...provisionedFor(judged),
  };
}

function requestedBy({ clusterPod }: JudgedPod): Amount {
  const requests = effectiveRequests(clusterPod.pod);
  return requests.kind === 'requests' ? rounded(requestedAmount(requests)) : { vcpu: 0, gigabytes: 0 };
}

/** EKS writes the size that it bills on the pod; until then the size is predicted. */
function provisionedFor({ clusterPod, placement }: JudgedPod): Pick<AuditedPod, 'provisioned' | 'isPredicted'> {
  if (placement.kind !== 'fargate' || !placement.isByEks) return {};
  const billed = parseCapacity(clusterPod.provisioned ?? '');
  if (billed !== undefined) return { provisioned: rounded(billedAmount(billed, clusterPod.pod)) };
  const predicted = capacityOf(clusterPod.pod);
  if (predicted.kind !== 'provisioned') return {};
  return { provisioned: rounded(billedAmount(predicted, clusterPod.pod)), isPredicted: true };
}
