import type { TestContext } from 'node:test';
import type { FargateProfile } from '../../../src/fargate/profile.ts';
import type { EksApi } from '../../../src/profiles/eks-api.ts';
import { createEksSource, type DescribeFailure } from '../../../src/profiles/eks-source.ts';
import type { LoadOptions, ProfileSource } from '../../../src/profiles/source.ts';
import { ManualClock } from '../manual-clock.ts';
import { type EksProfile, WEB } from './server.ts';
import { startEks } from './started-api.ts';

export const DESCRIBE_INTERVAL_MS = 600_000;

export const BATCH: EksProfile = { ...WEB, fargateProfileName: 'batch', selectors: [{ namespace: 'jobs-*' }] };

/** What `web` is after it was deleted and created again. */
export const NEW_WEB: EksProfile = {
  ...WEB,
  fargateProfileArn: `${WEB.fargateProfileArn}-2`,
  selectors: [{ namespace: 'new' }],
};

/** A source in front of a server with these profiles, which has not been loaded yet. */
export async function startSource(t: TestContext, profiles: readonly EksProfile[]) {
  const { server, api } = await startEks(t);
  server.put(...profiles);
  const clock = new ManualClock();
  const failures: string[] = [];
  const source = sourceOf(api, clock, failures);
  const load = (options: Partial<LoadOptions> = {}) =>
    source.load({ signal: new AbortController().signal, describeAll: false, ...options });
  return { server, clock, failures, load };
}

/** The same after its first load. */
export async function startLoadedSource(t: TestContext, profiles: readonly EksProfile[]) {
  const started = await startSource(t, profiles);
  await started.load();
  started.server.takeCalls();
  return started;
}

export function sourceOf(api: EksApi, clock = new ManualClock(), failures: string[] = []): ProfileSource {
  const onDescribeFailed = ({ profileName, error }: DescribeFailure) => failures.push(`${profileName}: ${error}`);
  return createEksSource({ api, clock, describeIntervalMs: DESCRIBE_INTERVAL_MS, onDescribeFailed });
}

export function manyProfiles(): readonly EksProfile[] {
  return Array.from({ length: 40 }, (_, index) => ({ ...WEB, fargateProfileName: `p${index}` }));
}

export function namesOf(profiles: readonly FargateProfile[]): readonly string[] {
  return profiles.map(({ name }) => name);
}

export function namespacesOf(profiles: readonly FargateProfile[]): readonly (string | undefined)[] {
  return profiles.map(({ selectors }) => selectors[0]?.namespace);
}
