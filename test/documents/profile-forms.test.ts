import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { parseProfileDocument } from '../../src/documents/profiles/registry.ts';

interface Written {
  readonly name: string;
  readonly selectors: readonly { readonly namespace: string; readonly labels?: Readonly<Record<string, string>> }[];
}

const ROLE = 'arn:aws:iam::111122223333:role/pods';
const CREATE = { actions: ['create'], after_unknown: {} };
const TERRAFORM = { format_version: '1.2', terraform_version: '1.9.8' };

function terraformValues({ name, selectors }: Written): object {
  const type = 'aws_eks_fargate_profile';
  const values = { fargate_profile_name: name, pod_execution_role_arn: ROLE, selector: selectors };
  return { root_module: { child_modules: [{ resources: [{ address: `${type}.a`, mode: 'managed', type, values }] }] } };
}

const FORMS: Readonly<Record<string, (profile: Written) => unknown>> = {
  'aws eks describe-fargate-profile': ({ name, selectors }) => ({
    fargateProfile: { fargateProfileName: name, selectors, status: 'ACTIVE' },
  }),
  'aws eks create-fargate-profile': ({ name, selectors }) => ({ fargateProfileName: name, selectors }),
  'a ClusterConfig': ({ name, selectors }) => ({
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    fargateProfiles: [{ name, selectors }],
  }),
  'eksctl get fargateprofile': ({ name, selectors }) => [{ name, podExecutionRoleARN: ROLE, selectors }],
  ACK: ({ name, selectors }) => resource('eks.services.k8s.aws/v1alpha1', { name, selectors }),
  Crossplane: ({ name, selectors }) => resource('eks.aws.crossplane.io/v1beta1', { forProvider: { selectors } }, name),
  Upbound: ({ name, selectors }) =>
    resource('eks.aws.upbound.io/v1beta1', { forProvider: { selector: selectors } }, name),
  'Upbound, namespaced': ({ name, selectors }) =>
    resource('eks.aws.m.upbound.io/v1beta1', { forProvider: { selector: selectors } }, name),
  'Cluster API': ({ name, selectors }) => ({
    ...resource('infrastructure.cluster.x-k8s.io/v1beta2', { profileName: name, selectors }),
    kind: 'AWSFargateProfile',
  }),
  'a Terraform plan': (profile) => ({
    ...TERRAFORM,
    planned_values: terraformValues(profile),
    resource_changes: [{ address: 'aws_eks_fargate_profile.a', type: 'aws_eks_fargate_profile', change: CREATE }],
  }),
  'a Terraform state': (profile) => ({ ...TERRAFORM, values: terraformValues(profile) }),
};

function resource(apiVersion: string, spec: object, name = 'object') {
  return { apiVersion, kind: 'FargateProfile', metadata: { name }, spec };
}

describe('a profile is the same in every form', () => {
  const profiles: readonly Written[] = [
    { name: 'web', selectors: [{ namespace: 'shop' }] },
    {
      name: 'jobs',
      selectors: [{ namespace: 'job-*', labels: { tier: 'night?', constructor: 'x' } }, { namespace: 'b' }],
    },
  ];
  for (const [form, write] of Object.entries(FORMS)) {
    test(form, () => {
      assert.deepEqual(
        profiles.flatMap((profile) => parseProfileDocument(new Field(write(profile)))),
        profiles.map(({ name, selectors }) => ({
          name,
          clusterName: undefined,
          status: 'ACTIVE',
          selectors: selectors.map(({ namespace, labels = {} }) => ({
            namespace,
            labels: new Map(Object.entries(labels)),
          })),
          healthIssues: [],
        })),
      );
    });
  }
});

describe('a form that is not read is named, with what is', () => {
  const type = 'aws:eks/fargateProfile:FargateProfile';
  const documents: readonly (readonly [what: RegExp, document: object])[] = [
    [/^is a program of Pulumi, .*; give the output of pulumi preview /, { name: 'a', resources: { web: { type } } }],
    [/^is a program of Pulumi, /, { resources: { web: { type: 'aws:eks:FargateProfile' } } }],
    [/^is a file in which Pulumi keeps its state, /, { version: 3, checkpoint: { latest: { resources: [] } } }],
    [/^is a log of events of Pulumi, /, { sequence: 0, timestamp: 1, resourcePreEvent: {} }],
    [/^is Terraform configuration, .*terraform show -json/, { resource: { aws_eks_fargate_profile: { a: {} } } }],
    [/^is for Ansible, /, { hosts: 'all', tasks: [{ 'community.aws.eks_fargate_profile': { name: 'a' } }] }],
    [/^is for Ansible, /, { name: 'Create', eks_fargate_profile: { name: 'a' } }],
    [
      /^holds a resource of CloudFormation and is no template; /,
      { service: 'a', resources: { Resources: { A: { Type: 'AWS::EKS::FargateProfile' } } } },
    ],
  ];
  for (const [message, document] of documents) {
    test(JSON.stringify(document), () => {
      assert.throws(() => parseProfileDocument(new Field(document)), { name: 'DocumentError', message });
    });
  }
});
