import {
  checkContainer,
  checkHugePages,
  HOST_PROCESS,
  LOCALHOST_PROFILE,
  located,
  unsupported,
} from './container-compatibility.ts';
import { FieldPath, type Segment } from './field-path.ts';
import type { AddFinding } from './finding.ts';
import { isAlwaysSafe, SAFE_SINCE, sysctlName, unsatisfiedNodeAffinity, unsatisfiedNodeLabels } from './node.ts';
import type { Container, Pod } from './pod.ts';
import { parseQuantity } from './quantity.ts';
import { effectiveRequests } from './requests.ts';
import { GIBIBYTE, provisionedStorage } from './storage.ts';

/**
 * Finds what Fargate rejects about a pod that is bound for it, in EKS's own words where they are known, what its nodes do
 * not offer, and what it ignores. Field paths are relative to the pod.
 *
 * Sources: EKS User Guide, fargate and fargate-pod-configuration; the words of FailedScheduling events (seen). Fargate
 * nodes have neither devices nor huge pages (derived). What else they offer is not documented (open), hence "may".
 */
export function checkCompatibility(pod: Pod, profileName: string, add: AddFinding): void {
  checkHost(pod, add);
  checkContainers(pod.initContainers, 'initContainers', add);
  checkContainers(pod.containers, 'containers', add);
  checkContainers(pod.ephemeralContainers, 'ephemeralContainers', add);
  checkVolumes(pod, add);
  checkNodeConstraints(pod, profileName, add);
  checkWindows(pod, add);
  if (pod.sysctls.length > 0) checkSysctls(pod.sysctls, add);
  checkDevices(pod, add);
  checkEmptyDirs(pod, add);
  checkIsolation(pod, add);
  checkEphemeralStorage(pod, add);
  checkIgnored(pod, add);
}

/** Only ephemeral containers can be added to an existing pod, through `pods/ephemeralcontainers`. Skips the known names. */
export function checkEphemeralContainers(pod: Pod, known: ReadonlySet<string>, add: AddFinding): void {
  for (const place of located(pod.ephemeralContainers, 'ephemeralContainers')) {
    if (!known.has(place.container.name)) checkContainer(place, add);
  }
}

function checkContainers(containers: readonly Container[], list: string, add: AddFinding): void {
  containers.forEach((container, index) => {
    checkContainer({ container, list, index }, add);
  });
}

/** EKS's words for hostPID and hostIPC are not public: these follow its words for hostNetwork (open). */
function checkHost({ hostNetwork, hostPID, hostIPC }: Pod, add: AddFinding): void {
  if (hostNetwork)
    add('host-network', () => unsupported(FieldPath.of('spec', 'hostNetwork'), 'fields not supported: HostNetwork'));
  if (hostPID) add('host-pid', () => unsupported(FieldPath.of('spec', 'hostPID'), 'fields not supported: HostPID'));
  if (hostIPC) add('host-ipc', () => unsupported(FieldPath.of('spec', 'hostIPC'), 'fields not supported: HostIPC'));
}

export const SUPPORTED_VOLUMES: ReadonlySet<string> = new Set([
  'emptyDir',
  'secret',
  'configMap',
  'projected',
  'downwardAPI',
  'persistentVolumeClaim',
  'nfs',
]);

function checkVolumes({ volumes }: Pod, add: AddFinding): void {
  for (const { name, type, field } of volumes) {
    if (!SUPPORTED_VOLUMES.has(type)) {
      add('volume-type', () => unsupported(field, `volumes not supported: ${name} is of an unsupported volume Type`));
    } else if (type === 'persistentVolumeClaim') {
      add('volume-claim', () => ({
        field,
        message: `Fargate rejects volume ${name} ("volumes not supported") unless its claim is bound to a volume on EFS`,
      }));
    }
  }
}

/** A selector or affinity never keeps a pod off Fargate: a profile matches the pod, and then Fargate rejects it (seen). */
function checkNodeConstraints(pod: Pod, profileName: string, add: AddFinding): void {
  const addMismatch = (code: 'node-selector' | 'node-affinity', ...segments: readonly Segment[]): void => {
    add(code, () => ({
      field: FieldPath.of('spec', ...segments),
      message: `MatchNodeSelector failed: Fargate profile ${profileName} cannot satisfy pod's node selector/affinity requirements`,
    }));
  };
  for (const key of unsatisfiedNodeLabels(pod.nodeSelector)) addMismatch('node-selector', 'nodeSelector', { key });
  if (unsatisfiedNodeAffinity(pod.requiredNodeTerms)) addMismatch('node-affinity', 'affinity', 'nodeAffinity');
}

function checkWindows({ osName, hostProcess }: Pod, add: AddFinding): void {
  if (osName === 'windows') {
    const message = 'Fargate nodes run Linux, and their kubelet rejects Windows pods';
    add('windows', () => ({ field: FieldPath.of('spec', 'os', 'name'), message }));
  }
  if (hostProcess) {
    const field = FieldPath.of('spec', 'securityContext', 'windowsOptions', 'hostProcess');
    add('host-process', () => ({ field, message: HOST_PROCESS }));
  }
}

