import { checkContainer, type LocatedContainer, located } from './container-compatibility.ts';
import { type Finding, podFinding } from './finding.ts';
import { unsatisfiedNodeAffinity, unsatisfiedNodeLabels } from './node.ts';
import type { Pod } from './pod.ts';
import { refused } from './refusal.ts';
import { effectiveRequests } from './requests.ts';

/**
 * What Fargate refuses about a pod that is bound for it, in EKS's own words where they are known, and what it ignores.
 * Field paths are relative to the pod.
 *
 * Sources: EKS User Guide, fargate and fargate-pod-configuration; the words of FailedScheduling events (seen).
 */
export function checkCompatibility(pod: Pod, profileName: string): readonly Finding[] {
  return [
    ...checkHost(pod),
    ...containersOf(pod).flatMap(checkContainer),
    ...checkVolumes(pod),
    ...checkNodeConstraints(pod, profileName),
    ...checkEphemeralStorage(pod),
    ...checkIgnored(pod),
  ];
}

/** Only these can be added to a pod that exists: as `pods/ephemeralcontainers`. Those of known names are passed over. */
export function checkEphemeralContainers(pod: Pod, known: ReadonlySet<string>): readonly Finding[] {
  return located(pod.ephemeralContainers, 'ephemeralContainers')
    .filter(({ container }) => !known.has(container.name))
    .flatMap(checkContainer);
}

function containersOf(pod: Pod): readonly LocatedContainer[] {
  return [
    ...located(pod.initContainers, 'initContainers'),
    ...located(pod.containers, 'containers'),
    ...located(pod.ephemeralContainers, 'ephemeralContainers'),
  ];
}

/** EKS's words for the last two are not public; these follow the first (open). */
function checkHost({ hostNetwork, hostPID, hostIPC }: Pod): readonly Finding[] {
  return [
    ...(hostNetwork ? [refused('host-network', 'spec.hostNetwork', 'fields not supported: HostNetwork')] : []),
    ...(hostPID ? [refused('host-pid', 'spec.hostPID', 'fields not supported: HostPID')] : []),
    ...(hostIPC ? [refused('host-ipc', 'spec.hostIPC', 'fields not supported: HostIPC')] : []),
  ];
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
  return volumes.flatMap(({ name, type, field }) => {
    if (!SUPPORTED_VOLUMES.has(type)) {
      return [refused('volume-type', field, `volumes not supported: ${name} is of an unsupported volume Type`)];
    }
    if (type !== 'persistentVolumeClaim') return [];
    const message = `volume ${name} may be refused ("volumes not supported"), unless its claim is on EFS`;
    return [podFinding('volume-claim', field, message)];
  });
}

/** A selector or affinity never keeps a pod off Fargate: it is matched all the same, and then refused (seen). */
function checkNodeConstraints(pod: Pod, profileName: string): readonly Finding[] {
  const words = `MatchNodeSelector failed: Fargate profile ${profileName} cannot satisfy pod's node selector/affinity requirements`;
  const labels = unsatisfiedNodeLabels(pod.nodeSelector);
  return [
    ...labels.map((key) => podFinding('node-selector', `spec.nodeSelector[${key}]`, words)),
    ...(unsatisfiedNodeAffinity(pod.requiredNodeTerms)
      ? [podFinding('node-affinity', 'spec.affinity.nodeAffinity', words)]
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

/** In silence (seen). */
function checkIgnored({ hasTopologySpread, hasPodAffinity }: Pod): readonly Finding[] {
  const spread = 'Fargate ignores topologySpreadConstraints';
  const affinity = 'Fargate ignores pod affinity and anti-affinity';
  return [
    ...(hasTopologySpread ? [podFinding('topology-spread', 'spec.topologySpreadConstraints', spread)] : []),
    ...(hasPodAffinity ? [podFinding('pod-affinity', 'spec.affinity', affinity)] : []),
  ];
}
