import { type Amount, addAmounts, type Prices } from '../../fargate/cost.ts';
import { monthly, rounded } from '../../fargate/estimate.ts';
import { compareNames } from '../../fargate/profile-set.ts';
import { type WorkloadReference, workloadKey } from '../controllers.ts';
import { compareResults, type Result } from '../result.ts';
import { type PlannedPod, type PodToPlan, planPod } from './plan-pod.ts';
import {
  PLANNED_CHANGES,
  type PlannedChange,
  type PlannedPods,
  type PlannedTotals,
  type PlannedWorkload,
  type PlanSummary,
} from './plan-report.ts';
import type { PlannedDemand } from './planned-demand.ts';
import type { PlannedProfiles } from './planned-profiles.ts';

/** Takes in pods, and adds up what becomes of them. */
export class PlanCount {
  readonly #profiles: PlannedProfiles;
  readonly #demand: PlannedDemand | undefined;
  readonly #workloads = new Map<
    string,
    { readonly workload: WorkloadReference; readonly groups: Map<string, Group> }
  >();
  readonly #changes = new Map<PlannedChange, number>();
  #pods = 0;
  #refused = 0;
  #stopped = 0;
  #before = NOTHING;
  #after = NOTHING;

  /** `demand` undefined: the AWS account is not checked. */
  constructor(profiles: PlannedProfiles, demand?: PlannedDemand) {
    this.#profiles = profiles;
    this.#demand = demand;
  }

  add(podToPlan: PodToPlan): void {
    const { count } = podToPlan;
    const planned = planPod(podToPlan, this.#profiles);
    this.#demand?.add(podToPlan, planned);
    this.#pods += count;
    this.#changes.set(planned.change, (this.#changes.get(planned.change) ?? 0) + count);
    if (planned.refusals.length > 0) this.#refused += count;
    if (planned.isStopped) this.#stopped += count;
    this.#before = added(this.#before, planned.amountBefore, count);
    this.#after = added(this.#after, planned.amountAfter, count);
    if (planned.change !== 'unchanged' || planned.isStopped) this.#addTo(podToPlan, planned);
  }

  summary(prices: Prices): PlanSummary {
    const of = (change: PlannedChange): number => this.#changes.get(change) ?? 0;
    return {
      pods: this.#pods,
      changes: {
        'moves-to-fargate': of('moves-to-fargate'),
        'leaves-fargate': of('leaves-fargate'),
        'stays-off-fargate': of('stays-off-fargate'),
        unknown: of('unknown'),
        'changes-profile': of('changes-profile'),
        'changes-size': of('changes-size'),
        unchanged: of('unchanged'),
      },
      refused: this.#refused,
      stopped: this.#stopped,
      before: totalsOf(this.#before, prices),
      after: totalsOf(this.#after, prices),
    };
  }

  workloads(): readonly PlannedWorkload[] {
    return Array.from(this.#workloads.values(), ({ workload, groups }) =>
      workloadOf(workload, [...groups.values()]),
    ).toSorted(worstFirst);
  }

  #addTo({ workload, count, onFargate, isFromFile }: PodToPlan, planned: PlannedPod): void {
    const key = workloadKey(workload);
    const entry = this.#workloads.get(key) ?? { workload, groups: new Map<string, Group>() };
    this.#workloads.set(key, entry);
    const groupKey = JSON.stringify([
      planned.change,
      planned.from,
      planned.to,
      planned.sizeBefore,
      planned.sizeAfter,
      planned.restartsOffFargate,
    ]);
    const group = entry.groups.get(groupKey) ?? { planned, isFromFile, pods: 0, onFargateNow: 0, stopped: 0 };
    entry.groups.set(groupKey, {
      ...group,
      pods: group.pods + count,
      onFargateNow: group.onFargateNow + (onFargate === undefined ? 0 : count),
      stopped: group.stopped + (planned.isStopped ? count : 0),
    });
  }
}

interface Group {
  /** The first of them. */
  readonly planned: PlannedPod;
  readonly isFromFile: boolean;
  readonly pods: number;
  readonly onFargateNow: number;
  readonly stopped: number;
}

interface OnFargate {
  readonly pods: number;
  readonly amount: Amount;
}

const NOTHING: OnFargate = { pods: 0, amount: { vcpu: 0, gigabytes: 0 } };

function added({ pods, amount }: OnFargate, more: Amount | undefined, count: number): OnFargate {
  if (more === undefined) return { pods, amount };
  const all = { vcpu: more.vcpu * count, gigabytes: more.gigabytes * count };
  const { storageGigabytes } = more;
  const storage = storageGigabytes === undefined ? {} : { storageGigabytes: storageGigabytes * count };
  return { pods: pods + count, amount: addAmounts(amount, { ...all, ...storage }) };
}

function totalsOf({ pods, amount }: OnFargate, prices: Prices): PlannedTotals {
  return { pods, provisioned: rounded(amount), costPerMonth: monthly(amount, prices) };
}

function workloadOf({ kind, namespace, name }: WorkloadReference, groups: readonly Group[]): PlannedWorkload {
  const changes = groups.map(podsOf).toSorted((a, b) => compareResults(a.result, b.result) || order(a) - order(b));
  return {
    kind,
    namespace,
    name,
    result: changes[0]?.result ?? 'pass',
    pods: changes.reduce((sum, { pods }) => sum + pods, 0),
    changes,
  };
}

function podsOf({ planned, isFromFile, pods, onFargateNow, stopped }: Group): PlannedPods {
  const { change, from, to, sizeBefore, sizeAfter, reason, refusals, restartsOffFargate } = planned;
  return {
    change,
    result: resultOf(change, refusals.length > 0 || stopped > 0),
    pods,
    ...(isFromFile ? {} : { onFargateNow }),
    stopped,
    restartsOffFargate,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(sizeBefore === undefined ? {} : { sizeBefore }),
    ...(sizeAfter === undefined ? {} : { sizeAfter }),
    reason,
    refusals: refusals.map(({ severity, code, field, message, fix }) => ({
      severity,
      code,
      field: field.toString(),
      message,
      fix,
    })),
  };
}

/** A pod that starts to run on Fargate is what a profile is made for; any other change deserves a look. */
function resultOf(change: PlannedChange, isBad: boolean): Result {
  if (isBad) return 'fail';
  return change === 'moves-to-fargate' ? 'pass' : 'warn';
}

function worstFirst(a: PlannedWorkload, b: PlannedWorkload): number {
  return compareResults(a.result, b.result) || compareNames(pathOf(a), pathOf(b));
}

function pathOf({ namespace, kind, name }: PlannedWorkload): string {
  return `${namespace}/${kind}/${name}`;
}

function order({ change }: PlannedPods): number {
  return PLANNED_CHANGES.indexOf(change);
}
