import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import type { FieldPath, Segment } from '../../fargate/field-path.ts';
import { readPlainScalar } from './kubectl-scalars.ts';

/** A part of a document with its place in the text: of a map's field its key, of anything else its first character. */
interface Place {
  readonly offset: number;
  readonly children: ReadonlyMap<string | number, Place>;
}

/** The places of all fields of a document. They are found when the first field is asked for. */
export class PlacedEvents {
  readonly #text: string;
  readonly #events: readonly Event[];
  #root: Place | undefined;
  #next = 1;

  constructor(text: string, events: readonly Event[]) {
    this.#text = text;
    this.#events = events;
  }

  /** Of a field that is not there, its nearest ancestor's. */
  offsetOf(path: FieldPath): number {
    if (path.isRoot) return this.#offsetOf(this.#events[1]);
    this.#root ??= this.#readPlace(this.#take());
    let place = this.#root;
    for (const segment of path.segments) {
      const next = place.children.get(keyOf(segment));
      if (next === undefined) break;
      place = next;
    }
    return place.offset;
  }

  #take(): Event | undefined {
    const event = this.#events[this.#next];
    this.#next += 1;
    return event;
  }

  #readPlace(event: Event | undefined, offset = this.#offsetOf(event)): Place {
    if (event?.type === EVENT_ID.MAPPING) return { offset, children: this.#readFields() };
    if (event?.type === EVENT_ID.SEQUENCE) return { offset, children: this.#readElements() };
    return { offset, children: NO_CHILDREN };
  }

  /** Of a repeated key, the last counts. */
  #readFields(): Place['children'] {
    const fields = new Map<string, Place>();
    for (let key = this.#take(); key?.type === EVENT_ID.SCALAR; key = this.#take()) {
      fields.set(this.#keyText(key), this.#readPlace(this.#take(), this.#offsetOf(key)));
    }
    return fields;
  }

  #readElements(): Place['children'] {
    const elements = new Map<number, Place>();
    for (let event = this.#take(); event !== undefined && event.type !== EVENT_ID.POP; event = this.#take()) {
      elements.set(elements.size, this.#readPlace(event));
    }
    return elements;
  }

  #keyText(key: ScalarEvent): string {
    const text = getScalarValue(this.#text, key);
    return key.style === SCALAR_STYLE.PLAIN ? String(readPlainScalar(text)) : text;
  }

  #offsetOf(event: Event | undefined): number {
    if (event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE) return event.start;
    if (event?.type !== EVENT_ID.SCALAR) return 0;
    const { style, valueStart } = event;
    if (style === SCALAR_STYLE.PLAIN) return Math.max(valueStart, 0);
    const isQuoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
    return isQuoted ? valueStart - 1 : this.#headerOffset(valueStart);
  }

  /** Of a block scalar that is an element: its text begins in the line after the `|` or `>`. */
  #headerOffset(valueStart: number): number {
    const line = this.#text.lastIndexOf('\n', valueStart - 2) + 1;
    return line + this.#text.slice(line, valueStart).search(/[|>]/);
  }
}

const NO_CHILDREN: Place['children'] = new Map();

function keyOf(segment: Segment): string | number {
  return typeof segment === 'object' ? segment.key : segment;
}
