import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { ClusterError, firstLineOf } from './cluster-error.ts';

export interface KubeconfigChoice {
  /** KUBECONFIG and HOME are looked up here. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Undefined: the current one. */
  readonly context: string | undefined;
  /** The one file to read; absent: those of KUBECONFIG, or `~/.kube/config`. */
  readonly path?: string | undefined;
}

/**
 * The configuration that kubectl would use: the files of KUBECONFIG, else `~/.kube/config`. Of several files the first
 * that says something wins, and files that do not exist are ignored. The library's own loader differs in both.
 *
 * Source: Kubernetes, "Organizing Cluster Access Using kubeconfig Files", merging.
 * @throws ClusterError where there is none, or none that can be used.
 */
export function loadKubeconfig({ context, ...choice }: KubeconfigChoice): KubeConfig {
  const config = readKubeconfig(choice);
  if (context !== undefined) config.setCurrentContext(context);
  requireUsableContext(config);
  return config;
}

/** The names of all contexts. @throws ClusterError */
export function contextNames(choice: Omit<KubeconfigChoice, 'context'>): readonly string[] {
  return readKubeconfig(choice)
    .getContexts()
    .map(({ name }) => name);
}

function readKubeconfig({ environment, path }: Omit<KubeconfigChoice, 'context'>): KubeConfig {
  const paths = path === undefined ? kubeconfigPaths(environment) : [path];
  const found = paths.filter((path) => existsSync(path));
  if (found.length === 0) {
    const places = paths.length === 0 ? '' : ` at ${paths.join(', ')}`;
    const fix = path === undefined ? 'set KUBECONFIG to where it is' : 'set --kubeconfig to where it is';
    throw new ClusterError('configuration', `no kubeconfig${places}: ${fix}`);
  }
  const config = new KubeConfig();
  for (const file of found) addMissing(config, readFile(file));
  return config;
}

function kubeconfigPaths(environment: KubeconfigChoice['environment']): readonly string[] {
  const listed = (environment['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  const home = environment['HOME'] || environment['USERPROFILE'];
  if (listed.length > 0 || home === undefined) return listed;
  return [join(home, '.kube', 'config')];
}

function readFile(path: string): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromFile(path);
  } catch (error) {
    throw new ClusterError('configuration', `${path}: not a kubeconfig: ${firstLineOf(error)}`, { cause: error });
  }
  return config;
}

function addMissing(merged: KubeConfig, config: KubeConfig): void {
  for (const cluster of config.getClusters()) if (merged.getCluster(cluster.name) === null) merged.addCluster(cluster);
  for (const user of config.getUsers()) if (merged.getUser(user.name) === null) merged.addUser(user);
  for (const context of config.getContexts()) {
    if (merged.getContextObject(context.name) === null) merged.addContext(context);
  }
  if (!merged.getCurrentContext()) merged.setCurrentContext(config.getCurrentContext());
}

function requireUsableContext(config: KubeConfig): void {
  const name = config.getCurrentContext();
  const known = config
    .getContexts()
    .map((context) => context.name)
    .join(', ');
  if (!name) {
    throw new ClusterError('configuration', `the kubeconfig names no current context; it has: ${known || 'none'}`);
  }
  const context = config.getContextObject(name);
  if (context === null) {
    throw new ClusterError('configuration', `the kubeconfig has no context "${name}"; it has: ${known || 'none'}`);
  }
  if (config.getCurrentCluster() === null) {
    const message = `context "${name}" names cluster "${context.cluster}", which the kubeconfig does not have`;
    throw new ClusterError('configuration', message);
  }
}
