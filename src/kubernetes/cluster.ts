import type { KubeConfig } from '@kubernetes/client-node';
import { firstLineOf } from './cluster-error.ts';
import { type KubeconfigChoice, loadKubeconfig } from './kubeconfig.ts';
import { apiOf } from './kubeconfig-api.ts';
import { type ObjectReference, refusal, unanswered } from './refusal.ts';

/** A cluster that a person reads objects from, with that person's rights. */
export interface Cluster {
  /** Of the context; where it names none, `default`. */
  readonly namespace: string;
  /** The object as the API server writes it. @throws ClusterError */
  read(reference: ObjectReference): Promise<unknown>;
}

/** @throws ClusterError where the kubeconfig cannot be used. */
export function openCluster(choice: KubeconfigChoice): Cluster {
  const config = loadKubeconfig(choice);
  const namespace = config.getContextObject(config.getCurrentContext())?.namespace || 'default';
  return { namespace, read: (reference) => readObject(config, reference) };
}

async function readObject(config: KubeConfig, reference: ObjectReference): Promise<unknown> {
  const { status, body } = await apiOf(config).send({ method: 'GET', path: pathOf(reference) });
  if (status !== 200) throw refusal(reference, { status, body, context: config.getCurrentContext() });
  try {
    return JSON.parse(body);
  } catch (error) {
    throw unanswered(reference, `the answer is no JSON: ${firstLineOf(error)}`, error);
  }
}

function pathOf({ resource, namespace, name }: ObjectReference): string {
  const { group, version, plural } = resource;
  const api = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return `${api}/namespaces/${encodeURIComponent(namespace)}/${plural}/${encodeURIComponent(name)}`;
}
