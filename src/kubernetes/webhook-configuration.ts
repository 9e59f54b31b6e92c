import { Field } from '../documents/field.ts';
import { type KubernetesApi, objectIn } from './api.ts';

export interface ConfigurationName {
  readonly kind: 'mutating' | 'validating';
  readonly name: string;
}

/** A webhook configuration as it was read, as far as it says whom the API server trusts. */
export interface ReadConfiguration {
  readonly version: string;
  /** `caBundlePem`: empty where there is none. */
  readonly webhooks: readonly { readonly name: string; readonly caBundlePem: string }[];
}

/** undefined: there is none. @throws ClusterError */
export async function readConfiguration(
  api: KubernetesApi,
  configuration: ConfigurationName,
): Promise<ReadConfiguration | undefined> {
  const answer = await api.send({ method: 'GET', path: pathOf(configuration) });
  if (answer.status === 404) return undefined;
  const object = new Field(objectIn(answer, `read ${resourceOf(configuration)} ${configuration.name}`));
  const version = object.get('metadata').get('resourceVersion').string() ?? '';
  return { version, webhooks: object.get('webhooks').list().map(readWebhook) };
}

/**
 * Puts a CA bundle into these webhooks, if the configuration is still what was read. A strategic merge knows webhooks by
 * name and leaves everything else about them alone. @throws ClusterError
 */
export async function patchCaBundle(
  api: KubernetesApi,
  configuration: ConfigurationName,
  { version, webhooks, caBundlePem }: ReadConfiguration & { readonly caBundlePem: string },
): Promise<'written' | 'conflict'> {
  const clientConfig = { caBundle: Buffer.from(caBundlePem).toString('base64') };
  const body = JSON.stringify({
    metadata: { resourceVersion: version },
    webhooks: webhooks.map(({ name }) => ({ name, clientConfig })),
  });
  const path = `${pathOf(configuration)}?fieldManager=fargate-admission`;
  const content = { type: 'application/strategic-merge-patch+json', body };
  const answer = await api.send({ method: 'PATCH', path, content });
  if (answer.status === 409 || answer.status === 404) return 'conflict';
  objectIn(answer, `patch ${resourceOf(configuration)} ${configuration.name}`);
  return 'written';
}

function readWebhook(webhook: Field): ReadConfiguration['webhooks'][number] {
  const encoded = webhook.get('clientConfig').get('caBundle').string() ?? '';
  return { name: webhook.get('name').string() ?? '', caBundlePem: Buffer.from(encoded, 'base64').toString() };
}

function pathOf(configuration: ConfigurationName): string {
  const { name } = configuration;
  return `/apis/admissionregistration.k8s.io/v1/${resourceOf(configuration)}s/${encodeURIComponent(name)}`;
}

function resourceOf({ kind }: ConfigurationName): string {
  return `${kind}webhookconfiguration`;
}
