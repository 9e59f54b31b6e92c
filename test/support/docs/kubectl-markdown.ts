import { DEFAULT_LIMITS } from '../../../src/fargate/profile-rules.ts';
import { createProfileValidator } from '../../../src/webhook/admission/validate-profile.ts';
import { profileSet } from '../profiles.ts';
import { profilesOf, request } from '../reviews.ts';
import { ALL_SHOWN, deployment, validate } from '../workload-reviews.ts';

/** What kubectl prints of a warning and of a denial, in Markdown. The end-to-end suite holds the form of it. */
export function kubectlMarkdown(): string {
  const [warning = ''] = validate(deployment({ hostNetwork: true })).response.warnings ?? [];
  return [
    '<!-- tested by test/e2e/workload-warnings.e2e.ts -->',
    '```console',
    '$ kubectl apply -f deployment.yaml',
    `Warning: ${warning}`,
    'deployment.apps/web created',
    '',
    '$ kubectl apply -f profile.yaml',
    `The FargateProfile "web" is invalid: ${denialCauses([{ namespace: 'web' }, {}]).join()}`,
    '```',
  ].join('\n');
}

/** The same denial as the webhook and as the policy give it. */
export function policyMessagesMarkdown(): string {
  const causes = denialCauses([{ namespace: 'web' }, {}, { namespace: 'Bad' }]);
  const policy =
    "The fargateprofiles \"web\" is invalid: : ValidatingAdmissionPolicy 'fargate-profiles' with binding 'fargate-profiles' denied request: ";
  return [
    'The webhook:',
    '',
    '```',
    'The FargateProfile "web" is invalid: ',
    ...causes.map((cause) => `* ${cause}`),
    '```',
    '',
    'The policy:',
    '',
    '```',
    `${policy}${causes.join('; ')}`,
    '```',
  ].join('\n');
}

function denialCauses(selectors: readonly object[]): readonly string[] {
  const handler = createProfileValidator({
    profiles: profilesOf(profileSet()),
    limits: DEFAULT_LIMITS,
    clusterName: 'demo',
    choice: ALL_SHOWN,
  });
  const spec = {
    name: 'web',
    clusterName: 'demo',
    podExecutionRoleARN: 'arn:aws:iam::111122223333:role/pods',
    selectors,
  };
  const object = {
    apiVersion: 'eks.services.k8s.aws/v1alpha1',
    kind: 'FargateProfile',
    metadata: { name: 'web' },
    spec,
  };
  const kind = { group: 'eks.services.k8s.aws', version: 'v1alpha1', kind: 'FargateProfile' };
  const { response } = handler(request({ kind, object }));
  return (response.status?.details?.causes ?? []).map(({ field, message }) => `${field}: ${message}`);
}
