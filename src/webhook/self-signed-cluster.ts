import type { KubernetesApi } from '../kubernetes/api.ts';
import { readOrCreateSecret, replaceSecret, type SecretName } from '../kubernetes/secret.ts';
import { type ConfigurationName, patchCaBundle, readConfiguration } from '../kubernetes/webhook-configuration.ts';
import type { SecretStore, TrustBundle, TrustBundles } from '../tls/secret-store.ts';
import type { SelfSigned } from '../tls/self-signed-plan.ts';

/** The keys of the Secret; those of the pair are what a Secret of type kubernetes.io/tls has. */
const KEYS = { caBundlePem: 'ca.crt', caKeyPem: 'ca.key', certificatePem: 'tls.crt', keyPem: 'tls.key' } as const;

/** The Secret of the self-managed mode, in the Kubernetes API. */
export function createSecretStore(api: KubernetesApi, name: SecretName): SecretStore {
  return {
    readOrCreate: async () => {
      const secret = await readOrCreateSecret(api, name);
      return {
        caBundlePem: secret.text(KEYS.caBundlePem),
        caKeyPem: secret.text(KEYS.caKeyPem),
        certificatePem: secret.text(KEYS.certificatePem),
        keyPem: secret.text(KEYS.keyPem),
        replace: (content) => replaceSecret(api, secret, dataOf(content)),
      };
    },
  };
}

/** Our webhook configurations, in the Kubernetes API. */
export function createTrustBundles(api: KubernetesApi, names: readonly ConfigurationName[]): TrustBundles {
  return {
    read: async () => {
      const bundles = await Promise.all(names.map((name) => readBundle(api, name)));
      return bundles.filter((bundle) => bundle !== undefined);
    },
  };
}

export function configurationLabel({ kind, name }: ConfigurationName): string {
  return `${kind}/${name}`;
}

async function readBundle(api: KubernetesApi, name: ConfigurationName): Promise<TrustBundle | undefined> {
  const configuration = await readConfiguration(api, name);
  if (configuration === undefined) return undefined;
  const { webhooks } = configuration;
  const write = (caBundlePem: string) => patchCaBundle(api, name, { ...configuration, caBundlePem });
  return { name: configurationLabel(name), webhooks, write };
}

function dataOf(content: SelfSigned): Readonly<Record<string, string>> {
  return {
    [KEYS.caBundlePem]: content.caBundlePem,
    [KEYS.caKeyPem]: content.caKeyPem,
    [KEYS.certificatePem]: content.certificatePem,
    [KEYS.keyPem]: content.keyPem,
  };
}
