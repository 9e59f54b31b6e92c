import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { Field } from '../field.ts';
import { readPlainScalar } from './kubectl-scalars.ts';
import { Lines } from './lines.ts';
import { PlacedEvents } from './placed-events.ts';
import type { TextPart } from './split-text.ts';
import type { ReadOptions, Unnumbered } from './text-document.ts';

/**
 * The one document of a part that keeps to what nearly all manifests are written in: no anchors, aliases, merge keys, tags
 * or directives. Undefined for any other, for one that is no map and no list, and for one that is broken. What this reads,
 * `readFully` reads in the same way, in ten times the time.
 */
export function readPlainDocument(part: TextPart, options: ReadOptions): Unnumbered | undefined {
  const { text } = part;
  if (FLOW_COLON.test(text) || INDENTED_START.test(text)) return undefined;
  const events = eventsOf(text);
  if (events === undefined || !events.every(isPlain)) return undefined;
  const value = new EventReader(text, events, options).readDocument();
  if (typeof value !== 'object' || value === null) return undefined;
  const lines = new Lines(part);
  const placed = new PlacedEvents(text, events);
  return { kind: 'read', root: new Field(value), positionOf: (path) => lines.positionAt(placed.offsetOf(path)) };
}

/** Where there is none, kubectl and YAML 1.2 find the same keys in flow collections. */
export const FLOW_COLON = /:[,\]}]/;

/** The parser takes indented dashes in the first line for the start of a document. */
const INDENTED_START = /^\s/;

/** Nested to a depth of 100 at most. Undefined for a text that breaks the rules of YAML 1.2: kubectl may read it. */
export function eventsOf(text: string): readonly Event[] | undefined {
  try {
    return parseEvents(text, {});
  } catch {
    return undefined;
  }
}

function isPlain(event: Event): boolean {
  if (event.type === EVENT_ID.POP) return true;
  if (event.type === EVENT_ID.DOCUMENT) return event.directives.length === 0;
  return event.type !== EVENT_ID.ALIAS && event.anchorStart < 0 && event.tagStart < 0;
}

/** Far below the 1,024 characters that a key without a question mark may have. */
const MAX_KEY_LENGTH = 256;

/** Makes the value of the events of one document. What is undefined here is not plain. */
class EventReader {
  readonly #text: string;
  readonly #events: readonly Event[];
  readonly #refusesRepeatedKeys: boolean;
  #next = 0;

  constructor(text: string, events: readonly Event[], { repeatedKeys }: ReadOptions) {
    this.#text = text;
    this.#events = events;
    this.#refusesRepeatedKeys = repeatedKeys === 'refused';
  }

  /** Undefined where there is another document after the first. */
  readDocument(): unknown {
    this.#take();
    const value = this.#readNode(this.#take());
    this.#take();
    return this.#take() === undefined ? value : undefined;
  }

  #take(): Event | undefined {
    const event = this.#events[this.#next];
    this.#next += 1;
    return event;
  }

  #readNode(event: Event | undefined): unknown {
    switch (event?.type) {
      case EVENT_ID.SCALAR:
        return this.#valueOf(event);
      case EVENT_ID.MAPPING:
        return this.#readMap();
      case EVENT_ID.SEQUENCE:
        return this.#readList();
      default:
        return undefined;
    }
  }

  #valueOf(event: ScalarEvent): unknown {
    const text = getScalarValue(this.#text, event);
    return event.style === SCALAR_STYLE.PLAIN ? readPlainScalar(text) : text;
  }

  #readMap(): unknown {
    const map: Record<string, unknown> = {};
    for (let event = this.#take(); event !== undefined; event = this.#take()) {
      if (event.type === EVENT_ID.POP) return map;
      const key = event.type === EVENT_ID.SCALAR ? this.#readKey(event) : undefined;
      if (key === undefined || (this.#refusesRepeatedKeys && Object.hasOwn(map, key))) return undefined;
      const value = this.#readNode(this.#take());
      if (value === undefined) return undefined;
      if (key === '__proto__') Object.defineProperty(map, key, { value, ...LIKE_ANY_OTHER });
      else map[key] = value;
    }
    return undefined;
  }

  #readKey(event: ScalarEvent): string | undefined {
    if (event.valueEnd - event.valueStart > MAX_KEY_LENGTH) return undefined;
    const key = this.#valueOf(event);
    const isMergeKey = key === '<<' && event.style === SCALAR_STYLE.PLAIN;
    return key === null || isMergeKey ? undefined : String(key);
  }

  #readList(): unknown {
    const list: unknown[] = [];
    for (let event = this.#take(); event !== undefined; event = this.#take()) {
      if (event.type === EVENT_ID.POP) return list;
      // Nothing at all has no place.
      const isEmpty = event.type === EVENT_ID.SCALAR && event.valueStart < 0;
      const value = isEmpty ? undefined : this.#readNode(event);
      if (value === undefined) return undefined;
      list.push(value);
    }
    return undefined;
  }
}

const LIKE_ANY_OTHER = { enumerable: true, configurable: true, writable: true } as const;
