import type { FargateProfile } from '../fargate/profile.ts';

/** Where profiles come from: EKS, or files. */
export interface ProfileSource {
  /**
   * All profiles of the cluster.
   *
   * @throws ProfileLoadError when they cannot be read as a whole; nothing partial is returned.
   */
  load(options: LoadOptions): Promise<readonly FargateProfile[]>;
}

export interface LoadOptions {
  readonly signal: AbortSignal;
  /** Describe every profile again, also those whose last description is still valid. */
  readonly describeAll: boolean;
}

/** Profiles could not be loaded. The message is one line that names what failed on what. */
export class ProfileLoadError extends Error {
  override readonly name = 'ProfileLoadError';
}
