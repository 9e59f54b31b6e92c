import { checkContainer, located } from './container-compatibility.ts';
import type { Report } from './finding.ts';
import { unsatisfiedNodeAffinity, unsatisfiedNodeLabels } from './node.ts';
import { checkNodeFeatures } from './node-compatibility.ts';
import type { Container, Pod } from './pod.ts';
import { refusal } from './refusal.ts';
import { effectiveRequests } from './requests.ts';

/**
 * Reports what Fargate refuses about a pod that is bound for it, in EKS's own words where they are known, and what it
 * ignores. Field paths are relative to the pod.
 *
 * Sources: EKS User Guide, fargate and fargate-pod-configuration; the words of FailedScheduling events (seen).
 */
export function checkCompatibility(pod: Pod, profileName: string, report: Report): void {
  checkHost(pod, report);
  checkContainers(pod.initContainers, 'initContainers', report);
  checkContainers(pod.containers, 'containers', report);
  checkContainers(pod.ephemeralContainers, 'ephemeralContainers', report);
  checkVolumes(pod, report);
  checkNodeConstraints(pod, profileName, report);
  checkNodeFeatures(pod, report);
  checkEphemeralStorage(pod, report);
  checkIgnored(pod, report);
}

/** Only these can be added to a pod that exists: as `pods/ephemeralcontainers`. Those of known names are passed over. */
export function checkEphemeralContainers(pod: Pod, known: ReadonlySet<string>, report: Report): void {
  for (const place of located(pod.ephemeralContainers, 'ephemeralContainers')) {
    if (!known.has(place.container.name)) checkContainer(place, report);
  }
}

function checkContainers(containers: readonly Container[], list: string, report: Report): void {
  containers.forEach((container, index) => {
    checkContainer({ container, list, index }, report);
  });
}

/** EKS's words for the last two are not public; these follow the first (open). */
function checkHost({ hostNetwork, hostPID, hostIPC }: Pod, report: Report): void {
  if (hostNetwork) report('host-network', () => refusal('spec.hostNetwork', 'fields not supported: HostNetwork'));
  if (hostPID) report('host-pid', () => refusal('spec.hostPID', 'fields not supported: HostPID'));
  if (hostIPC) report('host-ipc', () => refusal('spec.hostIPC', 'fields not supported: HostIPC'));
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

function checkVolumes({ volumes }: Pod, report: Report): void {
  for (const { name, type, field } of volumes) {
    if (!SUPPORTED_VOLUMES.has(type)) {
      report('volume-type', () => refusal(field, `volumes not supported: ${name} is of an unsupported volume Type`));
    } else if (type === 'persistentVolumeClaim') {
      report('volume-claim', () => ({
        field,
        message: `volume ${name} may be refused ("volumes not supported"), unless its claim is on EFS`,
      }));
    }
  }
}

/** A selector or affinity never keeps a pod off Fargate: it is matched all the same, and then refused (seen). */
function checkNodeConstraints(pod: Pod, profileName: string, report: Report): void {
  const add = (code: 'node-selector' | 'node-affinity', field: string): void => {
    report(code, () => ({
      field,
      message: `MatchNodeSelector failed: Fargate profile ${profileName} cannot satisfy pod's node selector/affinity requirements`,
    }));
  };
  for (const key of unsatisfiedNodeLabels(pod.nodeSelector)) add('node-selector', `spec.nodeSelector[${key}]`);
  if (unsatisfiedNodeAffinity(pod.requiredNodeTerms)) add('node-affinity', 'spec.affinity.nodeAffinity');
}

/** Source: EKS User Guide, fargate-pod-configuration. */
const LARGEST_STORAGE = 1000n * 175n * 1024n ** 3n;

function checkEphemeralStorage(pod: Pod, report: Report): void {
  const requests = effectiveRequests(pod);
  if (requests.kind !== 'requests' || requests.ephemeralStorage <= LARGEST_STORAGE) return;
  const message = 'the pod requests more than 175 GiB of ephemeral storage';
  report('ephemeral-storage', () => ({ field: 'spec.containers', message }));
}

/** In silence (seen). */
function checkIgnored({ hasTopologySpread, hasPodAffinity }: Pod, report: Report): void {
  if (hasTopologySpread) {
    const message = 'Fargate ignores topologySpreadConstraints';
    report('topology-spread', () => ({ field: 'spec.topologySpreadConstraints', message }));
  }
  if (hasPodAffinity) {
    const message = 'Fargate ignores pod affinity and anti-affinity';
    report('pod-affinity', () => ({ field: 'spec.affinity', message }));
  }
}
