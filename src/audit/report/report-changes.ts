import { isDeepStrictEqual } from 'node:util';
import type { Field } from '../../documents/field.ts';
import {
  LEFT_OUT_ANNOTATION,
  MANAGED_BY_LABEL,
  type NamespaceReport,
  namespaceReports,
  REPORT_NAME,
  type ReportForm,
} from './namespace-report.ts';
import type { AuditReport } from './report.ts';

/** One thing to do, so that the reports in the cluster say what the audit says. */
export type ReportChange =
  | { readonly kind: 'create'; readonly report: NamespaceReport }
  /** `uid`: of the report that is there. */
  | { readonly kind: 'replace'; readonly report: NamespaceReport; readonly uid: string }
  | { readonly kind: 'delete'; readonly namespace: string; readonly uid: string }
  /** A report of another program has our name: it is left alone. */
  | { readonly kind: 'leave'; readonly namespace: string };

/**
 * Takes in what is stored, one by one, so that no more than the changes is kept. Where an audit has not seen all pods, what an
 * earlier one said stays.
 */
export class ReportChanges {
  readonly #wanted: Map<string, NamespaceReport>;
  readonly #unread: ReadonlySet<string>;
  readonly #audited: readonly string[];
  readonly #hasSeenPods: boolean;
  readonly #changes: ReportChange[] = [];

  constructor(report: AuditReport, form: ReportForm) {
    this.#hasSeenPods = !report.errors.some(
      ({ resource, namespace }) => resource === 'pods' && namespace === undefined,
    );
    const reports = this.#hasSeenPods ? namespaceReports(report, form) : [];
    this.#wanted = new Map(reports.map((wanted) => [wanted.metadata.namespace, wanted]));
    this.#unread = unreadNamespaces(report);
    this.#audited = report.audited.namespaces;
  }

  /** A report of the name that ours have. */
  take(stored: Field): void {
    const metadata = stored.get('metadata');
    const namespace = textOf(metadata.get('namespace'));
    const isAudited = this.#audited.length === 0 || this.#audited.includes(namespace);
    if (textOf(metadata.get('name')) !== REPORT_NAME || !isAudited || !this.#hasSeenPods) return;
    const wanted = this.#wanted.get(namespace);
    this.#wanted.delete(namespace);
    const change = this.#changeOf(stored, wanted);
    if (change !== undefined) this.#changes.push(change);
  }

  /** All of them, once everything that is stored has been taken in. */
  changes(): readonly ReportChange[] {
    const created = Array.from(this.#wanted.values(), (report) => ({ kind: 'create', report }) as const);
    return [...this.#changes, ...created];
  }

  #changeOf(stored: Field, wanted: NamespaceReport | undefined): ReportChange | undefined {
    const metadata = stored.get('metadata');
    const namespace = textOf(metadata.get('namespace'));
    const uid = textOf(metadata.get('uid'));
    if (metadata.get('labels').get(MANAGED_BY_LABEL).value !== REPORT_NAME) {
      return wanted && { kind: 'leave', namespace };
    }
    if (metadata.get('deletionTimestamp').isPresent || this.#unread.has(namespace)) return undefined;
    if (wanted === undefined) return { kind: 'delete', namespace, uid };
    return isSame(stored, wanted) ? undefined : { kind: 'replace', report: wanted, uid };
  }
}

/** Those of whose pods none could be read. */
function unreadNamespaces({ errors, workloads }: AuditReport): ReadonlySet<string> {
  const seen = new Set(workloads.map(({ namespace }) => namespace));
  const unread = errors.flatMap(({ resource, namespace }) =>
    resource === 'pods' && namespace !== undefined && !seen.has(namespace) ? [namespace] : [],
  );
  return new Set(unread);
}

/** In everything that we write; the API server and others add to the rest. */
function isSame(stored: Field, { metadata, results, summary, scope, source }: NamespaceReport): boolean {
  const leftOut = stored.get('metadata').get('annotations').get(LEFT_OUT_ANNOTATION).value;
  return (
    leftOut === metadata.annotations?.[LEFT_OUT_ANNOTATION] &&
    isDeepStrictEqual(stored.get('results').value, results) &&
    isDeepStrictEqual(stored.get('summary').value, summary) &&
    isDeepStrictEqual(stored.get('scope').value, scope) &&
    stored.get('source').value === source
  );
}

function textOf({ value }: Field): string {
  return typeof value === 'string' ? value : '';
}
