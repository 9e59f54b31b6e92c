import type { ProfileController } from './profile-creation.ts';

/** How one kind of resource writes a Fargate profile down. */
export interface ProfileKind {
  readonly group: string;
  readonly kind: string;
  readonly controller: ProfileController;
  /** Objects that hold the profile's fields, the one that wins first. */
  readonly places: readonly (readonly string[])[];
  /** Key of the selectors in such an object. */
  readonly selectors: string;
  readonly tags: string;
  /** Keys of which one must say which pod execution role; empty where the controller has one of its own. */
  readonly role: readonly string[];
  /** Keys of text that names the role: its ARN, its name or its path. */
  readonly roleTexts: readonly string[];
  /** Key of the IDs of the subnets. */
  readonly subnets: string;
  /** Where the profile's name is: a key of the spec, or the object's own metadata. */
  readonly name: 'name' | 'profileName' | 'metadata';
  readonly nameIsOptional: boolean;
  /** False where `clusterName` is the name of something else than the EKS cluster. */
  readonly clusterIsEks: boolean;
}

const CROSSPLANE_ROLE = ['podExecutionRoleArn', 'podExecutionRoleArnRef', 'podExecutionRoleArnSelector'];

const UPBOUND = {
  kind: 'FargateProfile',
  controller: 'crossplane',
  places: [
    ['spec', 'forProvider'],
    ['spec', 'initProvider'],
  ],
  selectors: 'selector',
  tags: 'tags',
  role: CROSSPLANE_ROLE,
  roleTexts: ['podExecutionRoleArn'],
  subnets: 'subnetIds',
  name: 'metadata',
  nameIsOptional: true,
  clusterIsEks: true,
} as const;

/** Source: the CustomResourceDefinitions of the five projects. */
export const PROFILE_KINDS: readonly ProfileKind[] = [
  {
    group: 'eks.services.k8s.aws',
    kind: 'FargateProfile',
    controller: 'ack',
    places: [['spec']],
    selectors: 'selectors',
    tags: 'tags',
    role: ['podExecutionRoleARN', 'podExecutionRoleRef'],
    roleTexts: ['podExecutionRoleARN'],
    subnets: 'subnets',
    name: 'name',
    nameIsOptional: false,
    clusterIsEks: true,
  },
  {
    group: 'eks.aws.crossplane.io',
    kind: 'FargateProfile',
    controller: 'crossplane',
    places: [['spec', 'forProvider']],
    selectors: 'selectors',
    tags: 'tags',
    role: CROSSPLANE_ROLE,
    roleTexts: ['podExecutionRoleArn'],
    subnets: 'subnets',
    name: 'metadata',
    nameIsOptional: true,
    clusterIsEks: true,
  },
  { group: 'eks.aws.upbound.io', ...UPBOUND },
  { group: 'eks.aws.m.upbound.io', ...UPBOUND },
  {
    group: 'infrastructure.cluster.x-k8s.io',
    kind: 'AWSFargateProfile',
    controller: 'cluster-api',
    places: [['spec']],
    selectors: 'selectors',
    tags: 'additionalTags',
    role: [],
    roleTexts: ['roleName', 'rolePath'],
    subnets: 'subnetIDs',
    name: 'profileName',
    nameIsOptional: true,
    clusterIsEks: false,
  },
];
