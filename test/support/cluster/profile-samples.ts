/** Profiles of one kind of resource, in the namespace `infra` where the kind has namespaces. */
export interface ProfileSample {
  /** As kubectl names it: `fargateprofile.eks.services.k8s.aws`. */
  readonly type: string;
  readonly kind: string;
  /** Path of the list of selectors. */
  readonly selectors: string;
  profile(name: string, selectors: readonly object[]): ProfileObject;
  good(name: string): ProfileObject;
  /** Its second selector lacks the namespace. */
  withoutNamespace(name: string): ProfileObject;
}

export interface ProfileObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: object;
}

const ROLE = 'arn:aws:iam::111122223333:role/AmazonEKSFargatePodExecutionRole';

interface KindOptions {
  readonly apiVersion: string;
  readonly kind: string;
  readonly selectors: string;
  readonly specOf: (name: string, selectors: readonly object[]) => object;
}

function sampleOf({ apiVersion, kind, selectors, specOf }: KindOptions): ProfileSample {
  const [group] = apiVersion.split('/');
  const profile = (name: string, list: readonly object[]): ProfileObject => ({
    apiVersion,
    kind,
    metadata: { name, namespace: 'infra' },
    spec: specOf(name, list),
  });
  return {
    type: `${kind.toLowerCase()}.${group}`,
    kind,
    selectors,
    profile,
    good: (name) => profile(name, [{ namespace: 'checkout', labels: { tier: 'front' } }]),
    withoutNamespace: (name) => profile(name, [{ namespace: 'checkout' }, { labels: { tier: 'front' } }]),
  };
}

/** Crossplane's and Upbound's cluster-scoped profiles have no namespace: the API server drops the one that is given. */
export const BY_EVERY_KIND: readonly [ProfileSample, ...ProfileSample[]] = [
  sampleOf({
    apiVersion: 'eks.services.k8s.aws/v1alpha1',
    kind: 'FargateProfile',
    selectors: 'spec.selectors',
    specOf: (name, selectors) => ({ name, clusterName: 'demo', podExecutionRoleARN: ROLE, selectors }),
  }),
  sampleOf({
    apiVersion: 'eks.aws.crossplane.io/v1beta1',
    kind: 'FargateProfile',
    selectors: 'spec.forProvider.selectors',
    specOf: (_name, selectors) => ({
      forProvider: { region: 'eu-west-1', clusterName: 'demo', podExecutionRoleArn: ROLE, selectors },
    }),
  }),
  sampleOf({
    apiVersion: 'eks.aws.upbound.io/v1beta1',
    kind: 'FargateProfile',
    selectors: 'spec.forProvider.selector',
    specOf: (_name, selector) => ({
      forProvider: { region: 'eu-west-1', clusterName: 'demo', podExecutionRoleArn: ROLE, selector },
    }),
  }),
  sampleOf({
    apiVersion: 'eks.aws.m.upbound.io/v1beta1',
    kind: 'FargateProfile',
    selectors: 'spec.initProvider.selector',
    specOf: (_name, selector) => ({
      forProvider: { region: 'eu-west-1', clusterName: 'demo', podExecutionRoleArnRef: { name: 'pods' } },
      initProvider: { selector },
    }),
  }),
  sampleOf({
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    kind: 'AWSFargateProfile',
    selectors: 'spec.selectors',
    specOf: (name, selectors) => ({ clusterName: 'demo', profileName: name, selectors }),
  }),
];
