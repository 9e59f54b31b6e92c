import { FieldPath } from '../../fargate/field-path.ts';
import type { Field } from '../field.ts';
import {
  type DescribedProfile,
  loadProfile,
  type ProfileForm,
  readCurrentState,
  readSpec,
  requireName,
} from './form.ts';

const NAMES = { name: 'fargateProfileName', selectors: 'selectors', role: 'podExecutionRoleArn', subnets: 'subnets' };

/** Source: EKS API reference, DescribeFargateProfile. */
export const AWS_DESCRIPTION: ProfileForm = {
  name: 'the output of aws eks describe-fargate-profile',
  recognizes: (document) => isKeyOf('fargateProfile', document),
  read: (document) => [readProfile(document.get('fargateProfile'), true)],
};

/** Source: EKS API reference, CreateFargateProfile. One profile out of a description, as jq prints it, is the same. */
export const AWS_INPUT: ProfileForm = {
  name: 'the input of aws eks create-fargate-profile',
  recognizes: (document) => isKeyOf('fargateProfileName', document),
  read: (document) => [readProfile(document, isKeyOf('fargateProfileArn', document))],
};

function isKeyOf(key: string, document: Field): boolean {
  return document.get(key).isPresent;
}

/** `exists`: EKS has accepted the profile, with the tags that AWS gave it. */
function readProfile(profile: Field, exists: boolean): DescribedProfile {
  const keys = { ...NAMES, tags: exists ? undefined : 'tags' };
  const spec = readSpec(profile, keys, exists ? 'optional' : 'missing');
  const wanted = { spec, clusterName: profile.get('clusterName').string() };
  return {
    ...wanted,
    subject: { kind: 'FargateProfile', name: spec.name.value, path: FieldPath.ROOT, address: FieldPath.ROOT },
    load: () => loadProfile(wanted, requireName(spec), readCurrentState(profile)),
  };
}
