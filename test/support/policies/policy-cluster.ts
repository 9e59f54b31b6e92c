import { Field } from '../../../src/documents/field.ts';
import type { ApiAnswer, ApiRequest, KubernetesApi } from '../../../src/kubernetes/api.ts';

const GROUP = '/apis/admissionregistration.k8s.io';
const ROLE_PATH = '/apis/rbac.authorization.k8s.io/v1/clusterroles/owner';

/** `v1/mutatingadmissionpolicies/fargate-pods` */
type Place = string;

interface Stored {
  readonly metadata: Readonly<Record<string, unknown>> & { readonly uid: string; readonly resourceVersion: string };
  readonly spec?: unknown;
}

/** An API server that knows admission policies, of every version, and the ClusterRole "owner". */
export class PolicyCluster implements KubernetesApi {
  readonly stored = new Map<Place, Stored>();
  /** `METHOD place` of each write. */
  readonly writes: string[] = [];
  /** What answers instead, by a part of `METHOD path`. */
  readonly refusals = new Map<string, readonly [status: number, body: object]>();
  /** Undefined: it is not there. */
  roleUid: string | undefined = 'role-1';
  /** Fields that this API server adds to each spec. */
  defaults: object = {};
  #version = 0;

  async send({ method, path, content }: ApiRequest): Promise<ApiAnswer> {
    const [place = ''] = path.replace(`${GROUP}/`, '').split('?');
    if (method !== 'GET') this.writes.push(`${method} ${place}`);
    const refusal = [...this.refusals].find(([part]) => `${method} ${path}`.includes(part))?.[1];
    const [status, body] = refusal ?? this.#answer(method, place, content?.body ?? '{}');
    return { status, body: JSON.stringify(body) };
  }

  /** What another program has written there, or into what is there. */
  put(place: Place, object: { readonly metadata?: object; readonly spec?: unknown }): void {
    const before = this.stored.get(place);
    const metadata = { uid: this.#next(), ...before?.metadata, ...object.metadata, resourceVersion: this.#next() };
    this.stored.set(place, { ...before, ...object, metadata });
  }

  get(place: Place): Field {
    return new Field(this.stored.get(place));
  }

  takeWrites(): readonly string[] {
    return this.writes.splice(0);
  }

  #answer(method: ApiRequest['method'], place: string, body: string): readonly [number, object] {
    if (place === ROLE_PATH) {
      return this.roleUid === undefined ? NOT_FOUND : [200, { metadata: { name: 'owner', uid: this.roleUid } }];
    }
    const stored = this.stored.get(place);
    if (method === 'PATCH') {
      const { metadata, spec, ...rest } = JSON.parse(body);
      this.put(place, { ...rest, metadata, spec: { ...spec, ...this.defaults } });
      return [200, this.stored.get(place) ?? {}];
    }
    if (stored === undefined) return NOT_FOUND;
    if (method === 'DELETE') {
      if (JSON.parse(body).preconditions.uid !== stored.metadata.uid) return [409, { message: 'another uid' }];
      this.stored.delete(place);
      return [200, { kind: 'Status' }];
    }
    return [200, stored];
  }

  #next(): string {
    this.#version += 1;
    return String(this.#version);
  }
}

const NOT_FOUND = [404, { kind: 'Status', message: 'not found' }] as const;
