import { Field } from '../documents/field.ts';
import type { ProfileLimits } from '../fargate/profile-rules.ts';
import { POLICY_NAMES, type PolicyObject, policyObject } from './policy-object.ts';

/** The static rules on profile resources: `spec` is that of the overlay validating-admission-policy, with these limits. */
export function profilePolicy(
  spec: object,
  { maxSelectors, maxLabels }: Pick<ProfileLimits, 'maxSelectors' | 'maxLabels'>,
): readonly PolicyObject[] {
  const limits = new Map([
    ['maxSelectors', String(maxSelectors)],
    ['maxLabels', String(maxLabels)],
  ]);
  const variables = new Field(spec)
    .get('variables')
    .list()
    .map((variable) => {
      const name = variable.get('name').string() ?? '';
      return { name, expression: limits.get(name) ?? variable.get('expression').string() ?? '' };
    });
  const policy = policyObject({
    kind: 'ValidatingAdmissionPolicy',
    name: NAME,
    description: 'Refuses Fargate profile resources that EKS refuses.',
    spec: { ...spec, variables },
  });
  const binding = policyObject({
    kind: 'ValidatingAdmissionPolicyBinding',
    name: NAME,
    description: 'Denies what the policy of the same name finds.',
    spec: { policyName: NAME, validationActions: ['Deny'] },
  });
  return [policy, binding];
}

const [, , NAME] = POLICY_NAMES.ValidatingAdmissionPolicy;
