import type { Attack } from './flood.ts';
import { REAL_REVIEWS, type RealReview } from './real-reviews.ts';

/** One of each type that JSON has, and the smallest containers. */
const OTHER_VALUES: readonly unknown[] = [null, true, -1, 1.5, '', 'x', [], [null], {}, { a: 1 }];

/** Every real review, with every value in it replaced by values of every type: each `stride`-th of these. */
export function* wrongTypes(stride: number): Generator<Attack> {
  let index = 0;
  for (const review of REAL_REVIEWS) {
    for (const attack of replacements(review)) {
      index += 1;
      if (index % stride === 0) yield attack;
    }
  }
}

function* replacements({ name, path, document }: RealReview): Generator<Attack> {
  const review = structuredClone(document);
  for (const { holder, key, where } of placesIn(review, '')) {
    const real: unknown = Reflect.get(holder, key);
    for (const other of OTHER_VALUES) {
      Reflect.set(holder, key, other);
      yield { what: `${name}: ${JSON.stringify(other)} at ${where}`, path, body: JSON.stringify(review) };
    }
    Reflect.set(holder, key, real);
  }
}

export interface Place {
  /** An object or a list. */
  readonly holder: object;
  readonly key: string;
  /** As a path of the document. */
  readonly where: string;
}

/** Every value of a document, in its order. */
export function* placesIn(value: unknown, where: string): Generator<Place> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    const place = { holder: value, key, where: `${where}/${key}` };
    yield place;
    yield* placesIn(Reflect.get(value, key), place.where);
  }
}
