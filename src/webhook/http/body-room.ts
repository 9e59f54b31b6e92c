import type { Clock } from '../../runtime/clock.ts';

/** Memory for the large bodies that are being read. It is taken as their bytes arrive: what a sender announces takes none. */
export interface BodyRoom {
  /** One more body is to be read; it may have to wait at once. */
  enter(reading: Reading): BodyPlace;
}

/** What is read of one body. */
export interface Reading {
  pause(): void;
  resume(): void;
  /** Whether more of the body has come than was taken. */
  hasMore(): boolean;
  /** Its sender is too slow, and others wait. */
  end(): void;
}

export interface BodyPlace {
  take(bytes: number): void;
  /** Gives back all that was taken. */
  leave(): void;
}

export interface BodyRoomOptions {
  readonly totalBytes: number;
  readonly clock: Clock;
}

const LOOK_INTERVAL_MS = 100;

/**
 * How many looks may find nothing of a body, and how much each has to find from then on, while others wait: a second, which is
 * half of what an API server waits, and 2 MiB a second.
 */
const GRACE_LOOKS = 10;
const MIN_BYTES_PER_LOOK = 200 * 1024;

interface Place {
  readonly reading: Reading;
  bytes: number;
  isPaused: boolean;
  /** While others waited for this one. */
  looks: number;
  bytesAtFirstLook: number;
}

/**
 * Once all room is taken, only the body that came first is read on, beyond the total where it has to: so some body always
 * ends. Whose sender is slower than {@link MIN_BYTES_PER_LOOK}, or sends nothing, is not read to its end, since others wait.
 * That is counted in looks, not in time: while this process is busy it neither reads nor looks.
 */
export function createBodyRoom({ totalBytes, clock }: BodyRoomOptions): BodyRoom {
  const places = new Set<Place>();
  let usedBytes = 0;
  let isToLook = false;

  function enter(reading: Reading): BodyPlace {
    const place: Place = { reading, bytes: 0, isPaused: false, looks: 0, bytesAtFirstLook: 0 };
    places.add(place);
    share();
    return { take: (bytes) => take(place, bytes), leave: () => leave(place) };
  }

  function take(place: Place, bytes: number): void {
    if (!places.has(place)) return;
    place.bytes += bytes;
    usedBytes += bytes;
    if (usedBytes >= totalBytes) share();
  }

  function leave(place: Place): void {
    if (!places.delete(place)) return;
    usedBytes -= place.bytes;
    share();
  }

  /** Has those read that may be, and looks again where others wait. */
  function share(): void {
    const [first] = places;
    for (const place of places) {
      if (place === first || usedBytes < totalBytes) resume(place);
      else pause(place);
    }
    const isWaitedFor = places.size > 1 && usedBytes >= totalBytes;
    if (!isWaitedFor || isToLook) return;
    isToLook = true;
    clock.setTimeout(look, LOOK_INTERVAL_MS);
  }

  function pause(place: Place): void {
    if (place.isPaused) return;
    place.isPaused = true;
    place.looks = 0;
    place.reading.pause();
  }

  function resume(place: Place): void {
    if (!place.isPaused) return;
    place.isPaused = false;
    place.reading.resume();
  }

  /** Only the first is waited for; but one that has been silent long before it comes first is not waited for then. */
  function look(): void {
    isToLook = false;
    const slow = new Set([...places].filter(isSlow));
    for (const place of places) {
      if (usedBytes < totalBytes || !slow.has(place)) break;
      leave(place);
      place.reading.end();
    }
    share();
  }

  function isSlow(place: Place): boolean {
    if (place.isPaused && place.reading.hasMore()) place.looks = 0;
    if (place.looks === 0) place.bytesAtFirstLook = place.bytes;
    place.looks += 1;
    const expectedBytes = (place.looks - GRACE_LOOKS) * MIN_BYTES_PER_LOOK;
    return expectedBytes > 0 && place.bytes - place.bytesAtFirstLook < expectedBytes;
  }

  return { enter };
}
