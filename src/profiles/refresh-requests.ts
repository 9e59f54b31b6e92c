import type { Clock, Timer } from '../runtime/clock.ts';

export interface RefreshRequest {
  /** Describe every profile again, also those whose last description is still valid. */
  readonly describeAll: boolean;
}

export interface RefreshRequestsOptions {
  readonly clock: Clock;
  /** The least time between two that are carried out. */
  readonly cooldownMs: number;
  readonly carryOut: (request: RefreshRequest) => void;
}

/**
 * Refreshes that reviews ask for. Every user who can create a pod can cause a review, and must not use up the account's EKS rate: the
 * first request is carried out at once, all that come during the cooldown together at its end.
 */
export class RefreshRequests {
  readonly #options: RefreshRequestsOptions;
  #waiting: RefreshRequest | undefined;
  #cooldown: Timer | undefined;

  constructor(options: RefreshRequestsOptions) {
    this.#options = options;
  }

  add(request: RefreshRequest): void {
    this.#waiting = joinRequests(this.#waiting, request);
    if (this.#cooldown === undefined) this.#carryOut(this.#waiting);
  }

  stop(): void {
    this.#cooldown?.cancel();
  }

  #carryOut(request: RefreshRequest): void {
    const { clock, cooldownMs, carryOut } = this.#options;
    this.#waiting = undefined;
    this.#cooldown = clock.setTimeout(() => this.#endCooldown(), cooldownMs);
    carryOut(request);
  }

  #endCooldown(): void {
    this.#cooldown = undefined;
    if (this.#waiting !== undefined) this.#carryOut(this.#waiting);
  }
}

/** One request that does what both ask for. */
export function joinRequests(first: RefreshRequest | undefined, second: RefreshRequest): RefreshRequest {
  return { describeAll: second.describeAll || first?.describeAll === true };
}
