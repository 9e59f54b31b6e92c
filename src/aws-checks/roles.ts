import { type AwsCheck, awsCheck } from './check.ts';
import type { AccountFacts, ProfileFacts, RoleAccess, RoleFacts } from './facts.ts';
import { evaluateTrust, FARGATE_SERVICE, type Trust } from './trust-policy.ts';

/** Whether each pod execution role is there, trusts Fargate, and is known to the cluster. */
export function checkRoles({ profiles: all, roles }: AccountFacts): readonly AwsCheck[] {
  const profiles = all.filter(({ state }) => state !== 'deleted');
  const withRole = profiles.flatMap((profile) =>
    profile.roleArn === undefined ? [] : [{ ...profile, roleArn: profile.roleArn }],
  );
  const byRole = Map.groupBy(withRole, ({ roleArn }) => roleArn);
  return [
    ...profiles.filter(({ roleArn }) => roleArn === undefined).map(unknownRole),
    ...[...byRole].flatMap(([arn, users]) => checkRole(arn, users, roles.get(arn))),
  ];
}

function unknownRole({ name }: ProfileFacts): AwsCheck {
  return awsCheck('not-checked', `profile ${name}`, 'the ARN of its pod execution role is not known');
}

function checkRole(
  arn: string,
  users: readonly ProfileFacts[],
  { trust, policies, access }: RoleFacts = NOTHING_READ,
): readonly AwsCheck[] {
  const subject = `role ${arn}`;
  const names = users.map(({ name }) => name).join(', ');
  if (trust?.kind === 'missing-role') {
    return [awsCheck('role-missing', subject, `does not exist, and profile ${names} has it as its pod execution role`)];
  }
  const found = [
    ...(trust === undefined ? [] : users.flatMap((user) => checkTrust(subject, user, trust.document))),
    ...(policies === undefined || policies.some(isFargatePolicy) ? [] : [withoutPolicy(subject)]),
    // EKS makes the entry of a planned profile when it creates the profile.
    ...(access === undefined || users.every(({ state }) => state === 'planned') ? [] : checkAccess(subject, access)),
  ];
  const isRead = trust !== undefined && policies !== undefined && access !== undefined;
  if (found.length > 0 || !isRead) return found;
  return [awsCheck('role-ready', subject, `trusts ${FARGATE_SERVICE} for profile ${names}, and the cluster knows it`)];
}

const NOTHING_READ: RoleFacts = { trust: undefined, policies: undefined, access: undefined };

function checkTrust(subject: string, { name, arn }: ProfileFacts, document: unknown): readonly AwsCheck[] {
  const trust = evaluateTrust(document, { sourceArn: arn });
  return trust.kind === 'trusts' ? [] : [trustCheck(subject, name, trust)];
}

function trustCheck(subject: string, profile: string, trust: Exclude<Trust, { kind: 'trusts' }>): AwsCheck {
  switch (trust.kind) {
    case 'not-allowed':
      return awsCheck('role-not-trusting', subject, `does not trust ${FARGATE_SERVICE}, as profile ${profile} needs`);
    case 'other-source':
      return awsCheck('role-source-arn', subject, `its trust does not fit profile ${profile}: ${trust.condition}`);
    case 'unclear':
      return awsCheck(
        'role-trust-unclear',
        subject,
        `may not trust profile ${profile}: ${trust.part} is not evaluated`,
      );
  }
}

/** Source: AWS managed policies; the partition in the ARN differs. */
function isFargatePolicy(arn: string): boolean {
  return arn.endsWith(':iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy');
}

function withoutPolicy(subject: string): AwsCheck {
  return awsCheck(
    'role-permissions',
    subject,
    'may not be allowed to pull images from Amazon ECR: AmazonEKSFargatePodExecutionRolePolicy is not attached',
  );
}

/** Source: EKS User Guide, access entries: the type for Fargate, and the ConfigMap that they replace. */
function checkAccess(subject: string, access: RoleAccess): readonly AwsCheck[] {
  if (access.kind === 'none') {
    const message = `has no access to the cluster, whose authentication mode is ${access.mode}: Fargate nodes cannot join`;
    return [awsCheck('role-without-access', subject, message)];
  }
  if (access.kind === 'config-map' || access.type === 'FARGATE_LINUX') return [];
  return [awsCheck('role-access-type', subject, `its access entry is of type ${access.type}`)];
}
