import { ownValue, type Pod } from './pod.ts';

/**
 * EKS creates CoreDNS for EC2 nodes: its pods carry the annotation that keeps them off Fargate. Where only Fargate nodes exist,
 * they stay Pending, and no pod of the cluster resolves a name.
 *
 * Source: EKS User Guide, fargate-getting-started, "Update CoreDNS".
 */
export function isCoreDns({ namespace, labels }: Pick<Pod, 'namespace' | 'labels'>): boolean {
  return namespace === 'kube-system' && ownValue(labels, 'k8s-app') === 'kube-dns';
}

/** What a person fills in: the program knows EKS's name for the cluster only where its profiles say it. */
const UNKNOWN_CLUSTER = 'CLUSTER';

/** Source: AWS CLI reference, eks create-fargate-profile. */
export function coreDnsProfileCommand(clusterName = UNKNOWN_CLUSTER): string {
  const options = '--fargate-profile-name coredns --pod-execution-role-arn ROLE_ARN --subnets SUBNET_IDS';
  return `aws eks create-fargate-profile --cluster-name ${clusterName} ${options} --selectors 'namespace=kube-system,labels={k8s-app=kube-dns}'`;
}

/** For CoreDNS as an EKS add-on, which would write a patch of its Deployment over. Source: AWS CLI reference, eks update-addon. */
export function coreDnsAddOnCommand(clusterName = UNKNOWN_CLUSTER): string {
  return `aws eks update-addon --cluster-name ${clusterName} --addon-name coredns --configuration-values '{"computeType":"Fargate"}'`;
}