/** The kubelet rejects the pod once it is on its node, with the reason SysctlForbidden (seen: containers-roadmap#967). */
function checkSysctls(sysctls: readonly string[], add: AddFinding): void {
  sysctls.map(sysctlName).forEach((name, index) => {
    const field = FieldPath.of('spec', 'securityContext', 'sysctls', index, 'name');
    const since = SAFE_SINCE.get(name);
    if (since !== undefined) {
      const message = `SysctlForbidden on nodes older than Kubernetes ${since}: ${name} is an unsafe sysctl there`;
      add('sysctl-version', () => ({ field, message }));
    } else if (!isAlwaysSafe(name)) {
      const message = `SysctlForbidden: ${name} is an unsafe sysctl, and Fargate nodes allow no unsafe sysctls`;
      add('sysctl', () => ({ field, message }));
    }
  });
}

function checkDevices({ hasResourceClaims, resources }: Pod, add: AddFinding): void {
  if (hasResourceClaims) {
    const message = 'Fargate nodes have no devices to allocate to a ResourceClaim';
    add('resource-claims', () => ({ field: FieldPath.of('spec', 'resourceClaims'), message }));
  }
  checkHugePages(resources, () => FieldPath.of('spec'), add);
}

function checkEmptyDirs(pod: Pod, add: AddFinding): void {
  for (const { name, field, emptyDir } of pod.volumes) {
    if (emptyDir === undefined) continue;
    const { medium, sizeLimit } = emptyDir;
    if (medium.startsWith('HugePages')) {
      const message = `Fargate nodes have no huge pages: volume ${name} has the medium ${medium}`;
      add('huge-pages', () => ({ field: field.to('medium'), message }));
    } else if (medium === '' && sizeLimit !== '') {
      checkSizeLimit(pod, { name, field, sizeLimit }, add);
    }
  }
}

/** Source: EKS User Guide, fargate-pod-configuration. */
export const MAX_REQUESTED_STORAGE = 175n * GIBIBYTE;

function checkSizeLimit(
  pod: Pod,
  { name, field, sizeLimit }: { readonly name: string; readonly field: FieldPath; readonly sizeLimit: string },
  add: AddFinding,
): void {
  const limit = parseQuantity(sizeLimit);
  const requests = effectiveRequests(pod);
  if (limit === undefined || requests.kind !== 'requests') return;
  const storage = provisionedStorage(requests);
  if (limit <= storage) return;
  const message = `volume ${name} may fill up before its sizeLimit of ${sizeLimit}: the pod has about ${inGiB(storage)} GiB of ephemeral storage`;
  add('empty-dir-size', () => ({ field: field.to('sizeLimit'), message }));
}

function inGiB(thousandths: bigint): number {
  return Number((thousandths * 10n) / GIBIBYTE) / 10;
}

/** Whether Fargate offers these is not documented (open). */
function checkIsolation({ runtimeClassName, hasUserNamespace, localhostProfiles }: Pod, add: AddFinding): void {
  if (runtimeClassName !== undefined && runtimeClassName !== '') {
    const message = `the pod may not start: Fargate nodes may have no handler for RuntimeClass ${runtimeClassName}`;
    add('runtime-class', () => ({ field: FieldPath.of('spec', 'runtimeClassName'), message }));
  }
  if (hasUserNamespace) {
    const message = 'the pod may not start: Fargate nodes may not support user namespaces (hostUsers: false)';
    add('user-namespace', () => ({ field: FieldPath.of('spec', 'hostUsers'), message }));
  }
  for (const profile of localhostProfiles) {
    add('localhost-profile', () => ({
      field: FieldPath.of('spec', 'securityContext', profile),
      message: LOCALHOST_PROFILE,
    }));
  }
}

function checkEphemeralStorage(pod: Pod, add: AddFinding): void {
  const requests = effectiveRequests(pod);
  if (requests.kind !== 'requests' || requests.ephemeralStorage <= MAX_REQUESTED_STORAGE) return;
  const message = 'the pod requests more than 175 GiB of ephemeral storage, the maximum on Fargate';
  add('ephemeral-storage', () => ({ field: FieldPath.of('spec', 'containers'), message }));
}

/** Without an event (seen). */
function checkIgnored({ hasTopologySpread, hasPodAffinity }: Pod, add: AddFinding): void {
  if (hasTopologySpread) {
    const message = 'Fargate ignores topologySpreadConstraints';
    add('topology-spread', () => ({ field: FieldPath.of('spec', 'topologySpreadConstraints'), message }));
  }
  if (hasPodAffinity) {
    const message = 'Fargate ignores pod affinity and anti-affinity';
    add('pod-affinity', () => ({ field: FieldPath.of('spec', 'affinity'), message }));
  }
}
