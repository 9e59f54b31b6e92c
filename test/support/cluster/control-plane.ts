import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { kubeconfig, writeKubeconfig } from '../kubernetes/kubeconfig.ts';
import { findFreePort, retryLostPortRace } from '../processes/free-ports.ts';
import { makeTemporaryFolder } from '../temporary-folder.ts';
import { type Assets, AssetsMissingError, findAssets } from './assets.ts';
import {
  apiServerArguments,
  auditArguments,
  controllerManagerArguments,
  etcdArguments,
  FILES,
  type Ports,
} from './control-plane-arguments.ts';
import { bindKubectl, type Kubectl } from './kubectl.ts';
import { openProgramGroup, type ProgramGroup } from './program-group.ts';

export interface ControlPlaneOptions {
  /** More flags of kube-apiserver. */
  readonly apiServerFlags?: readonly string[];
  /** An audit.k8s.io/v1 Policy; its events, a line of JSON each, are then found in `auditLogFile`. */
  readonly auditPolicy?: object;
}

/**
 * A real etcd and kube-apiserver, with RBAC and the default admission plugins, and a kube-controller-manager where there
 * is one. No scheduler and no node: a test that needs a placed pod makes Node and Binding itself.
 */
export interface ControlPlane extends Kubectl {
  readonly url: string;
  /** PEM. */
  readonly certificateAuthority: string;
  /** Of a member of system:masters; what `kubectl` uses by default. */
  readonly adminKubeconfig: string;
  readonly auditLogFile: string;
  /** Without it nothing makes the pods of a Deployment. */
  readonly hasControllerManager: boolean;
  /** Makes a namespace in which pods can be created at once: its service account `default` is there. */
  createNamespace(name: string): Promise<void>;
  /** @returns the path of a kubeconfig with a token of this service account, valid for an hour. */
  serviceAccountKubeconfig(namespace: string, name: string): Promise<string>;
  /** Ends every program and removes all files. */
  stop(): Promise<void>;
}

/** Runs a control plane for the surrounding suite. @returns access to it, for use inside of tests. */
export function useControlPlane(options?: ControlPlaneOptions): () => ControlPlane {
  let running: ControlPlane | undefined;
  before(async () => {
    running = await startControlPlane(options);
  });
  after(() => running?.stop());
  return () => {
    if (running === undefined) throw new Error('the control plane is used before it runs');
    return running;
  };
}

/** @throws AssetsMissingError, DaemonExitedError or NeverHappenedError; nothing is left behind then. */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const assets = findAssets();
  if (assets.kind === 'missing') throw new AssetsMissingError(assets.message);
  return retryLostPortRace(async () => {
    const ports = { etcd: await findFreePort(), etcdPeer: await findFreePort(), apiServer: await findFreePort() };
    const group = openProgramGroup(assets.directory, await makeTemporaryFolder());
    try {
      return await startPrograms({ assets, ports, group, options });
    } catch (error) {
      await group.stop();
      throw error;
    }
  });
}

interface Ground {
  readonly assets: Extract<Assets, { readonly kind: 'found' }>;
  readonly ports: Ports;
  readonly group: ProgramGroup;
  readonly options: ControlPlaneOptions;
}

async function startPrograms(ground: Ground): Promise<ControlPlane> {
  const { assets, ports, group } = ground;
  const { directory } = group;
  const users = await prepareFiles(ground);
  const { admin } = users;
  const kubectl = bindKubectl({ program: join(assets.directory, 'kubectl'), kubeconfig: admin, home: directory });

  group.run('etcd', etcdArguments(directory, ports));
  group.run('kube-apiserver', apiServerFlags(ground));
  await group.waitUntil(() => kubectl.kubectlOutput(['get', '--raw', '/readyz']));
  if (assets.hasControllerManager) {
    group.run('kube-controller-manager', controllerManagerArguments(directory, users.controllerManager));
  }
  await group.waitUntil(() => kubectl.kubectlOutput(defaultServiceAccount(assets, 'default')));

  return {
    ...kubectl,
    url: urlOf(ports),
    certificateAuthority: await readFile(join(directory, FILES.certificates), 'utf8'),
    adminKubeconfig: admin,
    auditLogFile: join(directory, FILES.auditLog),
    hasControllerManager: assets.hasControllerManager,
    async createNamespace(name) {
      await kubectl.kubectlOutput(['create', 'namespace', name]);
      await group.waitUntil(() => kubectl.kubectlOutput(defaultServiceAccount(assets, name)));
    },
    async serviceAccountKubeconfig(namespace, name) {
      const token = await kubectl.kubectlOutput(['create', 'token', name, `--namespace=${namespace}`]);
      return writeUser(ground, `${namespace}.${name}`, token.trim());
    },
    stop: group.stop,
  };
}

/** What the programs read at their start. @returns the kubeconfigs of those who speak to the API server. */
async function prepareFiles(ground: Ground): Promise<{ readonly admin: string; readonly controllerManager: string }> {
  const { group, options } = ground;
  const write = (name: string, content: string) => writeFile(join(group.directory, name), content, { mode: 0o600 });
  const admin = randomUUID();
  const controllerManager = randomUUID();
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await write(FILES.serviceAccountKey, privateKey.export({ type: 'sec1', format: 'pem' }).toString());
  await write(
    FILES.tokens,
    `${admin},admin,admin,system:masters\n${controllerManager},system:kube-controller-manager,controller-manager\n`,
  );
  if (options.auditPolicy !== undefined) await write(FILES.auditPolicy, JSON.stringify(options.auditPolicy));
  return {
    admin: await writeUser(ground, 'admin', admin),
    controllerManager: await writeUser(ground, 'controller-manager', controllerManager),
  };
}

/** @returns the path of a kubeconfig. */
async function writeUser({ ports, group: { directory } }: Ground, user: string, token: string): Promise<string> {
  const certificateAuthorityFile = join(directory, FILES.certificates);
  const path = join(directory, `${user}.kubeconfig`);
  await writeKubeconfig(path, kubeconfig({ server: urlOf(ports), user: { token }, certificateAuthorityFile }));
  return path;
}

function apiServerFlags({ ports, group: { directory }, options }: Ground): readonly string[] {
  return [
    ...apiServerArguments(directory, ports),
    ...(options.auditPolicy === undefined ? [] : auditArguments(directory)),
    ...(options.apiServerFlags ?? []),
  ];
}

/** The controller manager makes it; in its place we do. Pods are refused until it is there. */
function defaultServiceAccount(assets: Ground['assets'], namespace: string): readonly string[] {
  const verb = assets.hasControllerManager ? 'get' : 'create';
  return [verb, 'serviceaccount', 'default', `--namespace=${namespace}`];
}

function urlOf(ports: Ports): string {
  return `https://127.0.0.1:${ports.apiServer}`;
}
