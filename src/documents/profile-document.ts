import type { FargateProfile } from '../fargate/profile.ts';
import { parseAwsCliProfile } from './aws-cli-profile.ts';
import { DocumentError } from './document-error.ts';
import { parseClusterConfig } from './eksctl-cluster-config.ts';
import type { Field } from './field.ts';
import { isKubernetesList, isKubernetesObject } from './kubernetes-objects.ts';
import { parseResourceProfile } from './profile-resource.ts';

/**
 * The profiles of one YAML or JSON document: JSON of the AWS CLI, an eksctl `ClusterConfig`, a Kubernetes resource that
 * carries a profile, a Kubernetes list or a plain list of these.
 *
 * undefined: the document is a Kubernetes object of another kind, or a list of such. An empty list is one without
 * profiles, said outright.
 *
 * @throws DocumentError, FieldTypeError when it is neither, or a profile that is not whole.
 */
export function parseProfileDocument(document: Field): readonly FargateProfile[] | undefined {
  if (Array.isArray(document.value)) return parseEach(document.list());
  return isKubernetesList(document) ? parseEach(readItems(document)) : parseObject(document);
}

function parseEach(objects: readonly Field[]): readonly FargateProfile[] | undefined {
  if (objects.length === 0) return [];
  const found = objects.map(parseObject).filter((profiles) => profiles !== undefined);
  return found.length === 0 ? undefined : found.flat();
}

function readItems(list: Field): readonly Field[] {
  const items = list.get('items');
  if (!items.isPresent) throw new DocumentError(`${items.path}: is missing; an empty list says []`);
  return items.list();
}

function parseObject(object: Field): readonly FargateProfile[] | undefined {
  const profile = parseAwsCliProfile(object) ?? parseResourceProfile(object);
  if (profile !== undefined) return [profile];
  const profiles = parseClusterConfig(object);
  if (profiles === undefined && !isKubernetesObject(object)) {
    throw new DocumentError(
      `${object.path === '' ? '' : `${object.path}: `}neither a Fargate profile nor a Kubernetes object`,
    );
  }
  return profiles;
}
