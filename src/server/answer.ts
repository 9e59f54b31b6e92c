import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { AdmissionResponse } from '../admission/response.ts';
import type { HttpError } from './http-error.ts';

export interface Answer {
  readonly code: number;
  readonly body: string;
  readonly headers?: OutgoingHttpHeaders;
}

export function reviewAnswer(response: AdmissionResponse): Answer {
  return { code: 200, body: JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response }) };
}

/** Never with `Retry-After`: the API server would repeat the call until the webhook's timeout. */
export function errorAnswer(error: HttpError, headers: OutgoingHttpHeaders = {}): Answer {
  return { code: error.code, body: JSON.stringify(error.toStatus()), headers };
}

/** Writes JSON with its length, in one piece. */
export function send(response: ServerResponse, { code, body, headers = {} }: Answer): void {
  const length = Buffer.byteLength(body);
  response.writeHead(code, { 'content-type': 'application/json', 'content-length': length, ...headers });
  response.end(body);
}
