import type { JsonPatchOperation } from './json-patch.ts';

/** The answer to one AdmissionRequest. Source: Kubernetes API reference, admission.k8s.io/v1 AdmissionResponse. */
export interface AdmissionResponse {
  readonly uid: string;
  readonly allowed: boolean;
  /** Why it was denied; absent where it was allowed. */
  readonly status?: Status;
  readonly patchType?: 'JSONPatch';
  /** Base64 of the JSON patch. */
  readonly patch?: string;
  readonly warnings?: readonly string[];
  readonly auditAnnotations?: Readonly<Record<string, string>>;
}

/** metav1.Status as the API server prints it. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: 'Failure';
  /** Every client but kubectl shows this alone, so it tells everything. */
  readonly message: string;
  readonly reason: string;
  /** HTTP status code. */
  readonly code: number;
  readonly details?: StatusDetails;
}

export interface StatusDetails {
  readonly name: string;
  readonly group: string;
  readonly kind: string;
  readonly causes: readonly StatusCause[];
}

export interface StatusCause {
  /** metav1.CauseType: `FieldValueRequired`, `FieldValueInvalid`, … */
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

export interface Notes {
  readonly warnings?: readonly string[];
  readonly auditAnnotations?: Readonly<Record<string, string>>;
}

export function allowed(uid: string, notes: Notes = {}): AdmissionResponse {
  return { uid, allowed: true, ...notesOf(notes) };
}

/** An empty patch is left out. */
export function patched(uid: string, patch: readonly JsonPatchOperation[], notes: Notes = {}): AdmissionResponse {
  if (patch.length === 0) return allowed(uid, notes);
  const encoded = Buffer.from(JSON.stringify(patch)).toString('base64');
  return { uid, allowed: true, patchType: 'JSONPatch', patch: encoded, ...notesOf(notes) };
}

export function denied(uid: string, status: Status, notes: Notes = {}): AdmissionResponse {
  return { uid, allowed: false, status, ...notesOf(notes) };
}

function notesOf({ warnings, auditAnnotations }: Notes): Notes {
  return {
    ...(warnings !== undefined && warnings.length > 0 ? { warnings } : {}),
    ...(auditAnnotations !== undefined ? { auditAnnotations } : {}),
  };
}
