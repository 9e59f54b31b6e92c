import type { OwnerReference, Pod } from '../../fargate/pod.ts';
import type { Field } from '../field.ts';
import { boolean, type JsonObject, list, object, readDocument, stringMap, text } from '../json.ts';
import { parseContainer, readLocalhostProfiles, readResources } from './container.ts';
import { hasPodAffinity, readRequiredNodeTerms, readToleration, readVolume } from './pod-fields.ts';

/**
 * What the rules read of a v1 Pod, or of a pod template, which has the same `metadata` and `spec`.
 *
 * @throws FieldTypeError where a field that is read has another type than the Kubernetes API gives it.
 */
export function parsePod(pod: Field, namespace: string): Pod {
  return readDocument(pod, (value) => {
    const document = object(value);
    return readPod(namespace, object(document['metadata']), object(document['spec']));
  });
}

function readPod(namespace: string, metadata: JsonObject, spec: JsonObject): Pod {
  const hostNetwork = boolean(spec['hostNetwork']);
  const container = (value: unknown) => parseContainer(value, hostNetwork);
  const affinity = object(spec['affinity']);
  const securityContext = object(spec['securityContext']);
  return {
    namespace,
    labels: stringMap(metadata['labels']),
    controllerAssignedLabels: [],
    annotations: stringMap(metadata['annotations']),
    ownerReferences: list(metadata['ownerReferences']).map(readOwner),
    nodeName: text(spec['nodeName']),
    schedulerName: text(spec['schedulerName']),
    hostNetwork,
    hostPID: boolean(spec['hostPID']),
    hostIPC: boolean(spec['hostIPC']),
    hasUserNamespace: spec['hostUsers'] === false,
    hostProcess: boolean(object(securityContext['windowsOptions'])['hostProcess']),
    osName: text(object(spec['os'])['name']),
    runtimeClassName: text(spec['runtimeClassName']),
    hasResourceClaims: list(spec['resourceClaims']).length > 0,
    sysctls: list(securityContext['sysctls']).map(readSysctl),
    localhostProfiles: readLocalhostProfiles(securityContext),
    containers: list(spec['containers']).map(container),
    initContainers: list(spec['initContainers']).map(container),
    ephemeralContainers: list(spec['ephemeralContainers']).map(container),
    volumes: list(spec['volumes']).map(readVolume),
    nodeSelector: stringMap(spec['nodeSelector']),
    requiredNodeTerms: readRequiredNodeTerms(object(affinity['nodeAffinity'])),
    tolerations: list(spec['tolerations']).map(readToleration),
    hasTopologySpread: list(spec['topologySpreadConstraints']).length > 0,
    hasPodAffinity: hasPodAffinity(affinity),
    resources: readResources(spec['resources']),
  };
}

function readSysctl(value: unknown): string {
  return text(object(value)['name']) ?? '';
}

function readOwner(value: unknown): OwnerReference {
  const owner = object(value);
  const apiVersion = text(owner['apiVersion']);
  const kind = text(owner['kind']) ?? '';
  const name = text(owner['name']) ?? '';
  const controller = boolean(owner['controller']);
  return apiVersion === undefined ? { kind, name, controller } : { apiVersion, kind, name, controller };
}
