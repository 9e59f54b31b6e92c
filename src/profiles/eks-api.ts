import {
  DescribeFargateProfileCommand,
  EKSClient,
  ListFargateProfilesCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eks';
import { Field } from '../documents/field.ts';
import { readCreation, readHealthIssues, readSelectors, requireText } from '../documents/profiles/profile-fields.ts';
import { type FargateProfile, PROFILE_STATUSES, type ProfileStatus } from '../fargate/profile.ts';
import type { Clock } from '../runtime/clock.ts';
import { type AwsClientOptions, awsClientConfig } from './aws-client.ts';
import { callEks } from './eks-call.ts';
import { ProfileLoadError } from './source.ts';

/** The two calls of EKS that profiles come from, for one cluster. */
export interface EksApi {
  /** The names of all profiles, every page. @throws ProfileLoadError */
  listProfileNames(signal: AbortSignal): Promise<readonly string[]>;
  /** @throws ProfileLoadError */
  describeProfile(name: string, signal: AbortSignal): Promise<Description>;
}

export type Description =
  | { readonly kind: 'described'; readonly profile: FargateProfile }
  /** EKS knows no profile of that name, or no longer. */
  | { readonly kind: 'gone' };

export interface EksApiOptions extends AwsClientOptions {
  readonly clusterName: string;
  readonly clock: Clock;
}

/** The most that ListFargateProfiles returns at once. Source: EKS API reference. */
const PAGE_SIZE = 100;

/** Region, credentials, retries and AWS_ENDPOINT_URL_EKS are the SDK's own to find, as everywhere on AWS. */
export function createEksApi(options: EksApiOptions): EksApi {
  const { clusterName, clock, callTimeoutMs: timeoutMs } = options;
  const client = new EKSClient(awsClientConfig(options));
  const listing = `ListFargateProfiles of cluster "${clusterName}"`;

  async function listProfileNames(signal: AbortSignal): Promise<readonly string[]> {
    const names = new Set<string>();
    const tokens = new Set<string>();
    let nextToken: string | undefined;
    do {
      const page = await listPage(signal, nextToken);
      for (const name of page.names) names.add(name);
      nextToken = page.nextToken;
      if (nextToken !== undefined && tokens.has(nextToken))
        throw new ProfileLoadError(`${listing} failed: endless pages`);
      if (nextToken !== undefined) tokens.add(nextToken);
    } while (nextToken !== undefined);
    return [...names];
  }

  async function listPage(signal: AbortSignal, nextToken: string | undefined): Promise<Page> {
    const command = new ListFargateProfilesCommand({ clusterName, maxResults: PAGE_SIZE, nextToken });
    return callEks({ name: listing, clock, timeoutMs, signal }, async (abortSignal) =>
      readPage(await client.send(command, { abortSignal })),
    );
  }

  async function describeProfile(name: string, signal: AbortSignal): Promise<Description> {
    const describing = `DescribeFargateProfile of "${name}" in cluster "${clusterName}"`;
    const command = new DescribeFargateProfileCommand({ clusterName, fargateProfileName: name });
    return callEks({ name: describing, clock, timeoutMs, signal }, async (abortSignal) => {
      try {
        return { kind: 'described', profile: readProfile(await client.send(command, { abortSignal })) };
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return { kind: 'gone' };
        throw error;
      }
    });
  }

  return { listProfileNames, describeProfile };
}

export type RegionLookup =
  | { readonly kind: 'found'; readonly region: string }
  | { readonly kind: 'missing'; readonly reason: string };

/** The region that the SDK would call: AWS_REGION, or the shared config file. */
export async function findRegion(): Promise<RegionLookup> {
  try {
    return { kind: 'found', region: await new EKSClient({}).config.region() };
  } catch (error) {
    return { kind: 'missing', reason: error instanceof Error ? error.message : 'unknown error' };
  }
}

interface Page {
  readonly names: readonly string[];
  readonly nextToken: string | undefined;
}

/** The SDK passes on whatever JSON it gets, so its types are a promise that a broken proxy does not keep. */
function readPage(answer: unknown): Page {
  const page = new Field(answer);
  const names = page.get('fargateProfileNames');
  if (!names.isPresent) throw new Error('the answer has no fargateProfileNames');
  return { names: names.list().map(requireText), nextToken: page.get('nextToken').string() || undefined };
}

function readProfile(answer: unknown): FargateProfile {
  const profile = new Field(answer).get('fargateProfile');
  return {
    name: requireText(profile.get('fargateProfileName')),
    clusterName: profile.get('clusterName').string(),
    status: readStatus(requireText(profile.get('status'))),
    selectors: readSelectors(profile.get('selectors')),
    healthIssues: readHealthIssues(profile.get('health')),
    ...readCreation(profile.get('createdAt')),
  };
}

/** A status that EKS adds one day is none that captures pods for certain; as CREATING it is asked for again each time. */
function readStatus(text: string): ProfileStatus {
  return PROFILE_STATUSES.find((known) => known === text) ?? 'CREATING';
}
