import type { Attack } from './flood.ts';
import { POD_REVIEW, podReview, realReview } from './real-reviews.ts';

export interface HugeReview extends Attack {
  readonly status: number;
}

const MIB = 1024 * 1024;

export const HUGE_REVIEWS: readonly HugeReview[] = [
  huge('20 MiB', 413, `"${'x'.repeat(20 * MIB)}"`),
  huge('7 MiB of objects', 413, `[${'{},'.repeat(2 * MIB)}{}]`),
  huge('7 MiB of lists in lists', 413, '['.repeat(7 * MIB)),
  huge('100,000 lists in lists', 400, `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
  huge('100,000 objects in objects', 400, `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
  huge(
    '100,000 lists in a field that is not read',
    200,
    withField('"team":"a"', `"team":"a"},"x":${nested(100_000)},"y":{"z":"a"`),
  ),
  huge('100,000 lists in place of a label', 400, withField('"app":"web"', `"app":${nested(100_000)}`)),
  huge('10,000 labels', 200, podReview({ labels: manyLabels(10_000) })),
  huge('200,000 labels', 200, podReview({ labels: manyLabels(200_000) })),
  huge('a label of 3 MiB', 200, podReview({ labels: { tier: 'a'.repeat(3 * MIB) } })),
  huge('lone surrogates', 200, podReview({ labels: { '\ud800': '\udfff', tier: '\udc00front' } })),
  huge('names of JavaScript', 200, withField('"app":"web"', '"__proto__":"a","constructor":"b","toString":"c"')),
  huge('keys that stand twice', 200, withField('"app":"web"', '"app":"web","app":"shop"')),
  huge('numbers beyond all bounds', 200, withField('"containerPort":8080', '"containerPort":1e999')),
  manyContainers(20_000),
];

function manyContainers(count: number): HugeReview {
  const { path, body } = realReview('deployment');
  const containers = '{"name":"c","securityContext":{"privileged":true}},'.repeat(count);
  const text = body.replace('"containers":[', `"containers":[${containers}`);
  return { what: `${count} containers`, status: 200, path, body: text };
}

function huge(what: string, status: number, body: string): HugeReview {
  return { what, status, path: POD_REVIEW.path, body };
}

/** The real review of a pod with other text in the place of this. */
function withField(old: string, text: string): string {
  if (!POD_REVIEW.body.includes(old)) throw new TypeError(`no ${old} in the review of a pod`);
  return POD_REVIEW.body.replace(old, text);
}

function nested(depth: number): string {
  return `${'['.repeat(depth)}${']'.repeat(depth)}`;
}

function manyLabels(count: number): object {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`tier-${index}`, 'front']));
}
