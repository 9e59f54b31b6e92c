import { Field } from '../documents/field.ts';
import { type KubernetesApi, objectIn } from './api.ts';

/** `v1.36.1-eks-1a2b3c4`, of the API server; everybody who is logged in may read it. @throws ClusterError */
export async function readServerVersion(api: KubernetesApi): Promise<string> {
  const answer = await api.send({ method: 'GET', path: '/version' });
  return new Field(objectIn(answer, 'read the version of the API server')).get('gitVersion').string() ?? '';
}
