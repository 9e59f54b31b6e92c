import type { RegionLookup } from '../../settings/config.ts';

/** The AWS SDK is loaded only where EKS is asked: files need neither it nor the time that it takes. */
export async function findRegionLazily(): Promise<RegionLookup> {
  const { findRegion } = await import('../../profiles/eks-api.ts');
  return findRegion();
}
