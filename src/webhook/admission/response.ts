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
  /** Every client but kubectl shows only this, so it holds every cause. */
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

export function allowed(uid: string, { warnings = [], auditAnnotations }: Notes = {}): AdmissionResponse {
  const response = auditAnnotations === undefined ? { uid, allowed: true } : { uid, allowed: true, auditAnnotations };
  return warnings.length === 0 ? response : { ...response, warnings };
}

/** `patch` as it is encoded; undefined where there is nothing to change. */
export function patched(uid: string, patch: string | undefined, notes: Notes = {}): AdmissionResponse {
  if (patch === undefined) return allowed(uid, notes);
  return { ...allowed(uid, notes), patchType: 'JSONPatch', patch };
}

export function denied(uid: string, status: Status, notes: Notes = {}): AdmissionResponse {
  return { ...allowed(uid, notes), allowed: false, status };
}
