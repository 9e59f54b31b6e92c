import { readdirSync, readFileSync } from 'node:fs';
import { Field } from '../../../src/documents/field.ts';

/** An AdmissionReview as a real API server sent it. */
export interface RealReview {
  /** Of its file. */
  readonly name: string;
  /** Of the webhook that such a review goes to. */
  readonly path: string;
  readonly document: unknown;
  readonly body: string;
}

const FOLDER = new URL('../../fixtures/reviews/', import.meta.url);

export const REAL_REVIEWS: readonly RealReview[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map(readReview);

export const POD_REVIEW = realReview('pod');

/** The review of a real pod, made in another namespace and with other labels where these are given. */
export function podReview({ namespace = 'shop', labels }: { readonly namespace?: string; readonly labels?: object }) {
  const review = structuredClone(POD_REVIEW.document);
  const request = objectAt(review, 'request');
  const metadata = objectAt(objectAt(request, 'object'), 'metadata');
  Object.assign(request, { namespace });
  Object.assign(metadata, { namespace, ...(labels === undefined ? {} : { labels }) });
  return JSON.stringify(review);
}

export function realReview(name: string): RealReview {
  const review = REAL_REVIEWS.find((candidate) => candidate.name === name);
  if (review === undefined) throw new TypeError(`no real review ${name}`);
  return review;
}

function objectAt(parent: unknown, key: string): object {
  const { value } = new Field(parent).get(key);
  if (typeof value !== 'object' || value === null) throw new TypeError(`no object ${key} in a review`);
  return value;
}

function readReview(name: string): RealReview {
  const document: unknown = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
  return { name: name.slice(0, -'.json'.length), path: pathFor(name), document, body: JSON.stringify(document) };
}

function pathFor(name: string): string {
  if (name.startsWith('profile-')) return '/validate/profiles';
  return name === 'pod.json' ? '/mutate/pods' : '/validate/workloads';
}
