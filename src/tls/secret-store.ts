import type { SecretContent, SelfSigned } from './self-signed-plan.ts';

/** The Secret that the replicas of the self-managed mode share. Each call rejects where the cluster does not do it. */
export interface SecretStore {
  /** Makes an empty one where there is none. */
  readOrCreate(): Promise<StoredSecret>;
}

export interface StoredSecret extends SecretContent {
  /** Replaces exactly what was read. */
  replace(content: SelfSigned): Promise<WriteResult>;
}

/** Our own webhook configurations. */
export interface TrustBundles {
  /** Those that exist. */
  read(): Promise<readonly TrustBundle[]>;
}

/** A webhook configuration, as far as it says whom the API server trusts. */
export interface TrustBundle {
  /** Such as `validating/fargate-admission`. */
  readonly name: string;
  readonly webhooks: readonly WebhookTrust[];
  /** Puts the CAs into each webhook of exactly what was read. */
  write(caBundlePem: string): Promise<WriteResult>;
}

export interface WebhookTrust {
  readonly name: string;
  /** Empty where there is none. */
  readonly caBundlePem: string;
}

/** `conflict`: somebody else wrote since it was read. */
export type WriteResult = 'written' | 'conflict';
