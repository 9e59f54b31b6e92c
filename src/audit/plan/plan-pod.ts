import { type ClusterPod, parseClusterPod } from '../../documents/workloads/cluster-pod.ts';
import { capacityOf, formatCapacity, parseCapacity } from '../../fargate/capacity.ts';
import { podFindings } from '../../fargate/check-pod.ts';
import { type Amount, billedAmount } from '../../fargate/cost.ts';
import type { Finding } from '../../fargate/finding.ts';
import type { Pod } from '../../fargate/pod.ts';
import { type Prediction, reasonFor } from '../../fargate/prediction.ts';
import { ClusterReading, type ClusterReadingOptions, readFacts } from '../cluster-reading.ts';
import type { Controllers, Template, WorkloadReference } from '../controllers.ts';
import { type ActualPlacement, actualPlacement, type NewPod, predictNewPod } from '../placement.ts';
import type { ClusterFacts } from '../pod-case.ts';
import type { AuditError } from '../report/report.ts';
import type { PlannedChange } from './plan-report.ts';
import type { PlannedProfiles } from './planned-profiles.ts';

/** Pods that are alike, of a cluster or of a file. */
export interface PodToPlan {
  readonly workload: WorkloadReference;
  readonly pod: Pod;
  readonly template: Template;
  /** How many there are. */
  readonly count: number;
  /** Of a pod that EKS has taken for Fargate. */
  readonly onFargate: TakenPod | undefined;
  /** Whether there are pods that could be stopped, though it is not known where they run. */
  readonly isFromFile: boolean;
}

export interface TakenPod {
  readonly profileName: string | undefined;
  /** In EKS's words. */
  readonly provisioned: string | undefined;
  /** Else it waits for one, and there is nothing to be stopped. */
  readonly hasNode: boolean;
}

export interface PlannedPod {
  readonly change: PlannedChange;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly sizeBefore: string | undefined;
  readonly sizeAfter: string | undefined;
  readonly amountBefore: Amount | undefined;
  readonly amountAfter: Amount | undefined;
  readonly isStopped: boolean;
  /** It is stopped, and restarts before the profile that would take it is ACTIVE. */
  readonly restartsOffFargate: boolean;
  readonly reason: string;
  readonly refusals: readonly Finding[];
}

/** What becomes of a pod with other profiles. */
export function planPod(podToPlan: PodToPlan, profiles: PlannedProfiles): PlannedPod {
  const { before, after, atRestart } = profiles;
  const { pod, template } = podToPlan;
  const old = predictNewPod(pod, template, before);
  const next = predictNewPod(pod, template, after);
  const [from, to] = [profileOf(old.prediction), profileOf(next.prediction)];
  const [oldSize, nextSize] = [sizeOf(old), sizeOf(next)];
  const sizeBefore = podToPlan.onFargate?.provisioned ?? oldSize;
  const stops = isStopped(podToPlan, from, profiles.stopped);
  const isTakenAtRestart = stops && profileOf(predictNewPod(pod, template, atRestart).prediction) !== undefined;
  const isOpen = next.prediction.kind === 'unknown' && old.prediction.kind !== 'unknown';
  const change = isOpen
    ? 'unknown'
    : changeOf({ from, to, isOffFargate: isOffFargate(podToPlan) }, { sizeBefore, sizeAfter: nextSize });
  return {
    change,
    from,
    to,
    sizeBefore,
    sizeAfter: nextSize,
    amountBefore: amountOf(oldSize, pod),
    amountAfter: amountOf(nextSize, pod),
    isStopped: stops,
    restartsOffFargate: stops && to !== undefined && !isTakenAtRestart,
    reason: reasonFor(next.prediction),
    refusals: change === 'unchanged' ? [] : refusalsOf(next, after),
  };
}

function profileOf(prediction: Prediction): string | undefined {
  return prediction.kind === 'fargate' ? prediction.profile.name : undefined;
}

function sizeOf({ newPod, prediction }: NewPod): string | undefined {
  if (prediction.kind !== 'fargate') return undefined;
  const capacity = capacityOf(newPod);
  return capacity.kind === 'provisioned' ? formatCapacity(capacity) : undefined;
}

