import type { AdmissionResponse } from './response.ts';
import type { AdmissionRequest } from './review.ts';

/** Answers one request from what is already in memory: no I/O, no waiting. */
export type Handler = (request: AdmissionRequest) => Verdict;

/** The answer, and what log and metrics are told of it. */
export interface Verdict {
  readonly response: AdmissionResponse;
  /** Absent where nothing was predicted. */
  readonly prediction: string | undefined;
  readonly findings: readonly string[];
}
