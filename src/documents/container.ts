import type { Container, ContainerPort, ResourceRequirements, StringMap } from '../fargate/pod.ts';
import type { Field } from './field.ts';

/** @throws FieldTypeError where a field that is read has another type than the Kubernetes API gives it. */
export function parseContainer(container: Field, hostNetwork: boolean): Container {
  const securityContext = container.get('securityContext');
  return {
    name: container.get('name').string() ?? '',
    resources: readResources(container.get('resources')),
    restartPolicy: container.get('restartPolicy').string(),
    ports: container
      .get('ports')
      .list()
      .map((port) => readPort(port, hostNetwork)),
    privileged: securityContext.get('privileged').boolean(),
    allowPrivilegeEscalation: securityContext.get('allowPrivilegeEscalation').boolean(),
    addedCapabilities: readStrings(securityContext.get('capabilities').get('add')),
    hasVolumeDevices: container.get('volumeDevices').list().length > 0,
  };
}

export function readResources(resources: Field): ResourceRequirements {
  return { requests: readQuantities(resources.get('requests')), limits: readQuantities(resources.get('limits')) };
}

export function readStrings(list: Field): readonly string[] {
  return list.list().map((element) => element.string() ?? '');
}

/** The API server gives the ports of a pod with host network the host's ports; a template does not show it yet (seen). */
function readPort(port: Field, hostNetwork: boolean): ContainerPort {
  const containerPort = port.get('containerPort').number() ?? 0;
  return {
    containerPort,
    hostPort: port.get('hostPort').number() || (hostNetwork ? containerPort : 0),
    hasHostIP: (port.get('hostIP').string() ?? '') !== '',
  };
}

/** The API server writes every quantity as a string; in a file `cpu: 1` is a number. */
function readQuantities(quantities: Field): StringMap {
  if (!quantities.isPresent) return NONE;
  const values = quantities.entries().map(([key, field]) => [key, readQuantity(field)] as const);
  return Object.fromEntries(values);
}

const NONE: StringMap = {};

function readQuantity(field: Field): string {
  return typeof field.value === 'number' ? String(field.value) : (field.string() ?? '');
}
