import { GetRoleCommand, IAMClient, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import type { Field } from '../../documents/field.ts';
import { type AwsClientOptions, awsClientConfig } from '../../profiles/aws-client.ts';
import type { RoleFacts, RoleTrust } from '../facts.ts';
import type { AwsCalls } from './aws-calls.ts';

export interface RoleReader {
  readRole(arn: string): Promise<Pick<RoleFacts, 'trust' | 'policies'>>;
}

/** An attached policy takes some 150 bytes: one page holds them all, since a role has 10, or 25 where the quota is raised. */
const MAX_POLICIES = 100;

export function createRoleReader(calls: AwsCalls, options: AwsClientOptions): RoleReader {
  const client = new IAMClient(awsClientConfig(options));

  async function readRole(arn: string): Promise<Pick<RoleFacts, 'trust' | 'policies'>> {
    const RoleName = roleName(arn);
    const trust = await calls.read<RoleTrust>('iam:GetRole', {
      send: (abortSignal) => client.send(new GetRoleCommand({ RoleName }), { abortSignal }),
      parse: (answer) => ({ kind: 'policy', document: trustIn(answer) }),
      absent: { error: 'NoSuchEntityException', result: { kind: 'missing-role' } },
    });
    if (trust?.kind === 'missing-role') return { trust, policies: undefined };
    const command = new ListAttachedRolePoliciesCommand({ RoleName, MaxItems: MAX_POLICIES });
    const policies = await calls.read('iam:ListAttachedRolePolicies', {
      send: (abortSignal) => client.send(command, { abortSignal }),
      parse: (answer) =>
        answer
          .get('AttachedPolicies')
          .list()
          .map((policy) => policy.get('PolicyArn').string() ?? ''),
    });
    return { trust, policies };
  }

  return { readRole };
}

/** Behind the path. */
function roleName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** IAM encodes the JSON as in a URL. Source: IAM API reference, Role. A text of another form is not a policy, which the check says. */
function trustIn(answer: Field): unknown {
  const text = answer.get('Role').get('AssumeRolePolicyDocument').string() ?? '';
  try {
    return JSON.parse(decodeURIComponent(text));
  } catch {
    return undefined;
  }
}
