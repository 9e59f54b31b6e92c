import type { Report } from './finding.ts';
import { checkHugePages, HOST_PROCESS, LOCALHOST_PROFILE } from './node-compatibility.ts';
import { type Container, ownValue, type ResourceRequirements, type StringMap } from './pod.ts';
import { parseQuantity } from './quantity.ts';
import { refusal } from './refusal.ts';

/** A container and where it stands in the pod. */
export interface LocatedContainer {
  readonly container: Container;
  /** Key of the list that holds it: `initContainers`. */
  readonly list: string;
  readonly index: number;
}

export function located(containers: readonly Container[], list: string): readonly LocatedContainer[] {
  return containers.map((container, index) => ({ container, list, index }));
}

/** `spec.initContainers[1]`: written only where there is something to say. */
export function fieldOf({ list, index }: LocatedContainer): string {
  return `spec.${list}[${index}]`;
}

/** Reports what Fargate refuses about one container, of whichever list. Sources: as for the pod as a whole. */
export function checkContainer(place: LocatedContainer, report: Report): void {
  checkSecurityContext(place, report);
  if (place.container.ports.length > 0) checkPorts(place, report);
  checkDevices(place, report);
  checkHugePages(place.container.resources, fieldOf(place), report);
  checkIsolation(place, report);
}

/** Literal names: `CAP_CHOWN` is refused (seen). */
const ALLOWED_CAPABILITIES: ReadonlySet<string> = new Set([
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

function checkSecurityContext(place: LocatedContainer, report: Report): void {
  const { privileged, allowPrivilegeEscalation, addedCapabilities } = place.container;
  if (privileged) {
    report('privileged', () =>
      refusal(`${fieldOf(place)}.securityContext.privileged`, 'invalid SecurityContext fields: Privileged'),
    );
  }
  if (allowPrivilegeEscalation) {
    report('privilege-escalation', () => {
      const field = `${fieldOf(place)}.securityContext.allowPrivilegeEscalation`;
      return refusal(field, 'invalid SecurityContext fields: AllowPrivilegeEscalation');
    });
  }
  if (addedCapabilities.some(isRefused)) {
    report('capabilities', () => {
      const names = addedCapabilities.filter(isRefused).join(',');
      const field = `${fieldOf(place)}.securityContext.capabilities.add`;
      return refusal(field, `invalid SecurityContext fields: Capabilities added: ${names}`);
    });
  }
}

function isRefused(capability: string): boolean {
  return !ALLOWED_CAPABILITIES.has(capability);
}

/** The kubelet listens here, in the pod's own network namespace (seen). */
const KUBELET_PORT = 10250;

function checkPorts(place: LocatedContainer, report: Report): void {
  for (const [index, port] of place.container.ports.entries()) {
    if (port.hostPort !== 0 || port.hasHostIP) {
      report('host-port', () => refusal(`${fieldOf(place)}.ports[${index}]`, 'port contains HostIP or HostPort'));
    }
    if (port.containerPort === KUBELET_PORT) {
      report('kubelet-port', () => ({
        field: `${fieldOf(place)}.ports[${index}].containerPort`,
        message: `port ${KUBELET_PORT} is taken: the kubelet of the Fargate node listens on it in the pod's network`,
      }));
    }
  }
}

/** EKS's words for these two are not public (open). */
function checkDevices(place: LocatedContainer, report: Report): void {
  const { hasVolumeDevices, resources } = place.container;
  if (hasVolumeDevices) {
    const message = 'Fargate supports no raw block volumes';
    report('volume-devices', () => ({ field: `${fieldOf(place)}.volumeDevices`, message }));
  }
  if (!mayBeExtended(resources.requests) && !mayBeExtended(resources.limits)) return;
  const extended = extendedResources(resources);
  if (extended.length === 0) return;
  report('extended-resource', () => ({
    field: `${fieldOf(place)}.resources`,
    message: `Fargate supports no extended resource: ${extended.join(', ')}`,
  }));
}

function checkIsolation(place: LocatedContainer, report: Report): void {
  const { hostProcess, procMount, localhostProfiles, bidirectionalMount } = place.container;
  const inContext = (key: string): string => `${fieldOf(place)}.securityContext.${key}`;
  if (hostProcess) {
    report('host-process', () => ({ field: inContext('windowsOptions.hostProcess'), message: HOST_PROCESS }));
  }
  if (procMount === 'Unmasked') {
    const message = 'the container may not start: whether Fargate unmasks /proc is not documented';
    report('proc-mount', () => ({ field: inContext('procMount'), message }));
  }
  for (const profile of localhostProfiles) {
    report('localhost-profile', () => ({ field: inContext(profile), message: LOCALHOST_PROFILE }));
  }
  if (bidirectionalMount >= 0) {
    const field = `${fieldOf(place)}.volumeMounts[${bidirectionalMount}].mountPropagation`;
    const message = 'Bidirectional mount propagation needs a privileged container, which Fargate refuses';
    report('mount-propagation', () => ({ field, message }));
  }
}

/** The names of extended resources alone hold a slash. */
function mayBeExtended(quantities: StringMap): boolean {
  for (const name in quantities) if (name.includes('/')) return true;
  return false;
}

/** None of one asks for nothing. */
function extendedResources({ requests, limits }: ResourceRequirements): readonly string[] {
  const names = new Set([...Object.keys(requests), ...Object.keys(limits)]);
  return [...names].filter(
    (name) => name.includes('/') && parseQuantity(ownValue(limits, name) ?? ownValue(requests, name) ?? '') !== 0n,
  );
}
