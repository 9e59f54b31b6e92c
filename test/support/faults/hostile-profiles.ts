import { Field } from '../../../src/documents/field.ts';
import type { FileProfile } from '../profile-files.ts';
import type { Attack } from './flood.ts';
import { realReview } from './real-reviews.ts';

/** As long as the longest name, made to be tried again and again. */
const MARKS = 63;
const UNITS = ['*a', '?*', 'a?', '*?a'];

function pattern(index: number): string {
  const unit = UNITS[index % UNITS.length] ?? '*';
  return `${unit.repeat(MARKS).slice(0, MARKS - 1)}${'abcdefgh'[index % 8]}`;
}

/** 5 selectors with 5 label pairs each, all of them patterns. */
function selectors(seed: number) {
  const five = [0, 1, 2, 3, 4];
  return five.map((selector) => ({
    namespace: pattern(seed + selector),
    labels: Object.fromEntries(five.map((pair) => [pattern(seed + 7 * pair + selector), pattern(seed + pair)])),
  }));
}

/** Their names sort behind those of others. */
export function hostileProfiles(count: number): readonly FileProfile[] {
  return Array.from({ length: count }, (_, index) => ({
    fargateProfileName: `zz-${index}`,
    selectors: selectors(index),
  }));
}

/** Reviews of as many new profile resources. */
export function hostileProfileReviews(count: number): readonly Attack[] {
  const real = realReview('profile-ack');
  return Array.from({ length: count }, (_, index) => {
    const review = structuredClone(real.document);
    const object = new Field(review).get('request').get('object');
    Object.assign(objectIn(object.get('metadata')), { name: `zz-new-${index}` });
    Object.assign(objectIn(object.get('spec')), { name: `zz-new-${index}`, selectors: selectors(index + 3) });
    return { what: `profile ${index}`, path: real.path, body: JSON.stringify(review) };
  });
}

/** The labels of a pod that let such patterns run longest. */
export const PATIENT_LABELS: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from({ length: 10 }, (_, index) => [`${'a'.repeat(61)}${index}a`, `${'a'.repeat(62)}${'abcdefgh'[index % 8]}`]),
);

function objectIn({ value, path }: Field): object {
  if (typeof value !== 'object' || value === null) throw new TypeError(`no object at ${path}`);
  return value;
}
