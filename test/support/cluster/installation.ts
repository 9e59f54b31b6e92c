import { join } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { awsEnvironment } from '../eks/aws-environment.ts';
import { EksServer } from '../eks/server.ts';
import { startWebhookProcess, type WebhookProcess } from '../processes/webhook-process.ts';
import { makeTemporaryFolder } from '../temporary-folder.ts';
import { type ControlPlane, type ControlPlaneOptions, startControlPlane } from './control-plane.ts';
import { copyManifests, generateLocalCa } from './overlays.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export interface InstallationOptions extends ControlPlaneOptions {
  /** More flags of `serve`. */
  readonly flags?: readonly string[];
  /** What else is in the cluster before the webhook starts; what ends it is added to `undo`. */
  readonly prepare?: (controlPlane: ControlPlane, undo: (() => Promise<unknown>)[]) => Promise<void>;
}

/** A cluster with the overlay local-ca installed, the webhook running beside it, and EKS as far as the webhook sees it. */
export interface Installation {
  readonly controlPlane: ControlPlane;
  readonly eks: EksServer;
  readonly webhook: WebhookProcess;
}

/** Installs everything for the surrounding suite. @returns access to it, for use inside of tests. */
export function useInstallation(options: InstallationOptions = {}): () => Installation {
  let installation: Installation | undefined;
  const undo: (() => Promise<unknown>)[] = [];
  before(async () => {
    installation = await install(options, undo);
  });
  after(async () => {
    for (const step of undo.reverse()) await step();
  });
  return () => {
    if (installation === undefined) throw new Error('the installation is used before it is there');
    return installation;
  };
}

async function install(options: InstallationOptions, undo: (() => Promise<unknown>)[]): Promise<Installation> {
  const directory = await makeTemporaryFolder();
  undo.push(() => directory.remove());
  const eks = await EksServer.start();
  undo.push(() => eks.stop());
  eks.put({ fargateProfileName: 'web', clusterName: 'demo', status: 'ACTIVE', selectors: [{ namespace: 'web*' }] });
  const generated = await makeOverlay(directory.path);
  const controlPlane = await startControlPlane(options);
  undo.push(() => controlPlane.stop());
  await applyOverlay(controlPlane, join(generated, '..'));
  await options.prepare?.(controlPlane, undo);
  const webhook = await startWebhook({ controlPlane, eks, generated, flags: options.flags ?? [] });
  undo.push(() => webhook.stop());
  await pointServiceHere(controlPlane, webhook.port);
  return { controlPlane, eks, webhook };
}

interface Ground {
  readonly controlPlane: ControlPlane;
  readonly eks: EksServer;
  readonly generated: string;
  readonly flags: readonly string[];
}

/** With the rights of its own service account, as in a pod. */
async function startWebhook({ controlPlane, eks, generated, flags }: Ground): Promise<WebhookProcess> {
  const kubeconfig = await controlPlane.serviceAccountKubeconfig('fargate-admission', 'fargate-admission');
  return startWebhookProcess({
    env: { ...awsEnvironment(eks.url), KUBECONFIG: kubeconfig },
    flags: [
      '--cluster-name=demo',
      '--quiet-period=0s',
      `--tls-cert-file=${join(generated, 'tls.crt')}`,
      `--tls-key-file=${join(generated, 'tls.key')}`,
      ...flags,
    ],
  });
}

/** The overlay as the documentation says to make it, in a copy of the manifests. @returns the folder with certificate and key. */
async function makeOverlay(directory: string): Promise<string> {
  const manifests = await copyManifests(directory);
  return generateLocalCa(manifests, ['--cluster-name=demo', '--role-arn=none', '--image=fargate-admission:0.1.0']);
}

async function applyOverlay({ kubectlOutput }: ControlPlane, overlay: string): Promise<void> {
  await kubectlOutput(['apply', '--server-side', `--filename=${join(ROOT, 'test/fixtures/crds')}`]);
  await kubectlOutput(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s']);
  await kubectlOutput(['apply', `--kustomize=${overlay}`]);
}

/**
 * Points the installed Service at this machine, where no ClusterIP leads. An ExternalName is called at the port that the
 * webhook configuration names, so that becomes the process's own; all else stays as it is installed.
 */
export async function pointServiceHere({ kubectlOutput }: ControlPlane, port: number): Promise<void> {
  const external = { type: 'ExternalName', externalName: 'localhost', clusterIP: null, clusterIPs: null };
  const change = ['--type=merge', `--patch=${JSON.stringify({ spec: external })}`];
  await kubectlOutput(['patch', 'service', 'fargate-admission', '--namespace=fargate-admission', ...change]);
  for (const kind of ['mutatingwebhookconfiguration', 'validatingwebhookconfiguration']) {
    const count = await kubectlOutput(['get', kind, 'fargate-admission', '--output=jsonpath={.webhooks[*].name}']);
    const patch = count.split(' ').map((_name, index) => ({
      op: 'add',
      path: `/webhooks/${index}/clientConfig/service/port`,
      value: port,
    }));
    await kubectlOutput(['patch', kind, 'fargate-admission', '--type=json', `--patch=${JSON.stringify(patch)}`]);
  }
}
