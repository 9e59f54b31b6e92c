import type { Field } from '../field.ts';
import { describedProfiles, isClusterConfig } from './eksctl-cluster-config.ts';
import {
  type DescribedProfile,
  type ProfileResource,
  readRoleTexts,
  readSelectorList,
  readTags,
} from './profile-resource.ts';

/**
 * The profiles of an eksctl `ClusterConfig` as somebody wants them, for the rules to check: each as if it were a resource of
 * its own. Undefined for any other document.
 *
 * Source: eksctl's config file schema, ClusterConfig.fargateProfiles.
 * @throws FieldTypeError for a field of another type.
 */
export function parseWantedProfiles(document: Field): readonly ProfileResource[] | undefined {
  if (!isClusterConfig(document)) return undefined;
  const clusterName = document.get('metadata').get('name').string();
  return document
    .get('fargateProfiles')
    .list()
    .map((profile) => wantedProfile(profile, clusterName));
}

/** The profiles that it describes, each with what the rules check. @throws DocumentError, FieldTypeError */
export function parseEksctlProfiles(document: Field): readonly DescribedProfile[] | undefined {
  const clusterName = document.get('metadata').get('name').string();
  return describedProfiles(document)?.map(({ entry, profile }) => ({
    profile,
    wanted: wantedProfile(entry, clusterName),
  }));
}

/** eksctl makes the role where none is named. */
function wantedProfile(profile: Field, clusterName: string | undefined): ProfileResource {
  const name = profile.get('name');
  const tags = profile.get('tags');
  return {
    group: 'eksctl.io',
    kind: 'ClusterConfig',
    spec: {
      name: { field: name.path, source: 'given', value: name.string() ?? '' },
      selectorLists: [readSelectorList(profile.get('selectors'))],
      tags: readTags(tags),
      tagsField: tags.path,
      creation: 'expected',
      role: {
        field: profile.get('podExecutionRoleARN').path,
        state: 'optional',
        texts: readRoleTexts(profile, ['podExecutionRoleARN']),
      },
    },
    clusterName,
    isBeingDeleted: false,
  };
}
