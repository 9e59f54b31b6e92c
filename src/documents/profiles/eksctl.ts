import { FieldPath } from '../../fargate/field-path.ts';
import { DocumentError } from '../document-error.ts';
import type { Field } from '../field.ts';
import { type DescribedProfile, IN_USE, loadProfile, type ProfileForm, readSpec, requireName } from './form.ts';
import { readStatus } from './profile-fields.ts';

const NAMES = { name: 'name', selectors: 'selectors', role: 'podExecutionRoleARN', subnets: 'subnets' };

/**
 * Source: eksctl's config file schema, ClusterConfig.fargateProfiles. A cluster that has none says
 * `fargateProfiles: []`.
 */
export const EKSCTL_CONFIG: ProfileForm = {
  name: 'an eksctl ClusterConfig',
  recognizes: (document) =>
    document.get('apiVersion').value === 'eksctl.io/v1alpha5' && document.get('kind').value === 'ClusterConfig',
  read: (document) => {
    const clusterName = document.get('metadata').get('name').string();
    return document
      .get('fargateProfiles')
      .list()
      .map((profile) => readProfile(profile, { clusterName, tags: 'tags' }));
  },
  requireWhole: (document) => {
    const { isPresent, path } = document.get('fargateProfiles');
    if (!isPresent) throw new DocumentError(`${path}: is missing; a cluster without profiles says []`);
  },
};

/** Source: eksctl, `eksctl get fargateprofile -o json`, which prints a list of these. */
export const EKSCTL_OUTPUT: ProfileForm = {
  name: 'the output of eksctl get fargateprofile',
  recognizes: (document) =>
    !document.get('kind').isPresent && document.get('name').isPresent && document.get('podExecutionRoleARN').isPresent,
  read: (document) => {
    const profile = readProfile(document, { clusterName: undefined, tags: undefined });
    return [
      {
        ...profile,
        subject: {
          kind: 'FargateProfile',
          name: profile.spec.name.value,
          path: FieldPath.ROOT,
          address: FieldPath.ROOT,
        },
      },
    ];
  },
};

interface Surroundings {
  readonly clusterName: string | undefined;
  readonly tags: string | undefined;
}

/** eksctl makes the role where none is named. */
function readProfile(profile: Field, { clusterName, tags }: Surroundings): DescribedProfile {
  const spec = readSpec(profile, { ...NAMES, tags }, 'optional');
  return {
    spec,
    clusterName,
    subject: undefined,
    load: () =>
      loadProfile({ spec, clusterName }, requireName(spec), {
        ...IN_USE,
        status: readStatus(profile.get('status')),
      }),
  };
}
