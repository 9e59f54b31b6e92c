import { REPORT_KINDS, type ReportForm } from '../../../src/audit/report/namespace-report.ts';
import type { ApiAnswer, ApiRequest, KubernetesApi } from '../../../src/kubernetes/api.ts';

export interface StoredObject {
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly summary?: Readonly<Record<string, number>>;
}

type Refusal = readonly [status: number, body: object];

const FORBIDDEN: Refusal = [403, { kind: 'Status', message: 'reports.openreports.io is forbidden' }];
const NOT_FOUND: Refusal = [404, { kind: 'Status', message: 'not found' }];
const CONFLICT: Refusal = [409, { kind: 'Status', message: 'the UID in the precondition does not match' }];

/** An API server that knows nothing but reports, as one does that has these kinds installed. */
export class ReportCluster implements KubernetesApi {
  readonly stored = new Map<string, StoredObject>();
  /** `METHOD path` of each write. */
  readonly writes: string[] = [];
  /** What answers instead, by `METHOD path` or a part of it. */
  readonly refusals = new Map<string, Refusal>();
  readonly #forms: ReadonlySet<ReportForm>;
  #version = 0;

  constructor(forms: readonly ReportForm[]) {
    this.#forms = new Set(forms);
  }

  forbid(part: string): void {
    this.refusals.set(part, FORBIDDEN);
  }

  async send({ method, path, content }: ApiRequest): Promise<ApiAnswer> {
    const [place = ''] = path.split('?');
    if (method !== 'GET') this.writes.push(`${method} ${place}`);
    const refusal = [...this.refusals].find(([part]) => `${method} ${path}`.includes(part))?.[1];
    const [status, body] = refusal ?? this.#answer(method, place, content?.body ?? '{}');
    return { status, body: JSON.stringify(body) };
  }

  /** What somebody else has put there. */
  put(object: StoredObject, form: ReportForm = 'openreports'): void {
    this.stored.set(placeOf(form, object.metadata), object);
  }

  #answer(method: ApiRequest['method'], place: string, body: string): Refusal {
    const form = [...this.#forms].find((known) => place.startsWith(groupPath(known)));
    if (form === undefined) return NOT_FOUND;
    if (place === groupPath(form)) return [200, { resources: [{ name: REPORT_KINDS[form].plural }] }];
    if (method === 'GET') return [200, { items: this.#itemsUnder(place) }];
    const stored = this.stored.get(place);
    const object = JSON.parse(body);
    const uid: string | undefined = method === 'DELETE' ? object.preconditions.uid : object.metadata.uid;
    if (uid !== undefined && uid !== stored?.metadata.uid) return CONFLICT;
    if (method === 'DELETE') this.stored.delete(place);
    else this.stored.set(place, { ...object, metadata: { ...object.metadata, uid: this.#uidOf(stored) } });
    return [200, object];
  }

  #itemsUnder(place: string): readonly StoredObject[] {
    const [group = '', namespace] = place.split('/namespaces/');
    return [...this.stored]
      .filter(([at]) => at.startsWith(namespace === undefined ? groupPrefix(group) : `${place}/`))
      .map(([, object]) => object);
  }

  #uidOf(stored: StoredObject | undefined): string {
    this.#version += 1;
    return stored?.metadata.uid ?? `uid-${this.#version}`;
  }
}

function placeOf(form: ReportForm, { namespace, name }: StoredObject['metadata']): string {
  return `${groupPath(form)}/namespaces/${namespace}/${REPORT_KINDS[form].plural}/${name}`;
}

/** `/apis/openreports.io/v1alpha1/` of `/apis/openreports.io/v1alpha1/reports`. */
function groupPrefix(list: string): string {
  return list.slice(0, list.lastIndexOf('/') + 1);
}

function groupPath(form: ReportForm): string {
  const { group, version } = REPORT_KINDS[form];
  return `/apis/${group}/${version}`;
}
