export interface BenchProfile {
  readonly fargateProfileName: string;
  readonly status: 'ACTIVE';
  readonly selectors: readonly { readonly namespace: string; readonly labels: Readonly<Record<string, string>> }[];
}

/** Of the pods that are reviewed. */
export const POD_LABELS = { app: 'web', tier: 'front', team: 'a', stage: 'live', component: 'cart' };

const SELECTORS = Array.from({ length: 5 }, (_, index) => index);

/** Ten, of five selectors of five labels: EKS's quotas. Each has namespaces of its own; the last takes the pods. */
export function ownNamespaces(): readonly BenchProfile[] {
  return profiles(10, (profile, selector) => ({ namespace: profile === 9 ? 'shop' : `team-${profile}-${selector}` }));
}

/** All in the namespace of the pods. Only the last selector of all has the pods' labels, the others all but one of them. */
export function oneNamespace(count: number): readonly BenchProfile[] {
  return profiles(count, () => ({ namespace: 'shop' }));
}

function profiles(
  count: number,
  placeOf: (profile: number, selector: number) => { readonly namespace: string },
): readonly BenchProfile[] {
  return Array.from({ length: count }, (_, profile) => ({
    fargateProfileName: `profile-${String(profile).padStart(3, '0')}`,
    status: 'ACTIVE',
    selectors: SELECTORS.map((selector) => ({
      ...placeOf(profile, selector),
      labels: profile === count - 1 && selector === 4 ? POD_LABELS : { ...POD_LABELS, component: `part-${selector}` },
    })),
  }));
}
