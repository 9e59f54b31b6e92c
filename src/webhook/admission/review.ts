import { Field, FieldTypeError } from '../../documents/field.ts';

/** What the API server asks, reduced to what the handlers read. Source: Kubernetes API reference, admission.k8s.io/v1. */
export interface AdmissionRequest {
  readonly uid: string;
  readonly kind: GroupVersionKind;
  readonly operation: Operation;
  /** Empty for an object made from `generateName`. */
  readonly name: string;
  /** Empty for a cluster-scoped object. */
  readonly namespace: string;
  /** Such as `status` or `ephemeralcontainers`; empty for the object itself. */
  readonly subResource: string;
  readonly dryRun: boolean;
  /** Absent on DELETE. */
  readonly object: Field;
  /** Absent on CREATE. */
  readonly oldObject: Field;
}

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

export const OPERATIONS = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** The body is no AdmissionReview v1 that can be answered: HTTP 400, and the message reaches the user. */
export class BadReviewError extends Error {
  override readonly name = 'BadReviewError';
}

/** @throws BadReviewError when the document is no admission.k8s.io/v1 AdmissionReview with a request. */
export function parseReview(document: unknown): AdmissionRequest {
  try {
    return readRequest(new Field(document));
  } catch (error) {
    if (error instanceof FieldTypeError)
      throw new BadReviewError(`not an AdmissionReview: ${error.message}`, { cause: error });
    throw error;
  }
}

const AFTER_NAMES = ',"userInfo":';

/**
 * The request of a review of which only the beginning is there: without its objects. An API server writes them last, after
 * the user (k8s.io/api, admission/v1 `AdmissionRequest`). Undefined where it is no such beginning.
 */
export function parseReviewHead(head: string): AdmissionRequest | undefined {
  const end = head.indexOf(AFTER_NAMES);
  if (end < 0) return undefined;
  try {
    return parseReview(JSON.parse(`${head.slice(0, end)}}}`));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof BadReviewError) return undefined;
    throw error;
  }
}

function readRequest(review: Field): AdmissionRequest {
  const apiVersion = review.get('apiVersion').string();
  const kind = review.get('kind').string();
  if (apiVersion !== 'admission.k8s.io/v1' || kind !== 'AdmissionReview') {
    throw new BadReviewError(
      'not an AdmissionReview: expected apiVersion admission.k8s.io/v1 and kind AdmissionReview',
    );
  }
  const request = review.get('request');
  return {
    uid: required(request.get('uid')),
    kind: readKind(request.get('kind')),
    operation: readOperation(request.get('operation')),
    name: request.get('name').string() ?? '',
    namespace: request.get('namespace').string() ?? '',
    subResource: request.get('subResource').string() ?? '',
    dryRun: request.get('dryRun').boolean(),
    object: new Field(request.get('object').value),
    oldObject: new Field(request.get('oldObject').value),
  };
}

function readKind(kind: Field): GroupVersionKind {
  return {
    group: kind.get('group').string() ?? '',
    version: required(kind.get('version')),
    kind: required(kind.get('kind')),
  };
}

function readOperation(field: Field): Operation {
  const text = required(field);
  const operation = OPERATIONS.find((known) => known === text);
  if (operation === undefined) {
    throw new BadReviewError(`not an AdmissionReview: request.operation: expected one of ${OPERATIONS.join(', ')}`);
  }
  return operation;
}

function required(field: Field): string {
  const text = field.string();
  if (text === undefined || text === '') throw new BadReviewError(`not an AdmissionReview: ${field.path} is missing`);
  return text;
}
