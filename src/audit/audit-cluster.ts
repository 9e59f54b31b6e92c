import { type ClusterPod, parseClusterPod } from '../documents/workloads/cluster-pod.ts';
import { compareNames, type ProfileSet } from '../fargate/profile-set.ts';
import { ClusterReading, type ClusterReadingOptions, readFacts } from './cluster-reading.ts';
import { judgePod } from './judge.ts';
import type { ClusterFacts } from './pod-case.ts';
import type {
  AuditError,
  Audited,
  AuditedWorkload,
  AuditReport,
  NamespaceTotals,
  ProfileTotals,
  ReportedPrices,
  Totals,
} from './report/report.ts';
import { compareResults } from './result.ts';
import { TotalsCount } from './totals.ts';
import { auditedPod, WorkloadCount } from './workload-count.ts';

export interface AuditOptions extends ClusterReadingOptions {
  readonly profiles: ProfileSet;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly about: Pick<Audited, 'version' | 'cluster' | 'profiles'>;
  /** By the region of the cluster; undefined where no node says it. */
  readonly pricesIn: (region: string | undefined) => ReportedPrices;
}

/** Compares where the pods of a cluster run with where new ones would run. @throws UnreadableClusterError */
export async function auditCluster(options: AuditOptions): Promise<AuditReport> {
  const { profiles, nowMs, about, pricesIn, namespaces } = options;
  const reading = new ClusterReading(options);
  const facts = await readFacts(reading, { profiles, nowMs });
  const count = new AuditCount(facts);
  await reading.read('pods', (item) => count.add(parseClusterPod(item)));
  reading.requirePods();
  return count.report({
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

  add(clusterPod: ClusterPod): void {
    const judged = judgePod(clusterPod, this.#facts);
    const pod = auditedPod(judged);
    const { kind, namespace, name } = judged.workload;
    this.#total.add(pod);
    entry(this.#byNamespace, namespace, () => new TotalsCount()).add(pod);
    if (pod.profile !== undefined) entry(this.#byProfile, pod.profile, () => new TotalsCount()).add(pod);
    const workload = entry(this.#byWorkload, `${kind}/${namespace}/${name}`, () => new WorkloadCount(judged.workload));
    workload.add(pod, judged);
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
