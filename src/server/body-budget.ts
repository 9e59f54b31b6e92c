/** Room for request bodies: what all of them that are being read may take of the memory together. */
export interface BodyBudget {
  /** Whether so many bytes need not ask for room. */
  isAlwaysThere(bytes: number): boolean;
  /**
   * Resolves as soon as there is room, in the order of asking, to what gives the room back.
   *
   * @throws the signal's reason when it aborts before.
   */
  enter(bytes: number, signal: AbortSignal): Promise<() => void>;
}

export interface BodyBudgetOptions {
  readonly totalBytes: number;
  /** What needs no room of its own: so many bytes are always there. */
  readonly alwaysBytes: number;
}

interface Waiting {
  readonly bytes: number;
  readonly admit: (leave: () => void) => void;
}

export function createBodyBudget({ totalBytes, alwaysBytes }: BodyBudgetOptions): BodyBudget {
  let freeBytes = totalBytes;
  const queue = new Set<Waiting>();

  function isAlwaysThere(bytes: number): boolean {
    return bytes <= alwaysBytes;
  }

  function admitWaiting(): void {
    for (const waiting of queue) {
      if (waiting.bytes > freeBytes) return;
      queue.delete(waiting);
      freeBytes -= waiting.bytes;
      waiting.admit(() => leave(waiting.bytes));
    }
  }

  function leave(bytes: number): void {
    freeBytes += bytes;
    admitWaiting();
  }

  function enter(bytes: number, signal: AbortSignal): Promise<() => void> {
    if (isAlwaysThere(bytes)) return Promise.resolve(() => undefined);
    const { promise, resolve, reject } = Promise.withResolvers<() => void>();
    const waiting = { bytes, admit: resolve };
    queue.add(waiting);
    signal.addEventListener('abort', () => {
      // The one behind it may need less room.
      if (queue.delete(waiting)) admitWaiting();
      reject(signal.reason);
    });
    admitWaiting();
    return promise;
  }

  return { isAlwaysThere, enter };
}
