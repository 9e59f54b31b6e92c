import fc from 'fast-check';
import type { Attack } from './flood.ts';
import { REAL_REVIEWS, type RealReview } from './real-reviews.ts';
import { placesIn } from './wrong-types.ts';

const PATHS = ['/mutate/pods', '/validate/profiles', '/validate/workloads', '/enforce/workloads'];

/** Made at a time: what is made lies in memory until it is sent. */
const BATCH = 500;

/** Reviews that no API server sends. The same seed gives the same ones. */
export function* fuzzedReviews(count: number, seed: number): Generator<Attack> {
  for (let made = 0; made < count; made += BATCH) {
    const numRuns = Math.min(BATCH, count - made);
    yield* fc.sample(attack(), { numRuns, seed: seed + made });
  }
}

function attack(): fc.Arbitrary<Attack> {
  return fc.oneof(
    { weight: 12, arbitrary: changedReview() },
    { weight: 4, arbitrary: reviewOfAnything() },
    { weight: 3, arbitrary: damagedText() },
    { weight: 1, arbitrary: anyDocument() },
  );
}

/** A real review in which some values are others, are gone, or stand elsewhere too. */
function changedReview(): fc.Arbitrary<Attack> {
  const changes = fc.array(fc.tuple(fc.nat(), change()), { minLength: 1, maxLength: 4 });
  return fc.tuple(realReview(), changes).map(([review, all]) => {
    const document = structuredClone(review.document);
    for (const [index, apply] of all) {
      const places = [...placesIn(document, '')];
      const place = places[index % places.length];
      if (place !== undefined) apply(place.holder, place.key, document);
    }
    return { what: `changed ${review.name}`, path: review.path, body: JSON.stringify(document) };
  });
}

type Change = (holder: object, key: string, document: unknown) => void;

function change(): fc.Arbitrary<Change> {
  const set =
    (value: unknown): Change =>
    (holder, key) =>
      put(holder, key, value);
  return fc.oneof(
    fc.jsonValue().map(set),
    text().map(set),
    fc.double().map(set),
    fc.constant<Change>((holder, key) => Reflect.deleteProperty(holder, key)),
    fc.constant<Change>((holder, key) => put(holder, key, structuredClone(Reflect.get(holder, 'metadata')))),
    text().map<Change>((name) => (holder, key) => put(holder, name, Reflect.get(holder, key))),
    fc.nat().map<Change>((index) => (holder, key, document) => {
      const places = [...placesIn(document, '')];
      const other = places[index % places.length];
      if (other !== undefined) put(holder, key, structuredClone(Reflect.get(other.holder, other.key)));
    }),
  );
}

/** A list has a field of its own by this name, which takes no other value; in JSON it would have none at all. */
function put(holder: object, key: string, value: unknown): void {
  if (!Array.isArray(holder) || key !== 'length') Reflect.set(holder, key, value);
}

/** Names that Kubernetes or JavaScript gives a meaning, characters that none should have, and half characters. */
function text(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      '',
      '*',
      '?',
      '__proto__',
      'constructor',
      'toString',
      '\ud800',
      '\u0000',
      '\n',
      '\u2028',
      '100m',
      '1e9',
    ),
    fc.string({ unit: fc.constantFrom('*', '?', 'a', '-', '/', '.'), maxLength: 80 }),
    fc.nat({ max: 20_000 }).map((length) => 'x'.repeat(length)),
  );
}

function reviewOfAnything(): fc.Arbitrary<Attack> {
  return fc.tuple(realReview(), fc.jsonValue(), path()).map(([review, object, where]) => {
    const document = structuredClone(review.document);
    const request: unknown = typeof document === 'object' && document !== null ? Reflect.get(document, 'request') : {};
    if (typeof request === 'object' && request !== null) Reflect.set(request, 'object', object);
    return { what: 'a review of anything', path: where, body: JSON.stringify(document) };
  });
}

/** Bytes that are others, and an end that is missing. */
function damagedText(): fc.Arbitrary<Attack> {
  const damages = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 5 });
  return fc.tuple(realReview(), damages, fc.nat()).map(([review, all, end]) => {
    const bytes = Buffer.from(review.body);
    for (const [index, byte] of all) bytes[index % bytes.length] = byte;
    const length = end % 2 === 0 ? bytes.length : end % bytes.length;
    return { what: `damaged ${review.name}`, path: review.path, body: bytes.subarray(0, length) };
  });
}

function anyDocument(): fc.Arbitrary<Attack> {
  return fc.tuple(fc.json(), path()).map(([body, where]) => ({ what: 'any JSON', path: where, body }));
}

function realReview(): fc.Arbitrary<RealReview> {
  return fc.constantFrom(...REAL_REVIEWS);
}

function path(): fc.Arbitrary<string> {
  return fc.constantFrom(...PATHS);
}
