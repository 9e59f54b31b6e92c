import type { DemandCount } from '../aws-checks/demand.ts';
import { type ClusterPod, parseClusterPod } from '../documents/workloads/cluster-pod.ts';
import type { ReportedPrices } from '../fargate/price-list.ts';
import { compareNames, type ProfileSet } from '../fargate/profile-set.ts';
import { ClusterReading, type ClusterReadingOptions, readFacts } from './cluster-reading.ts';
import { workloadKey } from './controllers.ts';
import { countMissing, countPod } from './fargate-demand.ts';
import { type JudgedPod, judgePod } from './judge.ts';
import type { ClusterFacts } from './pod-case.ts';
import type {
  AuditError,
  Audited,
  AuditedWorkload,
  AuditReport,
  NamespaceTotals,
  ProfileTotals,
  Totals,
} from './report/report.ts';
import { compareResults } from './result.ts';
import { TotalsCount } from './totals.ts';
import { DisruptionBudgets } from './upgrade/disruption-budgets.ts';
import { UpgradeCount, type UpgradeFacts } from './upgrade/upgrade-report.ts';
import { minorVersionIn } from './version-skew.ts';
import { auditedPod, WorkloadCount } from './workload-count.ts';

export interface AuditOptions extends ClusterReadingOptions {
  /** Minor versions; undefined: kubelets are not compared. */
  readonly upgrade?: Pick<UpgradeFacts, 'controlPlane' | 'target'> | undefined;
  readonly profiles: ProfileSet;
  /** Takes in what the pods take and would take of the AWS account. */
  readonly demand?: DemandCount | undefined;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly about: Pick<Audited, 'version' | 'cluster' | 'profiles'>;
  /** By the region of the cluster; undefined where no node says it. */
  readonly pricesIn: (region: string | undefined) => ReportedPrices;
}

/** Compares where the pods of a cluster run with where new ones would run. @throws UnreadableClusterError */
export async function auditCluster(options: AuditOptions): Promise<AuditReport> {
  const { profiles, demand, nowMs, about, pricesIn, namespaces } = options;
  const reading = new ClusterReading(options);
  const facts = await readFacts(reading, { profiles, nowMs });
  const count = new AuditCount(facts);
  const upgrade = options.upgrade && new UpgradeCount({ ...options.upgrade, ...(await readUpgradeFacts(reading)) });
  await reading.read('pods', (item) => {
    const judged = count.add(parseClusterPod(item));
    upgrade?.add(judged);
    if (demand !== undefined) countPod(demand, judged);
  });
  reading.requirePods();
  if (demand !== undefined) countMissing(demand, facts.controllers.missingPods, profiles);
  const report = count.report({
    audited: {
      at: new Date(nowMs).toISOString(),
      ...(facts.region === undefined ? {} : { region: facts.region }),
      namespaces,
      ...about,
    },
    prices: pricesIn(facts.region),
    errors: reading.errors,
    notes: reading.notes,
  });
  return upgrade === undefined ? report : { ...report, upgrade: upgrade.report() };
}

async function readUpgradeFacts(reading: ClusterReading): Promise<Pick<UpgradeFacts, 'kubelets' | 'budgets'>> {
  const kubelets = new Map<string, number>();
  const budgets = new DisruptionBudgets();
  await Promise.all([
    reading.readCluster(
      'nodeStatuses',
      (node) => {
        const name = node.get('metadata').get('name').string() ?? '';
        const kubelet = node.get('status').get('nodeInfo').get('kubeletVersion').string() ?? '';
        const minor = minorVersionIn(kubelet);
        if (minor !== undefined) kubelets.set(name, minor);
      },
      'so the versions of kubelets are not known',
    ),
    reading.read('podDisruptionBudgets', (budget) => budgets.add(budget)),
  ]);
  return { kubelets, budgets };
}

/** Takes in a cluster pod by pod: what is kept of each is a row. */
export class AuditCount {
  readonly #facts: ClusterFacts;
  readonly #total = new TotalsCount();
  readonly #byNamespace = new Map<string, TotalsCount>();
  readonly #byProfile = new Map<string, TotalsCount>();
  readonly #byWorkload = new Map<string, WorkloadCount>();

  constructor(facts: ClusterFacts) {
    this.#facts = facts;
  }

  add(clusterPod: ClusterPod): JudgedPod {
    const judged = judgePod(clusterPod, this.#facts);
    const pod = auditedPod(judged);
    const { namespace } = judged.workload;
    this.#total.add(pod);
    entry(this.#byNamespace, namespace, () => new TotalsCount()).add(pod);
    if (pod.profile !== undefined) entry(this.#byProfile, pod.profile, () => new TotalsCount()).add(pod);
    const workload = entry(this.#byWorkload, workloadKey(judged.workload), () => new WorkloadCount(judged.workload));
    workload.add(pod, judged);
    return judged;
  }

  report({ audited, prices, errors, notes }: ReportContext): AuditReport {
    const workloads = Array.from(this.#byWorkload.values(), (workload) => workload.workload(prices));
    return {
      apiVersion: 'fargate-admission/v1alpha1',
      kind: 'AuditReport',
      audited,
      prices,
      summary: withErrors(this.#total.totals(prices), errors),
      profiles: this.#profiles(prices),
      namespaces: this.#namespaces(prices),
      workloads: workloads.toSorted(worstFirst),
      errors,
      notes,
    };
  }

  /** All that the cluster has, and those that only pods name. */
  #profiles(prices: ReportedPrices): readonly ProfileTotals[] {
    const { byName } = this.#facts.profiles;
    const names = new Set([...byName.keys(), ...this.#byProfile.keys()]);
    return [...names].toSorted().map((name) => ({
      name,
      ...statusOf(byName, name),
      ...(this.#byProfile.get(name) ?? new TotalsCount()).totals(prices),
    }));
  }

  #namespaces(prices: ReportedPrices): readonly NamespaceTotals[] {
    const entries = [...this.#byNamespace].toSorted(([a], [b]) => compareNames(a, b));
    return entries.map(([name, count]) => ({ name, ...count.totals(prices) }));
  }
}

export interface ReportContext {
  readonly audited: Audited;
  readonly prices: ReportedPrices;
  readonly errors: readonly AuditError[];
  readonly notes: readonly string[];
}

/** What could not be read counts as a result, so that the totals show that they are incomplete. */
function withErrors(totals: Totals, errors: readonly AuditError[]): Totals {
  return { ...totals, results: { ...totals.results, error: totals.results.error + errors.length } };
}

function statusOf(profiles: ProfileSet['byName'], name: string): Pick<ProfileTotals, 'status'> {
  const status = profiles.get(name)?.profile.status;
  return status === undefined ? {} : { status };
}

function entry<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}

function worstFirst(a: AuditedWorkload, b: AuditedWorkload): number {
  return (
    compareResults(a.result, b.result) ||
    compareNames(a.namespace, b.namespace) ||
    compareNames(a.kind, b.kind) ||
    compareNames(a.name, b.name)
  );
}
