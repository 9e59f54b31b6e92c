import { stringify } from 'yaml';

/** A profile as a test makes it up. */
interface Written {
  readonly name: string;
  readonly selectors: readonly { readonly namespace: string; readonly labels?: Readonly<Record<string, string>> }[];
}

const ROLE = 'arn:aws:iam::111122223333:role/pods';

/** One for each form that `--profiles` reads: the text of a document that holds the profile alone, for no cluster. */
export const PROFILE_WRITERS: Readonly<Record<string, (profile: Written) => string>> = {
  'aws eks describe-fargate-profile': ({ name, selectors }) =>
    JSON.stringify({ fargateProfile: { fargateProfileName: name, selectors, status: 'ACTIVE' } }),
  'aws eks create-fargate-profile': ({ name, selectors }) => JSON.stringify({ fargateProfileName: name, selectors }),
  'a ClusterConfig': ({ name, selectors }) =>
    stringify(
      {
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        fargateProfiles: [{ name, selectors }],
      },
      YAML_11,
    ),
  'eksctl get fargateprofile': ({ name, selectors }) =>
    stringify([{ name, podExecutionRoleARN: ROLE, selectors }], YAML_11),
  ACK: ({ name, selectors }) => resource('eks.services.k8s.aws/v1alpha1', { name, selectors }),
  Crossplane: ({ name, selectors }) => resource('eks.aws.crossplane.io/v1beta1', { forProvider: { selectors } }, name),
  Upbound: ({ name, selectors }) =>
    resource('eks.aws.upbound.io/v1beta1', { forProvider: { selector: selectors } }, name),
  'Upbound, namespaced': ({ name, selectors }) =>
    resource('eks.aws.m.upbound.io/v1beta1', { forProvider: { selector: selectors } }, name),
  'Cluster API': ({ name, selectors }) =>
    stringify(
      {
        apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
        kind: 'AWSFargateProfile',
        metadata: { name: 'object' },
        spec: { profileName: name, selectors },
      },
      YAML_11,
    ),
  'a Terraform plan': (profile) =>
    JSON.stringify({
      ...TERRAFORM,
      planned_values: terraformValues(profile),
      resource_changes: [
        { address: `${TERRAFORM_TYPE}.a`, type: TERRAFORM_TYPE, change: { actions: ['create'], after_unknown: {} } },
      ],
    }),
  'a Terraform state': (profile) => JSON.stringify({ ...TERRAFORM, values: terraformValues(profile) }),
  'a CloudFormation template in YAML': (profile) => stringify(template(profile), YAML_11),
  'a CloudFormation template in JSON': (profile) => JSON.stringify(template(profile)),
  'the older construct of the CDK': ({ name, selectors }) =>
    JSON.stringify({
      Resources: {
        P: {
          Type: 'Custom::AWSCDK-EKS-FargateProfile',
          Properties: { Config: { fargateProfileName: name, podExecutionRoleArn: ROLE, selectors } },
        },
      },
    }),
  'pulumi preview --json': (profile) =>
    JSON.stringify({ steps: [{ op: 'create', urn: URN, newState: { ...PULUMI, inputs: pulumiValues(profile) } }] }),
  'pulumi stack export': (profile) =>
    JSON.stringify({
      version: 3,
      deployment: { resources: [{ ...PULUMI, outputs: { ...pulumiValues(profile), status: 'ACTIVE' } }] },
    }),
};

/** As the API server and CloudFormation read it: what could be a number or a boolean there is in quotation marks. */
const YAML_11 = { version: '1.1', defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'QUOTE_DOUBLE' } as const;

const TERRAFORM = { format_version: '1.2', terraform_version: '1.9.8' };
const TERRAFORM_TYPE = 'aws_eks_fargate_profile';

function terraformValues({ name, selectors }: Written): object {
  const values = { fargate_profile_name: name, pod_execution_role_arn: ROLE, selector: selectors };
  const resource = { address: `${TERRAFORM_TYPE}.a`, mode: 'managed', type: TERRAFORM_TYPE, values };
  return { root_module: { child_modules: [{ resources: [resource] }] } };
}

function template({ name, selectors }: Written): object {
  const list = selectors.map(({ namespace, labels }) => ({
    Namespace: namespace,
    ...(labels === undefined ? {} : { Labels: Object.entries(labels).map(([Key, Value]) => ({ Key, Value })) }),
  }));
  return {
    Resources: {
      P: {
        Type: 'AWS::EKS::FargateProfile',
        Properties: { FargateProfileName: name, PodExecutionRoleArn: ROLE, Selectors: list },
      },
    },
  };
}

const URN = 'urn:pulumi:dev::shop::aws:eks/fargateProfile:FargateProfile::web';
const PULUMI = { urn: URN, type: 'aws:eks/fargateProfile:FargateProfile' };

function pulumiValues({ name, selectors }: Written): object {
  return { fargateProfileName: name, podExecutionRoleArn: ROLE, selectors };
}

function resource(apiVersion: string, spec: object, name = 'object'): string {
  return stringify({ apiVersion, kind: 'FargateProfile', metadata: { name }, spec }, YAML_11);
}
