import { compareNames } from '../../fargate/profile-set.ts';
import { type WorkloadReference, workloadKey } from '../controllers.ts';
import type { JudgedPod } from '../judge.ts';
import { compareResults, type Result } from '../result.ts';
import { describeSkew, skewOf } from '../version-skew.ts';
import type { DisruptionBudget, DisruptionBudgets } from './disruption-budgets.ts';

/** What a change of the version of Kubernetes means for the pods on Fargate, which keep the kubelet that they started with. */
export interface UpgradeReport {
  /** `1.36`, of the control plane. */
  readonly from: string;
  /** `1.37` */
  readonly to: string;
  /** Pods on Fargate whose kubelet is known. */
  readonly pods: Readonly<Record<'fail' | 'warn' | 'pass', number>>;
  /** Pods on Fargate whose node could not be read. */
  readonly unknownPods: number;
  /** Those to restart, in an order that leaves what budgets protect for last. */
  readonly workloads: readonly UpgradedWorkload[];
  /** Budgets of pods on Fargate that allow no eviction: when EKS patches nodes, it deletes such pods in the end. */
  readonly blockingBudgets: readonly Required<DisruptionBudget>[];
}

export interface UpgradedWorkload extends WorkloadReference {
  readonly result: Result;
  /** Of the oldest kubelet. */
  readonly message: string;
  readonly pods: number;
  /** Pods by the version of their kubelet, such as `1.33`. */
  readonly kubelets: Readonly<Record<string, number>>;
  /** Names of the budgets that protect its pods. */
  readonly budgets: readonly string[];
  /** Commands that restart its pods and wait until they run. */
  readonly restart: readonly string[];
}

export interface UpgradeFacts {
  /** Minor versions. */
  readonly controlPlane: number;
  readonly target: number;
  /** Of Fargate nodes, by name. */
  readonly kubelets: ReadonlyMap<string, number>;
  readonly budgets: DisruptionBudgets;
}

interface Behind {
  readonly workload: WorkloadReference;
  readonly kubelets: Map<number, number>;
  readonly budgets: Map<string, DisruptionBudget>;
  readonly nodes: string[];
  pods: number;
}

/** Takes in the pods on Fargate. */
export class UpgradeCount {
  readonly #facts: UpgradeFacts;
  readonly #pods = { fail: 0, warn: 0, pass: 0 };
  #unknownPods = 0;
  readonly #behind = new Map<string, Behind>();
  readonly #blocking = new Map<string, Required<DisruptionBudget>>();

  constructor(facts: UpgradeFacts) {
    this.#facts = facts;
  }

  add({ placement, clusterPod, workload }: JudgedPod): void {
    const isOver = clusterPod.isBeingDeleted || clusterPod.phase === 'Succeeded' || clusterPod.phase === 'Failed';
    if (placement.kind !== 'fargate' || !placement.isByEks || isOver) return;
    const budgets = this.#facts.budgets.of(clusterPod.pod);
    for (const { forbids, ...budget } of budgets) {
      if (forbids !== undefined) this.#blocking.set(`${budget.namespace}/${budget.name}`, { ...budget, forbids });
    }
    const kubelet = this.#facts.kubelets.get(placement.nodeName);
    if (kubelet === undefined) {
      this.#unknownPods += 1;
      return;
    }
    const result = resultOf(kubelet, this.#facts);
    this.#pods[result] += 1;
    if (result === 'pass') return;
    const key = workloadKey(workload);
    const entry: Behind = this.#behind.get(key) ?? {
      workload,
      kubelets: new Map(),
      budgets: new Map(),
      nodes: [],
      pods: 0,
    };
    this.#behind.set(key, entry);
    entry.pods += 1;
    entry.nodes.push(placement.nodeName);
    entry.kubelets.set(kubelet, (entry.kubelets.get(kubelet) ?? 0) + 1);
    for (const budget of budgets) entry.budgets.set(budget.name, budget);
  }