function amountOf(size: string | undefined, pod: Pod): Amount | undefined {
  const capacity = parseCapacity(size ?? '');
  return capacity && billedAmount(capacity, pod);
}

interface Profiles {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly isOffFargate: boolean;
}

/** Of a pod that exists: where the pods of a file run is unknown. */
function isOffFargate({ onFargate, isFromFile }: PodToPlan): boolean {
  return onFargate === undefined && !isFromFile;
}

interface Sizes {
  readonly sizeBefore: string | undefined;
  readonly sizeAfter: string | undefined;
}

function changeOf({ from, to, isOffFargate: isOff }: Profiles, { sizeBefore, sizeAfter }: Sizes): PlannedChange {
  if (from === undefined) return to === undefined ? 'unchanged' : 'moves-to-fargate';
  if (to === undefined) return isOff ? 'stays-off-fargate' : 'leaves-fargate';
  if (from !== to) return 'changes-profile';
  return sizeBefore === sizeAfter ? 'unchanged' : 'changes-size';
}

/** Files do not say where pods run: those that the profile takes count as running. */
function isStopped(
  { onFargate, isFromFile }: PodToPlan,
  from: string | undefined,
  stopped: PlannedProfiles['stopped'],
): boolean {
  if (isFromFile) return from !== undefined && stopped.has(from);
  return onFargate?.profileName !== undefined && onFargate.hasNode && stopped.has(onFargate.profileName);
}

function refusalsOf({ newPod, prediction }: NewPod, profiles: PlannedProfiles['after']): readonly Finding[] {
  const findings = podFindings({ pod: newPod, prediction, profiles, workloadLabels: {}, keepsFinishedPods: false });
  return findings.filter(({ severity }) => severity === 'error');
}

export interface UnreadParts {
  readonly errors: readonly AuditError[];
  readonly notes: readonly string[];
}

/** What could not be read, and the region of the cluster, where a node says it. */
export interface ReadCluster extends UnreadParts, Pick<ClusterFacts, 'region'> {
  readonly missingPods: Controllers['missingPods'];
}

export interface PlanClusterOptions extends ClusterReadingOptions, Pick<ClusterFacts, 'profiles' | 'nowMs'> {
  /** Called for each pod that could be recreated. */
  readonly take: (pod: PodToPlan) => void;
}

/** Goes through the pods that run now. @throws UnreadableClusterError */
export async function readPodsToPlan({ take, ...options }: PlanClusterOptions): Promise<ReadCluster> {
  const reading = new ClusterReading(options);
  const facts = await readFacts(reading, options);
  await reading.read('pods', (item) => {
    const clusterPod = parseClusterPod(item);
    if (!isOver(clusterPod)) take(podToPlan(clusterPod, facts));
  });
  reading.requirePods();
  const { missingPods } = facts.controllers;
  return { errors: reading.errors, notes: reading.notes, region: facts.region, missingPods };
}

/** A change of profiles does not affect a pod that has finished, is being deleted, or is static. */
function isOver({ phase, isBeingDeleted, isStatic }: ClusterPod): boolean {
  return phase === 'Succeeded' || phase === 'Failed' || isBeingDeleted || isStatic;
}

function podToPlan(clusterPod: ClusterPod, { controllers, fargateNodes }: ClusterFacts): PodToPlan {
  const { pod, name, provisioned } = clusterPod;
  return {
    workload: controllers.workloadOf(pod, name),
    pod,
    template: controllers.templateOf(pod),
    count: 1,
    onFargate: takenPod(actualPlacement(clusterPod, fargateNodes), provisioned),
    isFromFile: false,
  };
}

function takenPod(placement: ActualPlacement, provisioned: string | undefined): TakenPod | undefined {
  const { kind } = placement;
  if (kind === 'fargate-pending') return { profileName: placement.profileName, provisioned, hasNode: false };
  if (kind !== 'fargate' || !placement.isByEks) return undefined;
  return { profileName: placement.profileName, provisioned, hasNode: true };
}
