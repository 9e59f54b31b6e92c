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
  /** Read every profile anew, also those whose last description could still stand. */
  readonly describeAll: boolean;
}

/** Profiles could not be loaded. The message is one line that names what failed on what. */
export class ProfileLoadError extends Error {
  override readonly name = 'ProfileLoadError';
}
