import { ownValue } from '../../fargate/pod.ts';
import type { Field } from '../field.ts';

/** What a cluster has made of a pod that exists. */
export interface LivePod {
  /** Where it runs; undefined while no scheduler has placed it. */
  readonly nodeName: string | undefined;
  /** In EKS's words, such as `0.25vCPU 0.5GB`: what is billed. Undefined off Fargate, and before the pod is placed. */
  readonly provisioned: string | undefined;
}

/** EKS's own annotation (seen). */
export const CAPACITY_ANNOTATION = 'CapacityProvisioned';

/**
 * Undefined for what is no Pod, and for one that the API server has not stored: that has no uid.
 *
 * @throws FieldTypeError where a field that is read has another type than the Kubernetes API gives it.
 */
export function readLivePod(document: Field): LivePod | undefined {
  const metadata = document.get('metadata');
  if (document.get('kind').value !== 'Pod' || metadata.get('uid').string() === undefined) return undefined;
  return {
    nodeName: document.get('spec').get('nodeName').string() || undefined,
    provisioned: ownValue(metadata.get('annotations').textMap(), CAPACITY_ANNOTATION),
  };
}
