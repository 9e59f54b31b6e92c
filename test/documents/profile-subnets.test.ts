import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { loadProfileDocument } from '../../src/documents/profiles/registry.ts';

const IDS = ['subnet-0a1', 'subnet-0b2'];
const SELECTORS = [{ namespace: 'shop' }];

/** As each form writes a profile whose subnets are these. */
const FORMS: Readonly<Record<string, (ids: unknown) => object>> = {
  'aws eks create-fargate-profile': (subnets) => ({ fargateProfileName: 'web', selectors: SELECTORS, subnets }),
  'aws eks describe-fargate-profile': (subnets) => ({
    fargateProfile: {
      fargateProfileName: 'web',
      fargateProfileArn: 'arn',
      status: 'ACTIVE',
      selectors: SELECTORS,
      subnets,
    },
  }),
  eksctl: (subnets) => ({
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'demo' },
    fargateProfiles: [{ name: 'web', selectors: SELECTORS, subnets }],
  }),
  Terraform: (subnet_ids) => ({
    format_version: '1.2',
    terraform_version: '1.9.0',
    planned_values: {
      root_module: {
        resources: [
          {
            address: 'aws_eks_fargate_profile.web',
            mode: 'managed',
            type: 'aws_eks_fargate_profile',
            values: { fargate_profile_name: 'web', selector: SELECTORS, subnet_ids },
          },
        ],
      },
    },
  }),
  CloudFormation: (Subnets) => ({
    Resources: {
      Web: {
        Type: 'AWS::EKS::FargateProfile',
        Properties: { FargateProfileName: 'web', Selectors: [{ Namespace: 'shop' }], Subnets },
      },
    },
  }),
  Pulumi: (subnetIds) => ({
    version: 3,
    deployment: {
      resources: [
        {
          urn: 'urn:pulumi:dev::demo::aws:eks/fargateProfile:FargateProfile::web',
          type: 'aws:eks/fargateProfile:FargateProfile',
          outputs: { fargateProfileName: 'web', selectors: SELECTORS, subnetIds },
        },
      ],
    },
  }),
  ACK: (subnets) => ({
    apiVersion: 'eks.services.k8s.aws/v1alpha1',
    kind: 'FargateProfile',
    metadata: { name: 'web' },
    spec: { name: 'web', selectors: SELECTORS, subnets },
  }),
  Crossplane: (subnets) => ({
    apiVersion: 'eks.aws.crossplane.io/v1beta1',
    kind: 'FargateProfile',
    metadata: { name: 'web' },
    spec: { forProvider: { selectors: SELECTORS, subnets } },
  }),
  Upbound: (subnetIds) => ({
    apiVersion: 'eks.aws.upbound.io/v1beta1',
    kind: 'FargateProfile',
    metadata: { name: 'web' },
    spec: { forProvider: { selector: SELECTORS, subnetIds } },
  }),
  'Cluster API': (subnetIDs) => ({
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    kind: 'AWSFargateProfile',
    metadata: { name: 'web' },
    spec: { profileName: 'web', selectors: SELECTORS, subnetIDs },
  }),
};

function subnetsIn(document: object): readonly string[] | undefined {
  return loadProfileDocument(new Field(document))?.profiles[0]?.described.spec.subnets;
}

describe('the subnets of a profile', () => {
  for (const [form, write] of Object.entries(FORMS)) {
    test(`are read from ${form}`, () => {
      assert.deepEqual(subnetsIn(write(IDS)), IDS);
    });

    test(`are not known, and no fault, where ${form} has anything but IDs`, () => {
      for (const value of [['private-a'], ['subnet-0a1', { Ref: 'Subnet' }], 'subnet-0a1', [], [7], undefined]) {
        assert.equal(subnetsIn(write(value)), undefined, JSON.stringify(value));
      }
    });
  }
});
