import type { FargateProfile } from '../../fargate/profile.ts';
import { DocumentError } from '../document-error.ts';
import type { Field } from '../field.ts';
import { isKubernetesList, isKubernetesObject } from '../kubernetes-objects.ts';
import { parseAwsCliProfile } from './aws-cli-profile.ts';
import { parseEksctlProfiles } from './eksctl-profiles.ts';
import {
  type DescribedProfile,
  parseProfileResource,
  profileOfResource,
  unknownProfileReason,
} from './profile-resource.ts';

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
  return parseDescribedProfiles(document)?.map(({ profile }) => profile);
}

/** The same, each with what the rules check. @throws DocumentError, FieldTypeError */
export function parseDescribedProfiles(document: Field): readonly DescribedProfile[] | undefined {
  if (Array.isArray(document.value)) return parseEach(document.list());
  return isKubernetesList(document) ? parseEach(readItems(document)) : parseObject(document);
}

function parseEach(objects: readonly Field[]): readonly DescribedProfile[] | undefined {
  if (objects.length === 0) return [];
  const found = objects.map(parseObject).filter((profiles) => profiles !== undefined);
  return found.length === 0 ? undefined : found.flat();
}

function readItems(list: Field): readonly Field[] {
  const items = list.get('items');
  if (!items.isPresent) throw new DocumentError(`${items.path}: is missing; an empty list says []`);
  return items.list();
}

function parseObject(object: Field): readonly DescribedProfile[] | undefined {
  const described = parseAwsCliProfile(object);
  if (described !== undefined) return [{ profile: described, wanted: undefined }];
  const wanted = parseProfileResource(object);
  const profile = wanted && profileOfResource(wanted, object);
  if (profile !== undefined) return [{ profile, wanted }];
  const profiles = parseEksctlProfiles(object);
  if (profiles !== undefined) return profiles;
  const reason = isKubernetesObject(object)
    ? unknownProfileReason(object)
    : 'neither a Fargate profile nor a Kubernetes object';
  if (reason === undefined) return undefined;
  throw new DocumentError(`${object.path === '' ? '' : `${object.path}: `}${reason}`);
}
