import { FieldPath } from './field-path.ts';
import type { AddFinding, FieldAndMessage } from './finding.ts';
import { type Container, ownValue, type ResourceRequirements, type StringMap } from './pod.ts';
import { parseQuantity } from './quantity.ts';

/** A container and its place in the pod. */
export interface LocatedContainer {
  readonly container: Container;
  /** Key of its list: `initContainers`. */
  readonly list: string;
  readonly index: number;
}

export function located(containers: readonly Container[], list: string): readonly LocatedContainer[] {
  return containers.map((container, index) => ({ container, list, index }));
}

/** `spec.initContainers[1]` */
export function fieldOf({ list, index }: LocatedContainer): FieldPath {
  return FieldPath.of('spec', list, index);
}

/** Finds what Fargate rejects about one container of any list. Sources: as for the pod as a whole. */
export function checkContainer(place: LocatedContainer, add: AddFinding): void {
  checkSecurityContext(place, add);
  if (place.container.ports.length > 0) checkPorts(place, add);
  checkDevices(place, add);
  checkHugePages(place.container.resources, () => fieldOf(place), add);
  checkIsolation(place, add);
}

/** In the words of the event with which EKS rejects the pod, so that a search for one finds the other. */
export function unsupported(field: FieldPath, fragment: string): FieldAndMessage {
  return { field, message: `Pod not supported on Fargate: ${fragment}` };
}

/** Literal names: EKS rejects `CAP_CHOWN` (seen). */
export const ALLOWED_CAPABILITIES: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

function checkSecurityContext(place: LocatedContainer, add: AddFinding): void {
  const { privileged, allowPrivilegeEscalation, addedCapabilities } = place.container;
  if (privileged) {
    add('privileged', () =>
      unsupported(fieldOf(place).to('securityContext', 'privileged'), 'invalid SecurityContext fields: Privileged'),
    );
  }
  if (allowPrivilegeEscalation) {
    add('privilege-escalation', () => {
      const field = fieldOf(place).to('securityContext', 'allowPrivilegeEscalation');
      return unsupported(field, 'invalid SecurityContext fields: AllowPrivilegeEscalation');
    });
  }
  if (addedCapabilities.some(isNotAllowed)) {
    add('capabilities', () => {
      const names = addedCapabilities.filter(isNotAllowed).join(',');
      const field = fieldOf(place).to('securityContext', 'capabilities', 'add');
      return unsupported(field, `invalid SecurityContext fields: Capabilities added: ${names}`);
    });
  }
}

function isNotAllowed(capability: string): boolean {
  return !ALLOWED_CAPABILITIES.has(capability);
}

/** The kubelet listens here, in the pod's own network namespace (seen). */
export const KUBELET_PORT = 10250;

function checkPorts(place: LocatedContainer, add: AddFinding): void {
  for (const [index, port] of place.container.ports.entries()) {
    if (port.hostPort !== 0 || port.hasHostIP) {
      add('host-port', () => unsupported(fieldOf(place).to('ports', index), 'port contains HostIP or HostPort'));
    }
    if (port.containerPort === KUBELET_PORT) {
      add('kubelet-port', () => ({
        field: fieldOf(place).to('ports', index, 'containerPort'),
        message: `port ${KUBELET_PORT} is in use: the kubelet of the Fargate node listens on it in the network namespace of the pod`,
      }));
    }
  }
}

/** EKS's words for these two are not public (open). */
function checkDevices(place: LocatedContainer, add: AddFinding): void {
  const { hasVolumeDevices, resources } = place.container;
  if (hasVolumeDevices) {
    const message = 'Fargate does not support raw block volumes';
    add('volume-devices', () => ({ field: fieldOf(place).to('volumeDevices'), message }));
  }
  if (!mayBeExtended(resources.requests) && !mayBeExtended(resources.limits)) return;
  const extended = extendedResources(resources);
  if (extended.length === 0) return;
  add('extended-resource', () => ({
    field: fieldOf(place).to('resources'),
    message: `Fargate does not support extended resources: ${extended.join(', ')}`,
  }));
}

/** `ownerOf` says where the container is, or the pod's spec for pod-level resources. */
export function checkHugePages(resources: ResourceRequirements, ownerOf: () => FieldPath, add: AddFinding): void {
  const name = hugePagesIn(resources.requests) ?? hugePagesIn(resources.limits);
  if (name === undefined) return;
  add('huge-pages', () => ({ field: ownerOf().to('resources'), message: `Fargate nodes have no huge pages: ${name}` }));
}

function hugePagesIn(quantities: StringMap): string | undefined {
  for (const name in quantities) {
    if (name.startsWith('hugepages-') && parseQuantity(quantities[name] ?? '') !== 0n) return name;
  }
  return undefined;
}

export const HOST_PROCESS = 'HostProcess containers run only on Windows nodes, and Fargate nodes run Linux';
export const LOCALHOST_PROFILE =
  'the pod may not start: a Localhost profile is a file on the node, and you cannot add files to a Fargate node';

function checkIsolation(place: LocatedContainer, add: AddFinding): void {
  const { hostProcess, procMount, localhostProfiles, bidirectionalMount } = place.container;
  const inContext = (...keys: readonly string[]): FieldPath => fieldOf(place).to('securityContext', ...keys);
  if (hostProcess) {
    add('host-process', () => ({ field: inContext('windowsOptions', 'hostProcess'), message: HOST_PROCESS }));
  }
  if (procMount === 'Unmasked') {
    const message = 'the container may not start: Fargate may not support an unmasked /proc';
    add('proc-mount', () => ({ field: inContext('procMount'), message }));
  }
  for (const profile of localhostProfiles) {
    add('localhost-profile', () => ({ field: inContext(profile), message: LOCALHOST_PROFILE }));
  }
  if (bidirectionalMount >= 0) {
    const message = 'Bidirectional mount propagation requires a privileged container, which Fargate rejects';
    add('mount-propagation', () => ({
      field: fieldOf(place).to('volumeMounts', bidirectionalMount, 'mountPropagation'),
      message,
    }));
  }
}

/** Only the names of extended resources have a slash. */
function mayBeExtended(quantities: StringMap): boolean {
  for (const name in quantities) if (name.includes('/')) return true;
  return false;
}

/** Those with a quantity other than 0. */
function extendedResources({ requests, limits }: ResourceRequirements): readonly string[] {
  const names = new Set([...Object.keys(requests), ...Object.keys(limits)]);
  return [...names].filter(
    (name) => name.includes('/') && parseQuantity(ownValue(limits, name) ?? ownValue(requests, name) ?? '') !== 0n,
  );
}
