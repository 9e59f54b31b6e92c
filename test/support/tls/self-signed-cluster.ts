import type { SecretStore, TrustBundle, TrustBundles, WriteResult } from '../../../src/tls/secret-store.ts';
import type { SecretContent } from '../../../src/tls/self-signed-plan.ts';

export const EMPTY_SECRET: SecretContent = {
  caBundlePem: undefined,
  caKeyPem: undefined,
  certificatePem: undefined,
  keyPem: undefined,
};

interface Versioned<Value> {
  readonly value: Value;
  readonly version: number;
}

/** One Secret and one webhook configuration, which replicas share as they do in a cluster: what is written must be what was read. */
export class SelfSignedCluster implements SecretStore, TrustBundles {
  /** Thrown by every call while it is set. */
  outage: Error | undefined;
  /** Of the configuration, each time that it was written. */
  readonly writtenBundles: string[] = [];
  secretWrites = 0;
  #secret: Versioned<SecretContent> = { value: EMPTY_SECRET, version: 1 };
  #bundle: Versioned<string> = { value: '', version: 1 };

  get secret(): SecretContent {
    return this.#secret.value;
  }

  set secret(value: SecretContent) {
    this.#secret = { value, version: this.#secret.version + 1 };
  }

  get caBundlePem(): string {
    return this.#bundle.value;
  }

  set caBundlePem(value: string) {
    this.#bundle = { value, version: this.#bundle.version + 1 };
  }

  async readOrCreate() {
    this.#requireAnswer();
    const { value, version } = this.#secret;
    const replace = async (content: SecretContent): Promise<WriteResult> => {
      this.#requireAnswer();
      if (version !== this.#secret.version) return 'conflict';
      this.secret = content;
      this.secretWrites += 1;
      return 'written';
    };
    return { ...value, replace };
  }

  async read(): Promise<readonly TrustBundle[]> {
    this.#requireAnswer();
    const { value, version } = this.#bundle;
    const write = async (caBundlePem: string): Promise<WriteResult> => {
      this.#requireAnswer();
      if (version !== this.#bundle.version) return 'conflict';
      this.caBundlePem = caBundlePem;
      this.writtenBundles.push(caBundlePem);
      return 'written';
    };
    return [{ name: 'mutating/web', webhooks: [{ name: 'pods.web', caBundlePem: value }], write }];
  }

  #requireAnswer(): void {
    if (this.outage !== undefined) throw this.outage;
  }
}
