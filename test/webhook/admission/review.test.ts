import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BadReviewError, parseReview } from '../../../src/webhook/admission/review.ts';

const REQUEST = { uid: 'u', kind: { group: 'apps', version: 'v1', kind: 'Deployment' }, operation: 'UPDATE' };

describe('parseReview', () => {
  test('reads a request', () => {
    const request = parseReview(
      review({ ...REQUEST, name: 'web', namespace: 'shop', dryRun: true, object: { a: 1 }, oldObject: null }),
    );
    assert.deepEqual(
      { ...request, object: request.object.value, oldObject: request.oldObject.isPresent },
      { ...REQUEST, name: 'web', namespace: 'shop', subResource: '', dryRun: true, object: { a: 1 }, oldObject: false },
    );
  });

  test('reads an absent name, namespace and subresource as empty, and dryRun as false', () => {
    const { name, namespace, subResource, dryRun } = parseReview(review(REQUEST));
    assert.deepEqual([name, namespace, subResource, dryRun], ['', '', '', false]);
  });

  const bad: readonly (readonly [what: string, document: unknown, message: string])[] = [
    ['a list', [], 'not an AdmissionReview: the document: expected an object, got a list'],
    ['null', null, 'not an AdmissionReview: expected apiVersion admission.k8s.io/v1 and kind AdmissionReview'],
    [
      'v1beta1',
      { apiVersion: 'admission.k8s.io/v1beta1', kind: 'AdmissionReview', request: REQUEST },
      'not an AdmissionReview: expected apiVersion admission.k8s.io/v1 and kind AdmissionReview',
    ],
    ['no request', review(undefined), 'not an AdmissionReview: request.uid is missing'],
    ['an empty uid', review({ ...REQUEST, uid: '' }), 'not an AdmissionReview: request.uid is missing'],
    [
      'a number as uid',
      review({ ...REQUEST, uid: 1 }),
      'not an AdmissionReview: request.uid: expected a string, got a number',
    ],
    ['no kind', review({ ...REQUEST, kind: null }), 'not an AdmissionReview: request.kind.version is missing'],
    [
      'another operation',
      review({ ...REQUEST, operation: 'PATCH' }),
      'not an AdmissionReview: request.operation: expected one of CREATE, UPDATE, DELETE, CONNECT',
    ],
  ];
  for (const [what, document, message] of bad) {
    test(`refuses ${what}`, () => {
      assert.throws(
        () => parseReview(document),
        (error) => error instanceof BadReviewError && error.message === message,
      );
    });
  }
});

function review(request: unknown): unknown {
  return { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request };
}
