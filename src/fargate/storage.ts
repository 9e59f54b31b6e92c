import type { EffectiveRequests } from './requests.ts';

/** In thousandths of a byte, as requests are. */
export const GIBIBYTE = 1000n * 1024n ** 3n;
const INCLUDED = 20n * GIBIBYTE;

/**
 * The ephemeral storage that Fargate provisions at least, in thousandths of a byte.
 *
 * Source: AWS Containers Blog, "AWS Fargate adds support for larger ephemeral volumes".
 */
export function provisionedStorage({ ephemeralStorage }: Pick<EffectiveRequests, 'ephemeralStorage'>): bigint {
  const provisioned = (ephemeralStorage * 11n) / 10n + 5n * GIBIBYTE;
  return provisioned > INCLUDED ? provisioned : INCLUDED;
}

/** In GB of 1,024 MiB: what is provisioned beyond the 20 GB that each pod includes. Source: AWS, Fargate pricing. */
export function billedStorageGigabytes(requests: Pick<EffectiveRequests, 'ephemeralStorage'>): number {
  return Number(provisionedStorage(requests) - INCLUDED) / Number(GIBIBYTE);
}
