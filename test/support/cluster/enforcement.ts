import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Installation } from './installation.ts';

const COMPONENT = new URL('../../../manifests/components/enforce/', import.meta.url);

/** The webhook of the component enforce, with the CA and the port that the installation gave the others, and its patches. */
export async function enforce({ controlPlane, webhook }: Installation): Promise<void> {
  const path = '{.webhooks[0].clientConfig.caBundle}';
  const args = ['get', 'validatingwebhookconfiguration', 'fargate-admission', `--output=jsonpath=${path}`];
  const caBundle = await controlPlane.kubectlOutput(args);
  const configuration = parse(await readFile(new URL('validating-webhook.yaml', COMPONENT), 'utf8'));
  for (const { clientConfig } of configuration.webhooks) {
    clientConfig.caBundle = caBundle;
    clientConfig.service.port = webhook.port;
  }
  await controlPlane.kubectlOutput(['apply', '--filename=-'], { input: JSON.stringify(configuration) });
  const { patches } = parse(await readFile(new URL('kustomization.yaml', COMPONENT), 'utf8'));
  for (const { patch } of patches) {
    const { kind, metadata } = parse(patch);
    await controlPlane.kubectlOutput(['patch', kind, metadata.name, `--patch=${patch}`]);
  }
}