  report(): UpgradeReport {
    const { controlPlane, target } = this.#facts;
    return {
      from: `1.${controlPlane}`,
      to: `1.${target}`,
      pods: { ...this.#pods },
      unknownPods: this.#unknownPods,
      workloads: [...this.#behind.values()].toSorted(leastProtectedFirst).map((one) => workloadOf(one, this.#facts)),
      blockingBudgets: [...this.#blocking.values()].toSorted((a, b) => compareNames(a.name, b.name)),
    };
  }
}

/**
 * EKS refuses to update a control plane while Fargate pods have another minor version than it has: "Kubelet version of Fargate
 * pods must be updated to match cluster version" (seen up to 1.25). Whether it still does is open.
 */
function resultOf(kubelet: number, { controlPlane, target }: UpgradeFacts): 'fail' | 'warn' | 'pass' {
  const { kind } = skewOf(kubelet, target);
  if (kind === 'too-old' || kind === 'newer') return 'fail';
  return kubelet === controlPlane ? 'pass' : 'warn';
}

function messageFor(kubelet: number, facts: UpgradeFacts): string {
  const { controlPlane, target } = facts;
  const skew = skewOf(kubelet, target);
  const here = `has a kubelet of 1.${kubelet}`;
  if (skew.kind === 'newer' && target < controlPlane) {
    return `${here}, newer than 1.${target}, which Kubernetes does not support: restart it after the rollback, since a new pod gets the version of the control plane`;
  }
  if (skew.kind === 'too-old' || skew.kind === 'newer')
    return `${here}; beside 1.${target} that is ${describeSkew(skew)}`;
  return `${here}, and the control plane has 1.${controlPlane}: EKS may refuse to update the control plane until the pods have its version`;
}

function workloadOf({ workload, kubelets, budgets, nodes, pods }: Behind, facts: UpgradeFacts): UpgradedWorkload {
  const versions = [...kubelets].toSorted(([a], [b]) => a - b);
  const isCurrent = versions.every(([kubelet]) => kubelet === facts.controlPlane);
  const results = versions.map(([kubelet]) => resultOf(kubelet, facts)).toSorted(compareResults);
  const worst = versions.find(([kubelet]) => resultOf(kubelet, facts) === results[0])?.[0] ?? 0;
  return {
    ...workload,
    result: results[0] ?? 'warn',
    message: messageFor(worst, facts),
    pods,
    kubelets: Object.fromEntries(versions.map(([kubelet, count]) => [`1.${kubelet}`, count])),
    budgets: [...budgets.keys()].toSorted(compareNames),
    // A new pod gets the version of the control plane: one that has it already gains nothing.
    restart: facts.target > facts.controlPlane && isCurrent ? [] : restartOf(workload, nodes),
  };
}

/** Nothing else is at risk while a workload restarts whose pods no budget protects. */
function leastProtectedFirst(a: Behind, b: Behind): number {
  const [first, second] = [a.workload, b.workload];
  return (
    protectionOf(a) - protectionOf(b) ||
    compareNames(first.namespace, second.namespace) ||
    compareNames(first.name, second.name)
  );
}

function protectionOf({ budgets }: Behind): number {
  if (budgets.size === 0) return 0;
  return [...budgets.values()].some(({ forbids }) => forbids !== undefined) ? 2 : 1;
}

const ROLLED_OUT: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet']);
const ENDING: ReadonlySet<string> = new Set(['Job', 'CronJob']);

/**
 * A rollout replaces pods as its strategy says, and the wait keeps two workloads of one budget from restarting at once. The node
 * of a Fargate pod has no other pod: draining it evicts the pod as its budget allows.
 */
function restartOf({ kind, namespace, name }: WorkloadReference, nodes: readonly string[]): readonly string[] {
  if (kind === 'Pod') return [`# pod ${name} -n ${namespace} has no controller: create it again from its manifest`];
  if (ENDING.has(kind)) return [`# ${kind.toLowerCase()} ${name} -n ${namespace}: wait until its pods end`];
  if (!ROLLED_OUT.has(kind)) {
    return nodes.map((node) => `kubectl drain ${node} --ignore-daemonsets --delete-emptydir-data`);
  }
  const target = `${kind.toLowerCase()}/${name} -n ${namespace}`;
  return [`kubectl rollout restart ${target}`, `kubectl rollout status ${target}`];
}
