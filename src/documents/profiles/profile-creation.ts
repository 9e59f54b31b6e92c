import type { Creation } from '../../fargate/profile-spec.ts';
import type { Field } from '../field.ts';

/** Whose controller acts on a resource, and so which of its fields and annotations say what it does in EKS. */
export type ProfileController = 'ack' | 'crossplane' | 'cluster-api';

/** Besides Crossplane's, which is the profile's name as well. */
export const CREATION_ANNOTATIONS = {
  adoptionPolicy: 'services.k8s.aws/adoption-policy',
  adopted: 'services.k8s.aws/adopted',
  readOnly: 'services.k8s.aws/read-only',
  managedBy: 'cluster.x-k8s.io/managed-by',
} as const;

/** Whether the controller creates the profile in EKS, or may find it there. @throws FieldTypeError */
export function readCreation(document: Field, controller: ProfileController): Creation {
  switch (controller) {
    case 'ack':
      return byAck(annotationsOf(document));
    case 'crossplane':
      return byCrossplane(document);
    case 'cluster-api':
      return byClusterApi(annotationsOf(document));
  }
}

/**
 * Source: ACK's guides "Resource Adoption" and "ReadOnly Resources"; the order is that of ACK's runtime, which creates
 * nothing for a resource that it has adopted (the older `adopted` annotation, and the one that it writes itself).
 */
function byAck(annotation: Annotations): Creation {
  const { adoptionPolicy, adopted, readOnly } = CREATION_ANNOTATIONS;
  if (isTrue(annotation(readOnly)) || isTrue(annotation(adopted))) return 'never';
  switch (annotation(adoptionPolicy)) {
    case 'adopt':
      return 'never';
    case 'adopt-or-create':
      return 'possible';
    default:
      return 'expected';
  }
}

/** In any case, as ACK's runtime reads it. */
function isTrue(text: string | undefined): boolean {
  return text?.toLowerCase() === 'true';
}

/** Names the profile in EKS, which Crossplane imports where it exists. */
export const EXTERNAL_NAME = 'crossplane.io/external-name';

/**
 * Source: Crossplane, "Managed Resources" (managementPolicies, absent means `*`) and "Import Existing Resources": by
 * `Observe`, or by the external name alone with what it names left out.
 */
function byCrossplane(document: Field): Creation {
  const policies = document.get('spec').get('managementPolicies');
  const creates = !policies.isPresent || policies.list().some(({ value }) => value === '*' || value === 'Create');
  if (!creates) return 'never';
  return annotationsOf(document)(EXTERNAL_NAME) ? 'possible' : 'expected';
}

/**
 * Source: the Cluster API AWS provider's book, "Bring Your Own AWS Infrastructure": its controllers ignore what
 * carries this annotation. The controller of AWSFargateProfile does not look for it (seen in its source), hence "possible".
 */
function byClusterApi(annotation: Annotations): Creation {
  return annotation(CREATION_ANNOTATIONS.managedBy) === undefined ? 'expected' : 'possible';
}

type Annotations = (key: string) => string | undefined;

function annotationsOf(document: Field): Annotations {
  const annotations = document.get('metadata').get('annotations').textMap();
  return (key) => (Object.hasOwn(annotations, key) ? annotations[key] : undefined);
}
