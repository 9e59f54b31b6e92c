import { setImmediate } from 'node:timers/promises';
import type { FargateProfile } from '../../src/fargate/profile.ts';
import type { LoadOptions, ProfileSource } from '../../src/profiles/source.ts';

/** A source whose loads end when a test says so. */
export class ManualSource implements ProfileSource {
  /** All loads so far, and whether each was to describe everything. */
  readonly describedAll: boolean[] = [];
  /** Aborted once the cache gives up the last load. */
  signal = new AbortController().signal;
  #underWay: PromiseWithResolvers<readonly FargateProfile[]> | undefined;

  load({ signal, describeAll }: LoadOptions): Promise<readonly FargateProfile[]> {
    this.describedAll.push(describeAll);
    this.signal = signal;
    this.#underWay = Promise.withResolvers();
    return this.#underWay.promise;
  }

  get count(): number {
    return this.describedAll.length;
  }

  /** Ends the load under way with these profiles. */
  async succeed(...profiles: readonly FargateProfile[]): Promise<void> {
    this.#underWay?.resolve(profiles);
    await setImmediate();
  }

  async fail(error: unknown): Promise<void> {
    this.#underWay?.reject(error);
    await setImmediate();
  }
}
