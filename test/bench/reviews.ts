import { readFileSync } from 'node:fs';
import { Field } from '../../src/documents/field.ts';
import { POD_LABELS } from './profiles.ts';

/** A review that the load sends over and over. */
export interface BenchReview {
  readonly name: string;
  readonly path: string;
  readonly body: string;
}

const LARGE_POD_BYTES = 40_000;

/** Made of what a real API server sent. */
export function benchReviews(): readonly BenchReview[] {
  return [
    { name: 'pod, 4 KB', path: '/mutate/pods', body: JSON.stringify(podReview('shop')) },
    { name: 'pod with sidecars, 40 KB', path: '/mutate/pods', body: JSON.stringify(largePodReview()) },
    { name: 'pod in no profile, 4 KB', path: '/mutate/pods', body: JSON.stringify(podReview('elsewhere')) },
    { name: 'Deployment, UPDATE, 12 KB', path: '/validate/workloads', body: JSON.stringify(read('deployment-update')) },
    { name: 'FargateProfile, 1.4 KB', path: '/validate/profiles', body: JSON.stringify(read('profile-ack')) },
  ];
}

/** Without `managedFields`, which alone would be 2 KB. */
function podReview(namespace: string): unknown {
  const review = read('pod');
  const request = objectAt(review, 'request');
  const metadata = objectAt(objectAt(request, 'object'), 'metadata');
  Object.assign(request, { namespace });
  Object.assign(metadata, { namespace, labels: POD_LABELS, managedFields: undefined });
  return review;
}

function largePodReview(): unknown {
  const review = podReview('shop');
  const { value: containers } = new Field(review).get('request').get('object').get('spec').get('containers');
  if (!Array.isArray(containers)) throw new TypeError('no containers in the review');
  while (JSON.stringify(review).length < LARGE_POD_BYTES) {
    const name = `sidecar-${containers.length}`;
    const env = Array.from({ length: 30 }, (_, index) => ({ name: `SETTING_${index}`, value: `value of ${index}` }));
    containers.push({ ...containers[0], name, ports: [], env });
  }
  return review;
}

function objectAt(parent: unknown, key: string): object {
  const { value } = new Field(parent).get(key);
  if (typeof value !== 'object' || value === null) throw new TypeError(`no object ${key} in a review`);
  return value;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/reviews/${name}.json`, import.meta.url), 'utf8'));
}
