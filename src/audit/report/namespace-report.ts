import { REVIEWED_KINDS } from '../../documents/workloads/kubernetes-kinds.ts';
import { compareNames } from '../../fargate/profile-set.ts';
import { compareResults, type Result } from '../result.ts';
import type { AuditError, AuditedWorkload, AuditReport, ReportedVerdict } from './report.ts';

export const REPORT_FORMS = ['openreports', 'policyreport'] as const;
export type ReportForm = (typeof REPORT_FORMS)[number];

/** The kind of each form, and where the API server keeps it. Source: the CustomResourceDefinitions of both projects. */
export const REPORT_KINDS = {
  openreports: { group: 'openreports.io', version: 'v1alpha1', kind: 'Report', plural: 'reports' },
  policyreport: { group: 'wgpolicyk8s.io', version: 'v1alpha2', kind: 'PolicyReport', plural: 'policyreports' },
} as const satisfies Readonly<Record<ReportForm, object>>;

/** The name and label of our reports; other programs have their own. */
export const REPORT_NAME = 'fargate-admission';
export const MANAGED_BY_LABEL = 'app.kubernetes.io/managed-by';

/** A Report or PolicyReport of one namespace. */
export interface NamespaceReport {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  /** Of openreports.io alone. */
  readonly source?: string;
  readonly scope: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  readonly summary: Readonly<Record<Result, number>>;
  readonly results: readonly ReportResult[];
}

export interface ReportResult {
  readonly source: string;
  readonly policy: string;
  readonly rule: string;
  readonly category: string;
  readonly result: Result;
  readonly severity: 'high' | 'medium' | 'info';
  readonly message: string;
  readonly resources?: readonly Readonly<Record<string, string>>[];
  readonly properties: Readonly<Record<string, string>>;
}

/**
 * One report for each namespace, in name order. A result covers all pods of one workload with the same verdict,
 * not one pod: etcd takes objects of up to 1.5 MiB. Without times, so that an unchanged audit gives an unchanged report.
 */
export function namespaceReports({ workloads, errors }: AuditReport, form: ReportForm): readonly NamespaceReport[] {
  const byNamespace = new Map<string, ReportResult[]>();
  const add = (namespace: string, results: readonly ReportResult[]): void => {
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), ...results]);
  };
  for (const error of errors) if (error.namespace !== undefined) add(error.namespace, [errorResult(error)]);
  for (const workload of workloads) {
    add(
      workload.namespace,
      workload.verdicts.map((verdict) => verdictResult(workload, verdict)),
    );
  }
  const namespaces = [...byNamespace].toSorted(([a], [b]) => compareNames(a, b));
  return namespaces.map(([namespace, results]) => reportOf(namespace, results, form));
}

/** A result takes up to a kilobyte, and the object has to stay well under what etcd takes. */
const MAX_RESULTS = 1_000;
export const LEFT_OUT_ANNOTATION = 'fargate-admission/results-left-out';

function reportOf(namespace: string, results: readonly ReportResult[], form: ReportForm): NamespaceReport {
  const { group, version, kind } = REPORT_KINDS[form];
  const worstFirst = results.toSorted((a, b) => compareResults(a.result, b.result));
  const leftOut = Math.max(0, results.length - MAX_RESULTS);
  const count = (result: Result) => results.filter((one) => one.result === result).length;
  return {
    apiVersion: `${group}/${version}`,
    kind,
    metadata: {
      name: REPORT_NAME,
      namespace,
      labels: { [MANAGED_BY_LABEL]: REPORT_NAME },
      ...(leftOut > 0 ? { annotations: { [LEFT_OUT_ANNOTATION]: String(leftOut) } } : {}),
    },
    ...(form === 'openreports' ? { source: REPORT_NAME } : {}),
    scope: { apiVersion: 'v1', kind: 'Namespace', name: namespace },
    summary: {
      error: count('error'),
      fail: count('fail'),
      warn: count('warn'),
      pass: count('pass'),
      skip: count('skip'),
    },
    results: worstFirst.slice(0, MAX_RESULTS),
  };
}

const SEVERITIES = { error: 'medium', fail: 'high', warn: 'medium', pass: 'info', skip: 'info' } as const;

const COMMON = { source: REPORT_NAME, policy: 'fargate-placement', category: 'EKS Fargate' } as const;

function verdictResult(workload: AuditedWorkload, { result, code, message, fix, pods }: ReportedVerdict): ReportResult {
  const { profiles, sizes } = workload;
  return {
    ...COMMON,
    rule: code,
    result,
    severity: SEVERITIES[result],
    message: `${message} (${pods} of ${workload.pods} pods)`,
    resources: [referenceTo(workload)],
    properties: {
      pods: String(pods),
      ...(fix === '' ? {} : { fix }),
      ...(profiles.length === 0 ? {} : { profiles: profiles.join(',') }),
      ...(sizes.length === 0 ? {} : { sizes: sizes.join(', ') }),
    },
  };
}

function errorResult({ resource, reason }: AuditError): ReportResult {
  return {
    ...COMMON,
    rule: 'not-readable',
    result: 'error',
    severity: SEVERITIES.error,
    message: `${resource} could not be read: ${reason}`,
    properties: { resource },
  };
}

const API_VERSIONS: ReadonlyMap<string, string> = new Map(
  REVIEWED_KINDS.map(({ kind, apiVersions }) => [kind, apiVersions[0]]),
);

/** Of a kind that others have defined, only the kind is known. */
function referenceTo({ kind, namespace, name }: AuditedWorkload): Readonly<Record<string, string>> {
  const apiVersion = API_VERSIONS.get(kind);
  return { ...(apiVersion === undefined ? {} : { apiVersion }), kind, namespace, name };
}
