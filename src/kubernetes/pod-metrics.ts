import { Field } from '../documents/field.ts';
import { type KubernetesApi, objectIn } from './api.ts';
import { ClusterError } from './cluster-error.ts';

/** What the containers of a pod use. */
export interface PodMetric {
  readonly namespace: string;
  readonly name: string;
  /** Quantities; empty where there is none. */
  readonly containers: readonly { readonly cpu: string; readonly memory: string }[];
}

const GROUP = '/apis/metrics.k8s.io/v1beta1';
const TIMEOUT_MS = 60_000;

/**
 * The last sample of each running pod, from metrics-server. Needs the right to list `pods` of `metrics.k8s.io`.
 * Source: kubernetes/metrics, `PodMetrics`: the sum of the containers; init containers that have ended have none.
 *
 * @throws ClusterError
 */
export async function readPodMetrics(api: KubernetesApi, namespaces: readonly string[]): Promise<readonly PodMetric[]> {
  const paths = namespaces.map((namespace) => `${GROUP}/namespaces/${encodeURIComponent(namespace)}/pods`);
  const lists = await Promise.all((paths.length === 0 ? [`${GROUP}/pods`] : paths).map((path) => readList(api, path)));
  return lists.flat();
}

async function readList(api: KubernetesApi, path: string): Promise<readonly PodMetric[]> {
  const answer = await api.send({ method: 'GET', path, timeoutMs: TIMEOUT_MS });
  if (answer.status === 404) {
    throw new ClusterError('failed', 'the cluster serves no metrics.k8s.io: install metrics-server');
  }
  return new Field(objectIn(answer, 'read the use of pods from metrics-server')).get('items').list().map(podMetric);
}

function podMetric(item: Field): PodMetric {
  const metadata = item.get('metadata');
  return {
    namespace: metadata.get('namespace').string() ?? '',
    name: metadata.get('name').string() ?? '',
    containers: item.get('containers').list().map(usageOf),
  };
}

function usageOf(container: Field): PodMetric['containers'][number] {
  const usage = container.get('usage');
  return { cpu: usage.get('cpu').string() ?? '', memory: usage.get('memory').string() ?? '' };
}
