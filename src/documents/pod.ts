import type { Container, OwnerReference, Pod, ResourceRequirements, StringMap } from '../fargate/pod.ts';
import type { Field } from './field.ts';

/**
 * What the rules read of a v1 Pod.
 *
 * @throws FieldTypeError where a field that is read has another type than the Kubernetes API gives it.
 */
export function parsePod(document: Field, namespace: string): Pod {
  const metadata = document.get('metadata');
  const spec = document.get('spec');
  return {
    namespace,
    labels: metadata.get('labels').stringMap(),
    annotations: metadata.get('annotations').stringMap(),
    ownerReferences: metadata.get('ownerReferences').list().map(readOwner),
    nodeName: spec.get('nodeName').string(),
    schedulerName: spec.get('schedulerName').string(),
    containers: spec.get('containers').list().map(readContainer),
    initContainers: spec.get('initContainers').list().map(readContainer),
    resources: readResources(spec.get('resources')),
  };
}

function readOwner(owner: Field): OwnerReference {
  return {
    kind: owner.get('kind').string() ?? '',
    name: owner.get('name').string() ?? '',
    controller: owner.get('controller').boolean(),
  };
}

function readContainer(container: Field): Container {
  return {
    name: container.get('name').string() ?? '',
    resources: readResources(container.get('resources')),
    restartPolicy: container.get('restartPolicy').string(),
  };
}

function readResources(resources: Field): ResourceRequirements {
  return { requests: readQuantities(resources.get('requests')), limits: readQuantities(resources.get('limits')) };
}

/** The API server writes every quantity as a string; in a file `cpu: 1` is a number. */
function readQuantities(quantities: Field): StringMap {
  const values = quantities.entries().map(([key, field]) => [key, readQuantity(field)] as const);
  return Object.fromEntries(values);
}

function readQuantity(field: Field): string {
  return typeof field.value === 'number' ? String(field.value) : (field.string() ?? '');
}
