import type { KubeconfigChoice } from './kubeconfig.ts';
import { openKubeconfig } from './kubeconfig-api.ts';
import { type ObjectReference, readObject } from './read-object.ts';

/** A cluster that a person reads objects from, with that person's rights. */
export interface Cluster {
  /** Of the context; where it names none, `default`. */
  readonly namespace: string;
  /** The object as the API server writes it. @throws ClusterError */
  read(reference: ObjectReference): Promise<unknown>;
}

/** @throws ClusterError where the kubeconfig cannot be used. */
export function openCluster(choice: KubeconfigChoice): Cluster {
  const { api, name: context, namespace } = openKubeconfig(choice);
  return { namespace, read: (reference) => readObject(api, reference, context) };
}
