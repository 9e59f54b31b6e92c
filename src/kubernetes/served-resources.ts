import { Field } from '../documents/field.ts';
import { type KubernetesApi, objectIn } from './api.ts';
import type { ListedResource } from './listed-resources.ts';

/** Whether the API server knows the resource, as its discovery says, which everybody may read. @throws ClusterError */
export async function isServed(
  api: KubernetesApi,
  { groupPath, plural }: Pick<ListedResource, 'groupPath' | 'plural'>,
): Promise<boolean> {
  const answer = await api.send({ method: 'GET', path: groupPath });
  if (answer.status === 404) return false;
  const resources = new Field(objectIn(answer, `read ${groupPath}`)).get('resources').list();
  return resources.some((resource) => resource.get('name').value === plural);
}
