import type { DemandCount } from '../../aws-checks/demand.ts';
import type { MissingPods } from '../controllers.ts';
import { countMissing, startingPods, vcpuOf } from '../fargate-demand.ts';
import type { PlannedPod, PodToPlan } from './plan-pod.ts';
import type { PlannedProfiles } from './planned-profiles.ts';

/** What the pods of a cluster take of the AWS account now, and would take with other profiles. */
export class PlannedDemand {
  readonly #count: DemandCount;
  readonly #profiles: PlannedProfiles['after'];

  constructor(count: DemandCount, { after }: PlannedProfiles) {
    this.#count = count;
    this.#profiles = after;
  }

  /** A pod that changes gives back what it has, and takes what it would have. It may do so at any time, in any order. */
  add(podToPlan: PodToPlan, { change, isStopped }: Pick<PlannedPod, 'change' | 'isStopped'>): void {
    const { pod, count, onFargate } = podToPlan;
    const running = onFargate?.hasNode
      ? { profile: onFargate.profileName, vcpu: vcpuOf(onFargate.provisioned, pod), count }
      : undefined;
    if (running !== undefined) this.#count.add('running', running);
    if (change === 'unknown') return;
    const isWaiting = onFargate !== undefined && !onFargate.hasNode;
    if (change === 'unchanged' && !isWaiting && !isStopped) return;
    if (running !== undefined) this.#count.add('leaving', running);
    const starting = startingPods(podToPlan, this.#profiles);
    if (starting !== undefined) this.#count.add('arriving', starting);
  }

  addMissing(missing: readonly MissingPods[]): void {
    countMissing(this.#count, missing, this.#profiles);
  }
}
