import { DocumentError } from '../../documents/document-error.ts';
import type { Field } from '../../documents/field.ts';
import type { ReportedPrices } from '../../fargate/price-list.ts';
import type { WorkloadReference } from '../controllers.ts';
import type { AuditError, Audited, AuditReport } from '../report/report.ts';

/** What a comparison needs of a report. Codes and words are texts: another version may have others. */
export interface ComparableReport {
  readonly audited: Pick<Audited, 'at' | 'version' | 'cluster' | 'region' | 'namespaces'>;
  readonly prices: Pick<ReportedPrices, 'currency' | 'vcpuHour' | 'gigabyteHour' | 'storageGigabyteHour'>;
  readonly summary: Costing;
  readonly namespaces: readonly (Costing & { readonly name: string })[];
  readonly workloads: readonly ComparableWorkload[];
  readonly errors: readonly Pick<AuditError, 'namespace' | 'resource'>[];
}

interface Costing {
  readonly fargate: { readonly costPerMonth: number };
}

export interface ComparableWorkload extends WorkloadReference, Costing {
  readonly profiles: readonly string[];
  readonly sizes: readonly string[];
  readonly verdicts: readonly (Said & { readonly result: string })[];
  readonly findings: readonly (Said & { readonly severity: string; readonly field: string })[];
  readonly podList: readonly { readonly placement: string }[];
}

interface Said {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

const API_VERSION: AuditReport['apiVersion'] = 'fargate-admission/v1alpha1';
const KIND: AuditReport['kind'] = 'AuditReport';

/** What `audit -o json` has written. @throws DocumentError, FieldTypeError where it is anything else. */
export function parseEarlierReport(document: Field): ComparableReport {
  requireKind(document);
  const audited = document.get('audited');
  return {
    audited: {
      ...optional('region', audited.get('region').string()),
      at: text(audited.get('at')),
      version: text(audited.get('version')),
      cluster: text(audited.get('cluster')),
      namespaces: texts(audited.get('namespaces')),
    },
    prices: readPrices(document.get('prices')),
    summary: readCosting(document.get('summary')),
    namespaces: items(document.get('namespaces')).map((one) => ({ name: text(one.get('name')), ...readCosting(one) })),
    workloads: items(document.get('workloads')).map(readWorkload),
    errors: items(document.get('errors')).map((error) => ({
      ...optional('namespace', error.get('namespace').string()),
      resource: text(error.get('resource')),
    })),
  };
}

/** @throws DocumentError */
function requireKind(document: Field): void {
  const [apiVersion, kind] = [document.get('apiVersion'), document.get('kind')];
  if (kind.value === 'FleetAuditReport') {
    throw new DocumentError('kind: the report is of several clusters: give that of one', { path: kind.path });
  }
  if (kind.value !== KIND) throw unexpected(kind, KIND);
  if (apiVersion.value !== API_VERSION) throw unexpected(apiVersion, API_VERSION);
}

function unexpected({ path, value }: Field, wanted: string): DocumentError {
  const got = value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 100);
  return new DocumentError(`${path}: expected ${wanted}, got ${got}`, { path });
}

function readPrices(prices: Field): ComparableReport['prices'] {
  return {
    ...optional('storageGigabyteHour', prices.get('storageGigabyteHour').number()),
    currency: text(prices.get('currency')),
    vcpuHour: number(prices.get('vcpuHour')),
    gigabyteHour: number(prices.get('gigabyteHour')),
  };
}

function readCosting(totals: Field): Costing {
  return { fargate: { costPerMonth: number(totals.get('fargate').get('costPerMonth')) } };
}

function readWorkload(workload: Field): ComparableWorkload {
  return {
    ...optional('apiGroup', workload.get('apiGroup').string()),
    kind: text(workload.get('kind')),
    namespace: text(workload.get('namespace')),
    name: text(workload.get('name')),
    ...readCosting(workload),
    profiles: texts(workload.get('profiles')),
    sizes: texts(workload.get('sizes')),
    verdicts: items(workload.get('verdicts')).map((one) => ({ result: text(one.get('result')), ...readSaid(one) })),
    findings: items(workload.get('findings')).map((one) => ({
      severity: text(one.get('severity')),
      field: text(one.get('field')),
      ...readSaid(one),
    })),
    podList: items(workload.get('podList')).map((pod) => ({ placement: text(pod.get('placement')) })),
  };
}

function readSaid(said: Field): Said {
  return { code: text(said.get('code')), message: text(said.get('message')), fix: text(said.get('fix')) };
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [key in Key]?: Value };
function optional(key: string, value: unknown): object {
  return value === undefined ? {} : { [key]: value };
}

function text(field: Field): string {
  return required(field, field.string());
}

function number(field: Field): number {
  return required(field, field.number());
}

function texts(field: Field): readonly string[] {
  return items(field).map(text);
}

function items(field: Field): readonly Field[] {
  return required(field, field.isPresent ? field.list() : undefined);
}

/** A report that lacks something was not written by the program: what is not there must not seem gone. */
function required<Value>(field: Field, value: Value | undefined): Value {
  if (value === undefined) throw new DocumentError(`${field.path}: is missing`, { path: field.path });
  return value;
}
