import type { FargateProfile } from '../../fargate/profile.ts';
import type { Field } from '../field.ts';
import { readCreation, readHealthIssues, readStatus, requireSelectors, requireText } from './profile-fields.ts';

/**
 * The JSON that `aws eks describe-fargate-profile` prints, and the one that `aws eks create-fargate-profile
 * --cli-input-json` takes; undefined for anything else.
 *
 * Source: EKS API reference, DescribeFargateProfile and CreateFargateProfile.
 * @throws DocumentError, FieldTypeError when it is one of them and broken.
 */
export function parseAwsCliProfile(document: Field): FargateProfile | undefined {
  const described = document.get('fargateProfile');
  if (described.isPresent) return readProfile(described);
  return document.get('fargateProfileName').isPresent ? readProfile(document) : undefined;
}

function readProfile(profile: Field): FargateProfile {
  return {
    name: requireText(profile.get('fargateProfileName')),
    clusterName: profile.get('clusterName').string(),
    status: readStatus(profile.get('status')),
    selectors: requireSelectors(profile.get('selectors')),
    healthIssues: readHealthIssues(profile.get('health')),
    ...readCreation(profile.get('createdAt')),
  };
}
