import type { OwnerReference, Pod } from '../fargate/pod.ts';
import { parseContainer, readResources } from './container.ts';
import type { Field } from './field.ts';
import { hasPodAffinity, readRequiredNodeTerms, readToleration, readVolume } from './pod-fields.ts';

/**
 * What the rules read of a v1 Pod, or of a pod template, which has the same `metadata` and `spec`.
 *
 * @throws FieldTypeError where a field that is read has another type than the Kubernetes API gives it.
 */
export function parsePod(document: Field, namespace: string): Pod {
  const metadata = document.get('metadata');
  const spec = document.get('spec');
  const hostNetwork = spec.get('hostNetwork').boolean();
  const container = (field: Field) => parseContainer(field, hostNetwork);
  return {
    namespace,
    labels: metadata.get('labels').stringMap(),
    labelsToCome: [],
    annotations: metadata.get('annotations').stringMap(),
    ownerReferences: metadata.get('ownerReferences').list().map(readOwner),
    nodeName: spec.get('nodeName').string(),
    schedulerName: spec.get('schedulerName').string(),
    hostNetwork,
    hostPID: spec.get('hostPID').boolean(),
    hostIPC: spec.get('hostIPC').boolean(),
    containers: spec.get('containers').list().map(container),
    initContainers: spec.get('initContainers').list().map(container),
    ephemeralContainers: spec.get('ephemeralContainers').list().map(container),
    volumes: spec.get('volumes').list().map(readVolume),
    nodeSelector: spec.get('nodeSelector').stringMap(),
    requiredNodeTerms: readRequiredNodeTerms(spec.get('affinity').get('nodeAffinity')),
    tolerations: spec.get('tolerations').list().map(readToleration),
    hasTopologySpread: spec.get('topologySpreadConstraints').list().length > 0,
    hasPodAffinity: hasPodAffinity(spec.get('affinity')),
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
