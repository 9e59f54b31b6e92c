import { type Finding, type FindingCode, podFinding } from './finding.ts';
import { unsatisfiedNodeAffinity, unsatisfiedNodeLabels } from './node.ts';
import type { Container, Pod } from './pod.ts';
import { effectiveRequests } from './requests.ts';

/**
 * What Fargate refuses about a pod that is bound for it, in EKS's own words where they are known, and what it ignores.
 * Field paths are relative to the pod.
 *
 * Sources: EKS User Guide, fargate and fargate-pod-configuration; the words of FailedScheduling events (seen).
 */
export function checkCompatibility(pod: Pod): readonly Finding[] {
  return [
    ...checkHost(pod),
    ...containersOf(pod).flatMap(checkContainer),
    ...checkVolumes(pod),
    ...checkNodeConstraints(pod),
    ...checkEphemeralStorage(pod),
    ...checkIgnored(pod),
  ];
}

/** Only these can be added to a pod that exists: as `pods/ephemeralcontainers`. */
export function checkEphemeralContainers(pod: Pod): readonly Finding[] {
  return located(pod.ephemeralContainers, 'ephemeralContainers').flatMap(checkContainer);
}

interface LocatedContainer {
  readonly container: Container;
  readonly field: string;
}

function containersOf(pod: Pod): readonly LocatedContainer[] {
  return [
    ...located(pod.initContainers, 'initContainers'),
    ...located(pod.containers, 'containers'),
    ...located(pod.ephemeralContainers, 'ephemeralContainers'),
  ];
}

function located(containers: readonly Container[], list: string): readonly LocatedContainer[] {
  return containers.map((container, index) => ({ container, field: `spec.${list}[${index}]` }));
}

function checkHost({ hostNetwork, hostPID, hostIPC }: Pod): readonly Finding[] {
  return [
    ...(hostNetwork ? [refused('host-network', 'spec.hostNetwork', 'fields not supported: HostNetwork')] : []),
    ...(hostPID ? [refused('host-pid', 'spec.hostPID', 'fields not supported: HostPID')] : []),
    ...(hostIPC ? [refused('host-ipc', 'spec.hostIPC', 'fields not supported: HostIPC')] : []),
  ];
}

function checkContainer(place: LocatedContainer): readonly Finding[] {
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
  const { requests, limits } = container.resources;
  const extended = [...Object.keys(requests), ...Object.keys(limits)].filter((name) => name.includes('/'));
  if (extended.length > 0) {
    const names = [...new Set(extended)].join(', ');
    findings.push(
      podFinding('extended-resource', `${field}.resources`, `Fargate supports no extended resource: ${names}`),
    );
  }
  return findings;
}

const SUPPORTED_VOLUMES: ReadonlySet<string> = new Set([
  'emptyDir',
  'secret',
  'configMap',
  'projected',
  'downwardAPI',
  'persistentVolumeClaim',
  'nfs',
]);

function checkVolumes({ volumes }: Pod): readonly Finding[] {
  return volumes.flatMap(({ name, type }, index) => {
    const field = `spec.volumes[${index}]`;
    if (!SUPPORTED_VOLUMES.has(type)) {
      const words = `volumes not supported: ${name} is of an unsupported volume Type`;
      return [refused('volume-type', `${field}.${type}`, words)];
    }
    if (type !== 'persistentVolumeClaim') return [];
    const message = `volume ${name} may be refused: Fargate mounts only claims bound to a statically provisioned EFS volume`;
    return [podFinding('volume-claim', `${field}.persistentVolumeClaim`, message)];
  });
}

/** A selector or affinity never keeps a pod off Fargate: it is matched all the same, and then refused (seen). */
function checkNodeConstraints(pod: Pod): readonly Finding[] {
  const words =
    "MatchNodeSelector failed: the Fargate profile cannot satisfy pod's node selector/affinity requirements";
  const labels = unsatisfiedNodeLabels(pod.nodeSelector);
  return [
    ...labels.map(([key, value]) => refused('node-selector', `spec.nodeSelector[${key}]`, `${words}: ${key}=${value}`)),
    ...(unsatisfiedNodeAffinity(pod.requiredNodeTerms)
      ? [refused('node-affinity', 'spec.affinity.nodeAffinity', words)]
      : []),
  ];
}

/** Source: EKS User Guide, fargate-pod-configuration. */
const LARGEST_STORAGE = 1000n * 175n * 1024n ** 3n;

function checkEphemeralStorage(pod: Pod): readonly Finding[] {
  const requests = effectiveRequests(pod);
  if (requests.kind !== 'requests' || requests.ephemeralStorage <= LARGEST_STORAGE) return [];
  return [
    podFinding('ephemeral-storage', 'spec.containers', 'the pod requests more than 175 GiB of ephemeral storage'),
  ];
}

function checkIgnored({ hasTopologySpread, hasPodAffinity }: Pod): readonly Finding[] {
  const nodes = 'every Fargate pod has a node of its own, and Fargate ignores';
  return [
    ...(hasTopologySpread
      ? [podFinding('topology-spread', 'spec.topologySpreadConstraints', `${nodes} topologySpreadConstraints`)]
      : []),
    ...(hasPodAffinity ? [podFinding('pod-affinity', 'spec.affinity', `${nodes} pod affinity and anti-affinity`)] : []),
  ];
}

/** In the words of the event with which EKS refuses the pod, so that a search for one finds the other. */
function refused(code: FindingCode, field: string, fragment: string): Finding {
  return podFinding(code, field, `Pod not supported on Fargate: ${fragment}`);
}
