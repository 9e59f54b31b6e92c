import { Field } from '../documents/field.ts';
import { type KubernetesApi, objectIn } from './api.ts';

export interface SecretName {
  readonly namespace: string;
  readonly name: string;
}

/** A Secret as it was read. */
export interface ReadSecret {
  readonly version: string;
  /** By key, as text; undefined where the key is missing. */
  readonly text: (key: string) => string | undefined;
  /** As the API server wrote it. */
  readonly object: Field;
}

/** The Secret; made empty where there is none. @throws ClusterError */
export async function readOrCreateSecret(api: KubernetesApi, secret: SecretName): Promise<ReadSecret> {
  const answer = await api.send({ method: 'GET', path: pathOf(secret) });
  if (answer.status === 404) return createSecret(api, secret);
  return readSecret(objectIn(answer, `read secret ${secret.name}`));
}

/** Replaces these keys, if the Secret is still what was read. @throws ClusterError */
export async function replaceSecret(
  api: KubernetesApi,
  { object }: ReadSecret,
  data: Readonly<Record<string, string>>,
): Promise<'written' | 'conflict'> {
  const encoded = Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
  const body = JSON.stringify({
    ...Object.fromEntries(object.entries().map(([key, { value }]) => [key, value])),
    data: { ...object.get('data').stringMap(), ...Object.fromEntries(encoded) },
  });
  const metadata = object.get('metadata');
  const secret = { namespace: metadata.get('namespace').string() ?? '', name: metadata.get('name').string() ?? '' };
  const answer = await api.send({ method: 'PUT', path: pathOf(secret), content: { type: 'application/json', body } });
  // 404: deleted meanwhile.
  if (answer.status === 409 || answer.status === 404) return 'conflict';
  objectIn(answer, `write secret ${secret.name}`);
  return 'written';
}

/** By server-side apply: a Role can allow `create` for one name there, which it cannot for POST. Two who do so at once both succeed. */
async function createSecret(api: KubernetesApi, secret: SecretName): Promise<ReadSecret> {
  const body = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { ...secret, labels: { 'app.kubernetes.io/name': 'fargate-admission' } },
    type: 'Opaque',
  });
  const path = `${pathOf(secret)}?fieldManager=fargate-admission`;
  const answer = await api.send({ method: 'PATCH', path, content: { type: 'application/apply-patch+yaml', body } });
  return readSecret(objectIn(answer, `create secret ${secret.name}`));
}

function readSecret(value: unknown): ReadSecret {
  const object = new Field(value);
  const data = object.get('data').stringMap();
  const text = (key: string): string | undefined => {
    const encoded = data[key];
    return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString();
  };
  return { version: object.get('metadata').get('resourceVersion').string() ?? '', text, object };
}

function pathOf({ namespace, name }: SecretName): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(name)}`;
}
