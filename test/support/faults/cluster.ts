import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Field } from '../../../src/documents/field.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { eventually } from '../eventually.ts';
import type { Answer } from './call.ts';

export interface WebhookAddress {
  /** On this machine. */
  readonly port: number;
  readonly caPem: string;
}

const BASE = new URL('../../../manifests/base/', import.meta.url);

/** Both webhook configurations as they are installed, but for where they lead. Resolves once the API server has taken note. */
export async function installWebhooks(controlPlane: ControlPlane, address: WebhookAddress): Promise<void> {
  for (const file of ['mutating-webhook.yaml', 'validating-webhook.yaml']) {
    const input = JSON.stringify(pointedAt(parse(readFileSync(new URL(file, BASE), 'utf8')), address));
    await controlPlane.kubectlOutput(['apply', '--filename=-'], { input });
  }
  await eventually(async () => {
    const answer = await controlPlane.kubectlOutput(
      ['create', '--filename=-', '--namespace=shop', '--dry-run=server', '--output=json'],
      { input: JSON.stringify({ apiVersion: 'v1', kind: 'Pod', ...POD }) },
    );
    assert.equal(forecastOn(answer), 'web');
  });
}

function pointedAt(configuration: object, { port, caPem }: WebhookAddress): object {
  const caBundle = Buffer.from(caPem).toString('base64');
  const webhooks = new Field(configuration)
    .get('webhooks')
    .list()
    .map((webhook) => {
      const path = webhook.get('clientConfig').get('service').get('path').string() ?? '';
      const clientConfig = { url: `https://127.0.0.1:${port}${path}`, caBundle };
      return { ...Object.fromEntries(webhook.entries().map(([key, { value }]) => [key, value])), clientConfig };
    });
  return { ...configuration, webhooks };
}

const POD = {
  metadata: { generateName: 'web-' },
  spec: { containers: [{ name: 'web', image: 'registry.k8s.io/pause:3.10' }] },
};

/** What a load needs to create pods in the namespace `shop`, each a call of its own to the webhook. */
export function podCreation({ url, certificateAuthority, adminKubeconfig }: ControlPlane) {
  const kubeconfig = new Field(JSON.parse(readFileSync(adminKubeconfig, 'utf8')));
  const token = kubeconfig.get('users').list()[0]?.get('user').get('token').string();
  return {
    url: `${url}/api/v1/namespaces/shop/pods`,
    caPem: certificateAuthority,
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(POD),
  };
}

/** What a load has against any answer but a pod that was created with its prediction. */
export function wantsForecast({ status, body }: Answer): string | undefined {
  if (status !== 201) return `status ${status}: ${body}`;
  return forecastOn(body) === 'web' ? undefined : 'no prediction on the pod';
}

export function wantsPod({ status, body }: Answer): string | undefined {
  return status === 201 ? undefined : `status ${status}: ${body}`;
}

function forecastOn(pod: string): string | undefined {
  const annotations = new Field(JSON.parse(pod)).get('metadata').get('annotations');
  return annotations.get('fargate-admission/profile').string();
}

/** How often the API server went on without an answer of a webhook, since it started. */
export async function failOpenCount({ kubectlOutput }: ControlPlane): Promise<number> {
  const metrics = await kubectlOutput(['get', '--raw', '/metrics']);
  const counts = [...metrics.matchAll(/^apiserver_admission_webhook_fail_open_count\{.*\} (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
