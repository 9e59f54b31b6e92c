import { checkContainer, located } from './container-compatibility.ts';
import { type Finding, podFinding } from './finding.ts';
import { unsatisfiedNodeAffinity, unsatisfiedNodeLabels } from './node.ts';
import type { Container, Pod } from './pod.ts';
import { refused } from './refusal.ts';
import { effectiveRequests } from './requests.ts';

/**
 * What Fargate refuses about a pod that is bound for it, in EKS's own words where they are known, and what it
 * ignores. Field paths are relative to the pod.
 *
 * Sources: EKS User Guide, fargate and fargate-pod-configuration; the words of FailedScheduling events (seen).
 */
export function checkCompatibility(pod: Pod, profileName: string): readonly Finding[] {
  const found: Finding[] = [];
  checkHost(pod, found);
  checkContainers(pod.initContainers, 'initContainers', found);
  checkContainers(pod.containers, 'containers', found);
  checkContainers(pod.ephemeralContainers, 'ephemeralContainers', found);
  checkVolumes(pod, found);
  checkNodeConstraints(pod, profileName, found);
  checkEphemeralStorage(pod, found);
  checkIgnored(pod, found);
  return found;
}

/** Only these can be added to a pod that exists: as `pods/ephemeralcontainers`. Those of known names are passed over. */
export function checkEphemeralContainers(pod: Pod, known: ReadonlySet<string>): readonly Finding[] {
  const found: Finding[] = [];
  for (const place of located(pod.ephemeralContainers, 'ephemeralContainers')) {
    if (!known.has(place.container.name)) checkContainer(place, found);
  }
  return found;
}

function checkContainers(containers: readonly Container[], list: string, found: Finding[]): void {
  containers.forEach((container, index) => {
    checkContainer({ container, list, index }, found);
  });
}

/** EKS's words for the last two are not public; these follow the first (open). */
function checkHost({ hostNetwork, hostPID, hostIPC }: Pod, found: Finding[]): void {
  if (hostNetwork) found.push(refused('host-network', 'spec.hostNetwork', 'fields not supported: HostNetwork'));
  if (hostPID) found.push(refused('host-pid', 'spec.hostPID', 'fields not supported: HostPID'));
  if (hostIPC) found.push(refused('host-ipc', 'spec.hostIPC', 'fields not supported: HostIPC'));
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

function checkVolumes({ volumes }: Pod, found: Finding[]): void {
  for (const { name, type, field } of volumes) {
    if (!SUPPORTED_VOLUMES.has(type)) {
      found.push(refused('volume-type', field, `volumes not supported: ${name} is of an unsupported volume Type`));
    } else if (type === 'persistentVolumeClaim') {
      const message = `volume ${name} may be refused ("volumes not supported"), unless its claim is on EFS`;
      found.push(podFinding('volume-claim', field, message));
    }
  }
}

/** A selector or affinity never keeps a pod off Fargate: it is matched all the same, and then refused (seen). */
function checkNodeConstraints(pod: Pod, profileName: string, found: Finding[]): void {
  const add = (code: 'node-selector' | 'node-affinity', field: string): void => {
    const words = `MatchNodeSelector failed: Fargate profile ${profileName} cannot satisfy pod's node selector/affinity requirements`;
    found.push(podFinding(code, field, words));
  };
  for (const key of unsatisfiedNodeLabels(pod.nodeSelector)) add('node-selector', `spec.nodeSelector[${key}]`);
  if (unsatisfiedNodeAffinity(pod.requiredNodeTerms)) add('node-affinity', 'spec.affinity.nodeAffinity');
}

/** Source: EKS User Guide, fargate-pod-configuration. */
const LARGEST_STORAGE = 1000n * 175n * 1024n ** 3n;

function checkEphemeralStorage(pod: Pod, found: Finding[]): void {
  const requests = effectiveRequests(pod);
  if (requests.kind !== 'requests' || requests.ephemeralStorage <= LARGEST_STORAGE) return;
  const message = 'the pod requests more than 175 GiB of ephemeral storage';
  found.push(podFinding('ephemeral-storage', 'spec.containers', message));
}

/** In silence (seen). */
function checkIgnored({ hasTopologySpread, hasPodAffinity }: Pod, found: Finding[]): void {
  if (hasTopologySpread) {
    const message = 'Fargate ignores topologySpreadConstraints';
    found.push(podFinding('topology-spread', 'spec.topologySpreadConstraints', message));
  }
  if (hasPodAffinity) {
    found.push(podFinding('pod-affinity', 'spec.affinity', 'Fargate ignores pod affinity and anti-affinity'));
  }
}
