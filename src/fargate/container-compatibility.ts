import { type Finding, podFinding } from './finding.ts';
import { type Container, ownValue, type ResourceRequirements } from './pod.ts';
import { parseQuantity } from './quantity.ts';
import { refused } from './refusal.ts';

/** A container and where it stands in the pod: `spec.initContainers[1]`. */
export interface LocatedContainer {
  readonly container: Container;
  readonly field: string;
}

export function located(containers: readonly Container[], list: string): readonly LocatedContainer[] {
  return containers.map((container, index) => ({ container, field: `spec.${list}[${index}]` }));
}

/** What Fargate refuses about one container, of whichever list. Sources: as for the pod as a whole. */
export function checkContainer(place: LocatedContainer): readonly Finding[] {
  return [...checkSecurityContext(place), ...checkPorts(place), ...checkDevices(place)];
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

function checkSecurityContext({ container, field }: LocatedContainer): readonly Finding[] {
  const context = `${field}.securityContext`;
  const findings: Finding[] = [];
  if (container.privileged) {
    findings.push(refused('privileged', `${context}.privileged`, 'invalid SecurityContext fields: Privileged'));
  }
  if (container.allowPrivilegeEscalation) {
    const words = 'invalid SecurityContext fields: AllowPrivilegeEscalation';
    findings.push(refused('privilege-escalation', `${context}.allowPrivilegeEscalation`, words));
  }
  const refusedNames = container.addedCapabilities.filter((name) => !ALLOWED_CAPABILITIES.has(name));
  if (refusedNames.length > 0) {
    const words = `invalid SecurityContext fields: Capabilities added: ${refusedNames.join(',')}`;
    findings.push(refused('capabilities', `${context}.capabilities.add`, words));
  }
  return findings;
}

/** The kubelet listens here, in the pod's own network namespace (seen). */
const KUBELET_PORT = 10250;

function checkPorts({ container, field }: LocatedContainer): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [index, port] of container.ports.entries()) {
    const path = `${field}.ports[${index}]`;
    if (port.hostPort !== 0 || port.hasHostIP) {
      findings.push(refused('host-port', path, 'port contains HostIP or HostPort'));
    }
    if (port.containerPort === KUBELET_PORT) {
      const message = `port ${KUBELET_PORT} is taken: the kubelet of the Fargate node listens on it in the pod's network`;
      findings.push(podFinding('kubelet-port', `${path}.containerPort`, message));
    }
  }
  return findings;
}

/** EKS's words for these two are not public (open). */
function checkDevices({ container, field }: LocatedContainer): readonly Finding[] {
  const findings: Finding[] = [];
  if (container.hasVolumeDevices) {
    findings.push(podFinding('volume-devices', `${field}.volumeDevices`, 'Fargate supports no raw block volumes'));
  }
  const extended = extendedResources(container.resources);
  if (extended.length > 0) {
    const message = `Fargate supports no extended resource: ${extended.join(', ')}`;
    findings.push(podFinding('extended-resource', `${field}.resources`, message));
  }
  return findings;
}

/** Their names alone hold a slash. None of one asks for nothing. */
function extendedResources({ requests, limits }: ResourceRequirements): readonly string[] {
  const names = new Set([...Object.keys(requests), ...Object.keys(limits)]);
  return [...names].filter(
    (name) => name.includes('/') && parseQuantity(ownValue(limits, name) ?? ownValue(requests, name) ?? '') !== 0n,
  );
}
