import type { AwsAuth } from '../../../aws-checks/api/cluster.ts';
import { Field, FieldTypeError } from '../../../documents/field.ts';
import { readDocuments } from '../../../documents/text/read-documents.ts';
import type { KubernetesApi } from '../../../kubernetes/api.ts';
import { ClusterError } from '../../../kubernetes/cluster-error.ts';
import { readObject } from '../../../kubernetes/read-object.ts';

const CONFIG_MAPS = { group: '', version: 'v1', plural: 'configmaps', singular: 'configmap' };
const NAME = 'aws-auth';

/** The roles that the cluster knows by its ConfigMap. Source: EKS User Guide, aws-auth ConfigMap. */
export async function readAwsAuth(api: KubernetesApi): Promise<AwsAuth> {
  try {
    const reference = { resource: CONFIG_MAPS, namespace: 'kube-system', name: NAME };
    const object = new Field(await readObject(api, reference, 'the cluster'));
    return { kind: 'read', roleArns: await rolesIn(object.get('data').get('mapRoles').string() ?? '') };
  } catch (error) {
    if (error instanceof FieldTypeError) return { kind: 'unread', reason: `mapRoles: ${error.message}` };
    if (!(error instanceof ClusterError)) throw error;
    return error.problem === 'not-found' ? { kind: 'read', roleArns: [] } : { kind: 'unread', reason: error.message };
  }
}

/** A list in YAML, as a text. @throws FieldTypeError */
async function rolesIn(mapRoles: string): Promise<readonly string[]> {
  const documents = await Array.fromAsync(readDocuments(mapRoles, { repeatedKeys: 'refused' }));
  return documents
    .flatMap((document) => (document.kind === 'broken' ? [] : document.root.list()))
    .flatMap((role) => role.get('rolearn').string() ?? []);
}
