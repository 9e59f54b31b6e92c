import { type KubernetesApi, objectIn } from '../kubernetes/api.ts';
import type { ClusterCheck } from './cluster-checks.ts';

/** EKS's own webhook, which decides about a pod before we see it (seen on every EKS cluster with a Fargate profile). */
export const EKS_WEBHOOK = '0500-amazon-eks-fargate-mutation.amazonaws.com';

const PATH = `/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/${EKS_WEBHOOK}`;

export interface EksWebhook {
  /** As it was when it was last looked up; false before. Without it, a pod that EKS left alone says nothing. */
  isPresent(): boolean;
  check(api: KubernetesApi): ClusterCheck;
}

export function watchEksWebhook(): EksWebhook {
  let isPresent = false;

  async function lookUp(api: KubernetesApi): Promise<'settled'> {
    const answer = await api.send({ method: 'GET', path: PATH });
    if (answer.status !== 404) objectIn(answer, `read MutatingWebhookConfiguration ${EKS_WEBHOOK}`);
    isPresent = answer.status !== 404;
    return 'settled';
  }

  return { isPresent: () => isPresent, check: (api) => ({ run: () => lookUp(api) }) };
}
