import { compileProfiles, type ProfileSet } from '../fargate/profile-set.ts';
import type { Clock, Timer } from '../runtime/clock.ts';
import { withDeadline } from './deadline.ts';
import { joinRequests, type RefreshRequest, RefreshRequests } from './refresh-requests.ts';
import { ProfileLoadError, type ProfileSource } from './source.ts';

export interface ProfileCacheOptions {
  readonly source: ProfileSource;
  readonly clock: Clock;
  /** From 0 up to 1, as `Math.random`. */
  readonly random: () => number;
  /** From the end of a load, whatever set it off, to the start of the next. */
  readonly refreshIntervalMs: number;
  /** The least time between two loads that reviews set off. */
  readonly refreshCooldownMs: number;
  /** For a load as a whole. */
  readonly loadTimeoutMs: number;
  /** Called after each load, except one that stop() ended. */
  readonly onRefresh: (outcome: RefreshOutcome) => void;
}

export type RefreshOutcome = LoadResult & { readonly durationMs: number };

export type LoadResult =
  | { readonly kind: 'loaded'; readonly profiles: ProfileSet }
  /** The profiles that were loaded before stay, however old. */
  | { readonly kind: 'failed'; readonly error: ProfileLoadError };

export interface CacheStatus {
  /** Since profiles were last loaded; undefined before the first time. */
  readonly ageMs: number | undefined;
  /** Why the last load failed; undefined when it did not. */
  readonly lastError: ProfileLoadError | undefined;
}

/** The longest pause after a first load that failed once. It doubles with each further failure, up to the refresh interval. */
const FIRST_RETRY_MS = 1_000;

const WHAT_HAS_CHANGED: RefreshRequest = { describeAll: false };

/** The profiles that reviews read without ever waiting: loaded in the background, the last good ones kept however old. */
export class ProfileCache {
  readonly #options: ProfileCacheOptions;
  readonly #requests: RefreshRequests;
  readonly #stopping = new AbortController();
  #current: ProfileSet | undefined;
  #loadedAtMs = 0;
  #lastError: ProfileLoadError | undefined;
  #failures = 0;
  /** What the last load was to do and did not. */
  #owed: RefreshRequest | undefined;
  /** What the next load is to do, as soon as the one under way has ended. */
  #wanted: RefreshRequest | undefined;
  #underWay: Promise<void> | undefined;
  #nextLoad: Timer | undefined;

  constructor(options: ProfileCacheOptions) {
    this.#options = options;
    this.#requests = new RefreshRequests({
      clock: options.clock,
      cooldownMs: options.refreshCooldownMs,
      carryOut: (request) => this.#load(request),
    });
  }

  /** undefined until profiles have been loaded for the first time. */
  get current(): ProfileSet | undefined {
    return this.#current;
  }

  get status(): CacheStatus {
    const ageMs = this.#current === undefined ? undefined : this.#options.clock.now() - this.#loadedAtMs;
    return { ageMs, lastError: this.#lastError };
  }

  /** Loads, and goes on to do so until stop(). Settles with the first attempt, failed or not, and never rejects. */
  start(): Promise<void> {
    return this.#load(WHAT_HAS_CHANGED);
  }

  stop(): void {
    this.#stopping.abort();
    this.#requests.stop();
    this.#nextLoad?.cancel();
  }

  /** Loads at once, or right after the load under way: something did change, such as a file. */
  reload(): void {
    this.#load(WHAT_HAS_CHANGED);
  }

  /**
   * Loads because of a review: at once, or at the end of the cooldown together with all that is asked for until then.
   * Before the first profiles are there nothing is done, since they are being loaded anyway.
   */
  requestRefresh(request: RefreshRequest): void {
    if (this.#current !== undefined && !this.#stopping.signal.aborted) this.#requests.add(request);
  }

  #load(request: RefreshRequest): Promise<void> {
    this.#wanted = joinRequests(this.#wanted, request);
    this.#underWay ??= this.#loadWhileWanted();
    return this.#underWay;
  }

  /** One load at a time. What is wanted meanwhile comes after it: the load may have read what has changed since. */
  async #loadWhileWanted(): Promise<void> {
    this.#nextLoad?.cancel();
    while (this.#wanted !== undefined && !this.#stopping.signal.aborted) {
      const request = this.#wanted;
      this.#wanted = undefined;
      await this.#loadOnce(request);
    }
    this.#underWay = undefined;
    if (!this.#stopping.signal.aborted) this.#scheduleNext();
  }

  async #loadOnce(wanted: RefreshRequest): Promise<void> {
    const { clock, onRefresh } = this.#options;
    const request = joinRequests(this.#owed, wanted);
    const startedAtMs = clock.now();
    const result = await this.#attempt(request);
    if (this.#stopping.signal.aborted) return;
    if (result.kind === 'loaded') this.#keep(result.profiles);
    else this.#fail(result.error, request);
    onRefresh({ ...result, durationMs: clock.now() - startedAtMs });
  }

  async #attempt({ describeAll }: RefreshRequest): Promise<LoadResult> {
    const { clock, source, loadTimeoutMs: timeoutMs } = this.#options;
    const deadline = { clock, timeoutMs, signal: this.#stopping.signal };
    try {
      const profiles = await withDeadline(deadline, (signal) => source.load({ signal, describeAll }));
      return { kind: 'loaded', profiles: compileProfiles(profiles) };
    } catch (error) {
      return { kind: 'failed', error: asLoadError(error) };
    }
  }

  #keep(profiles: ProfileSet): void {
    this.#current = profiles;
    this.#loadedAtMs = this.#options.clock.now();
    this.#lastError = undefined;
    this.#failures = 0;
    this.#owed = undefined;
  }

  #fail(error: ProfileLoadError, request: RefreshRequest): void {
    this.#lastError = error;
    this.#failures += 1;
    this.#owed = request;
  }

  #scheduleNext(): void {
    const pauseMs = this.#current === undefined ? this.#retryPauseMs() : this.#options.refreshIntervalMs;
    this.#nextLoad = this.#options.clock.setTimeout(() => this.#load(WHAT_HAS_CHANGED), pauseMs);
  }

  /** Half of it is left to chance, so that replicas that started together do not try again together. */
  #retryPauseMs(): number {
    const longestMs = Math.min(FIRST_RETRY_MS * 2 ** (this.#failures - 1), this.#options.refreshIntervalMs);
    return (longestMs * (1 + this.#options.random())) / 2;
  }
}

function asLoadError(error: unknown): ProfileLoadError {
  if (error instanceof ProfileLoadError) return error;
  const reason = error instanceof Error ? error.message : 'unknown error';
  return new ProfileLoadError(`loading the profiles failed: ${reason}`, { cause: error });
}
