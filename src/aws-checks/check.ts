/** Worst first. `skip`: not checked. */
export const CHECK_RESULTS = ['fail', 'warn', 'pass', 'skip'] as const;
export type CheckResult = (typeof CHECK_RESULTS)[number];

interface CheckKind {
  readonly result: CheckResult;
  /** One sentence, as the documentation shows it. */
  readonly title: string;
  /** What to do; empty where no action is needed. */
  readonly fix: string;
}

const NEW_PROFILE = 'create a profile under another name, and delete the old one after its pods have moved';

/** Every verdict on an AWS account. A code never changes its meaning. */
export const AWS_CHECK_CODES = {
  'too-few-addresses': {
    result: 'fail',
    title: 'More pods would start on a profile than its subnets have free addresses.',
    fix: `delete what holds addresses in these subnets, or give the pods a profile with more subnets: ${NEW_PROFILE}`,
  },
  'vcpu-quota-exceeded': {
    result: 'fail',
    title: 'More vCPU would run on Fargate than the quota of the account allows in the region.',
    fix: 'ask for a higher quota: aws service-quotas request-service-quota-increase --service-code fargate --quota-code L-3032A538 --desired-value VCPUS',
  },
  'role-missing': {
    result: 'fail',
    title: 'The pod execution role of a profile does not exist.',
    fix: `create the role again under the same name, or ${NEW_PROFILE}`,
  },
  'role-not-trusting': {
    result: 'fail',
    title: 'The trust policy of a pod execution role does not let Fargate assume the role.',
    fix: 'allow sts:AssumeRole to the service principal eks-fargate-pods.amazonaws.com in the trust policy of the role',
  },
  'role-source-arn': {
    result: 'fail',
    title: 'A condition in the trust policy of a pod execution role does not fit the profile.',
    fix: 'set aws:SourceArn in the trust policy to arn:aws:eks:REGION:ACCOUNT:fargateprofile/CLUSTER/*, with the operator ArnLike',
  },
  'role-without-access': {
    result: 'fail',
    title:
      'The cluster does not know the pod execution role of a profile: neither by an access entry nor by the ConfigMap aws-auth.',
    fix: 'aws eks create-access-entry --cluster-name CLUSTER --principal-arn ROLE --type FARGATE_LINUX; in a cluster with the authentication mode CONFIG_MAP, add the role to mapRoles of the ConfigMap aws-auth in kube-system',
  },
  'subnet-missing': {
    result: 'fail',
    title: 'A subnet of a profile does not exist in the region.',
    fix: `give the pods a profile with subnets that exist: ${NEW_PROFILE}`,
  },
  'subnet-refused': {
    result: 'fail',
    title: 'A planned profile names a public subnet, which EKS refuses.',
    fix: 'name private subnets only: those whose route table has no route to an internet gateway',
  },
  'subnet-public': {
    result: 'warn',
    title:
      'A subnet of a profile has become public. A Fargate pod gets no public address, so it may reach nothing outside of the VPC.',
    fix: 'route the subnet to a NAT gateway instead of an internet gateway, or give the pods a profile with private subnets',
  },
  'few-addresses': {
    result: 'warn',
    title:
      'The free addresses are enough for the pods, and may be too few for a rolling update, which starts new pods before it ends old ones.',
    fix: 'lower maxSurge of large Deployments, update them one after the other, or give the pods a profile with more subnets',
  },
  'subnet-full': {
    result: 'warn',
    title: 'A subnet of a profile has no free address. AWS does not document which subnet Fargate takes for a pod.',
    fix: 'delete what holds addresses in the subnet, or give the pods a profile without it',
  },
  'vcpu-quota-close': {
    result: 'warn',
    title:
      'Fargate would use over 80 % of the vCPU quota, or more than all of it during a rolling update; or a default quota that may have been raised.',
    fix: 'ask for a higher quota: aws service-quotas request-service-quota-increase --service-code fargate --quota-code L-3032A538 --desired-value VCPUS',
  },
  'role-trust-unclear': {
    result: 'warn',
    title: 'The trust policy of a pod execution role has a part whose effect on Fargate is not known.',
    fix: 'compare the trust policy with that in "Amazon EKS Pod execution IAM role" of the EKS User Guide',
  },
  'role-permissions': {
    result: 'warn',
    title:
      'AmazonEKSFargatePodExecutionRolePolicy is not attached to a pod execution role. Unless another policy allows the same, images in Amazon ECR may not be pulled.',
    fix: 'aws iam attach-role-policy --role-name NAME --policy-arn arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy',
  },
  'role-access-type': {
    result: 'warn',
    title:
      'The access entry of a pod execution role is of another type than FARGATE_LINUX, so Fargate nodes may not join the cluster.',
    fix: 'delete the access entry, and create it again with --type FARGATE_LINUX',
  },
  'addresses-free': { result: 'pass', title: 'The subnets have an address for each pod that would start.', fix: '' },
  'vcpu-quota-free': { result: 'pass', title: 'The vCPU quota is enough.', fix: '' },
  'role-ready': { result: 'pass', title: 'A pod execution role has what Fargate needs.', fix: '' },
  'subnets-private': { result: 'pass', title: 'The subnets of a profile are private.', fix: '' },
  'not-checked': { result: 'skip', title: 'A part was not checked: a missing right, or no answer from AWS.', fix: '' },
} as const satisfies Readonly<Record<string, CheckKind>>;

export type AwsCheckCode = keyof typeof AWS_CHECK_CODES;

/** A verdict on one thing in the account. */
export interface AwsCheck {
  readonly result: CheckResult;
  readonly code: AwsCheckCode;
  /** `profile web`, `role arn:…`, `quota` */
  readonly subject: string;
  /** One sentence, without its full stop. */
  readonly message: string;
  readonly fix: string;
}

export function awsCheck(code: AwsCheckCode, subject: string, message: string): AwsCheck {
  const { result, fix } = AWS_CHECK_CODES[code];
  return { result, code, subject, message, fix };
}

/** `1 pod`, `2 pods` */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
