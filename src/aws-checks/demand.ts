/** What pods would take, beside what they take now. */
export interface Demand {
  /** By the name of the profile. */
  readonly profiles: ReadonlyMap<string, ProfileDemand>;
  readonly vcpu: VcpuDemand;
  /** Whether pods of some namespaces only were counted. */
  readonly isPartial: boolean;
}

/** Pods. Each takes one address of a subnet of its profile. */
export interface ProfileDemand {
  /** On a node now. */
  readonly running: number;
  /** Would start, and have no node of this profile yet. */
  readonly arriving: number;
  /** Of the running ones: would be on another profile, of another size, or off Fargate. */
  readonly leaving: number;
}

export interface VcpuDemand {
  readonly running: number;
  readonly arriving: number;
  readonly leaving: number;
}

const NO_PODS: ProfileDemand = { running: 0, arriving: 0, leaving: 0 };

/** Pods that are alike. */
export interface CountedPods {
  /** Undefined where EKS's label is missing: then they count for the quota alone. */
  readonly profile: string | undefined;
  readonly vcpu: number;
  readonly count: number;
}

/** Takes in pods one by one. */
export class DemandCount {
  readonly #profiles = new Map<string, ProfileDemand>();
  readonly #isPartial: boolean;
  #vcpu: VcpuDemand = NO_PODS;

  constructor({ isPartial }: Pick<Demand, 'isPartial'>) {
    this.#isPartial = isPartial;
  }

  add(state: keyof ProfileDemand, { profile, vcpu, count }: CountedPods): void {
    this.#vcpu = { ...this.#vcpu, [state]: this.#vcpu[state] + vcpu * count };
    if (profile === undefined) return;
    const known = this.#profiles.get(profile) ?? NO_PODS;
    this.#profiles.set(profile, { ...known, [state]: known[state] + count });
  }

  demand(): Demand {
    return { profiles: this.#profiles, vcpu: this.#vcpu, isPartial: this.#isPartial };
  }
}

/** Of several profiles that share subnets. */
export function demandOf(names: readonly string[], { profiles }: Demand): ProfileDemand {
  return names
    .map((name) => profiles.get(name) ?? NO_PODS)
    .reduce(
      (sum, { running, arriving, leaving }) => ({
        running: sum.running + running,
        arriving: sum.arriving + arriving,
        leaving: sum.leaving + leaving,
      }),
      NO_PODS,
    );
}
