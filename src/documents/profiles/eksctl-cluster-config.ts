import type { FargateProfile } from '../../fargate/profile.ts';
import { DocumentError } from '../document-error.ts';
import type { Field } from '../field.ts';
import { readStatus, requireSelectors, requireText } from './profile-fields.ts';

/**
 * The profiles of an eksctl `ClusterConfig`; undefined for anything else.
 *
 * Source: eksctl's config file schema, ClusterConfig.fargateProfiles.
 * @throws DocumentError, FieldTypeError when it is one and broken. One without `fargateProfiles` counts as cut off:
 * a cluster that has none says `fargateProfiles: []`.
 */
export function parseClusterConfig(document: Field): readonly FargateProfile[] | undefined {
  return describedProfiles(document)?.map(({ profile }) => profile);
}

export interface EksctlProfile {
  /** The entry of `fargateProfiles`. */
  readonly entry: Field;
  readonly profile: FargateProfile;
}

/** The same, each with its entry. @throws DocumentError, FieldTypeError */
export function describedProfiles(document: Field): readonly EksctlProfile[] | undefined {
  if (!isClusterConfig(document)) return undefined;
  const clusterName = document.get('metadata').get('name').string();
  const list = document.get('fargateProfiles');
  if (!list.isPresent) throw new DocumentError(`${list.path}: is missing; a cluster without profiles says []`);
  return list.list().map((entry) => ({ entry, profile: readProfile(entry, clusterName) }));
}

export function isClusterConfig(document: Field): boolean {
  return document.get('apiVersion').value === 'eksctl.io/v1alpha5' && document.get('kind').value === 'ClusterConfig';
}

function readProfile(profile: Field, clusterName: string | undefined): FargateProfile {
  return {
    name: requireText(profile.get('name')),
    clusterName,
    status: readStatus(profile.get('status')),
    selectors: requireSelectors(profile.get('selectors')),
    healthIssues: [],
  };
}
