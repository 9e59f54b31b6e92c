import type { FargateProfile, ProfileStatus, Selector } from '../../src/fargate/profile.ts';
import { compileProfiles, type ProfileSet } from '../../src/fargate/profile-set.ts';

export interface ProfileParts {
  readonly name: string;
  readonly status?: ProfileStatus;
  readonly selectors: readonly SelectorParts[];
}

export interface SelectorParts {
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export function profileSet(...profiles: readonly ProfileParts[]): ProfileSet {
  return compileProfiles(profiles.map(profile));
}

export function profile({ name, status = 'ACTIVE', selectors }: ProfileParts): FargateProfile {
  return { name, clusterName: undefined, status, selectors: selectors.map(selector), healthIssues: [] };
}

function selector({ namespace, labels = {} }: SelectorParts): Selector {
  return { namespace, labels: new Map(Object.entries(labels)) };
}
