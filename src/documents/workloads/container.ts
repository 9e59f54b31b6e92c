import type { Container, ContainerPort, ResourceRequirements, StringMap } from '../../fargate/pod.ts';
import { boolean, entryText, type JsonObject, list, number, object, stringMap, text } from '../json.ts';

export function parseContainer(value: unknown, hostNetwork: boolean): Container {
  const container = object(value);
  const securityContext = object(container['securityContext']);
  return {
    name: text(container['name']) ?? '',
    resources: readResources(container['resources']),
    restartPolicy: text(container['restartPolicy']),
    ports: list(container['ports']).map((port) => readPort(port, hostNetwork)),
    privileged: boolean(securityContext['privileged']),
    allowPrivilegeEscalation: boolean(securityContext['allowPrivilegeEscalation']),
    addedCapabilities: readStrings(object(securityContext['capabilities'])['add']),
    hasVolumeDevices: list(container['volumeDevices']).length > 0,
    hostProcess: boolean(object(securityContext['windowsOptions'])['hostProcess']),
    procMount: text(securityContext['procMount']),
    localhostProfiles: readLocalhostProfiles(securityContext),
    bidirectionalMount: list(container['volumeMounts']).findIndex(isBidirectional),
  };
}

const NO_PROFILES: readonly string[] = Object.freeze([]);

/** Of a container's security context, or of the pod's. */
export function readLocalhostProfiles(securityContext: JsonObject): readonly string[] {
  const seccomp = text(object(securityContext['seccompProfile'])['type']);
  const appArmor = text(object(securityContext['appArmorProfile'])['type']);
  if (seccomp !== 'Localhost' && appArmor !== 'Localhost') return NO_PROFILES;
  return [
    ...(seccomp === 'Localhost' ? ['seccompProfile'] : []),
    ...(appArmor === 'Localhost' ? ['appArmorProfile'] : []),
  ];
}

function isBidirectional(mount: unknown): boolean {
  return text(object(mount)['mountPropagation']) === 'Bidirectional';
}

export function readResources(value: unknown): ResourceRequirements {
  const resources = object(value);
  return { requests: readQuantities(resources['requests']), limits: readQuantities(resources['limits']) };
}

export function readStrings(value: unknown): readonly string[] {
  return list(value).map((element) => text(element) ?? '');
}

/**
 * Under hostNetwork the API server sets each hostPort to the containerPort (seen). It is left out: the author did not
 * write it, and it goes away with hostNetwork.
 */
function readPort(value: unknown, hostNetwork: boolean): ContainerPort {
  const port = object(value);
  const containerPort = number(port['containerPort']) ?? 0;
  const hostPort = number(port['hostPort']) ?? 0;
  return {
    containerPort,
    hostPort: hostNetwork && hostPort === containerPort ? 0 : hostPort,
    hasHostIP: (text(port['hostIP']) ?? '') !== '',
  };
}

/** The API server writes every quantity as a string; in a file `cpu: 1` is a number, and null is none of it (seen). */
function readQuantities(value: unknown): StringMap {
  const quantities = object(value);
  return holdsNumberOrNull(quantities) ? asTexts(quantities) : stringMap(value);
}

function holdsNumberOrNull(quantities: JsonObject): boolean {
  for (const name in quantities) if (typeof quantities[name] === 'number' || quantities[name] === null) return true;
  return false;
}

function asTexts(quantities: JsonObject): StringMap {
  const entries = Object.keys(quantities).map((name) => {
    const quantity = quantities[name];
    return [name, typeof quantity === 'number' ? String(quantity) : (entryText(quantity) ?? '0')];
  });
  return Object.fromEntries(entries);
}
