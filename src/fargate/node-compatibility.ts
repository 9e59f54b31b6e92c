import type { Report } from './finding.ts';
import type { Pod } from './pod.ts';
import { parseQuantity } from './quantity.ts';
import { effectiveRequests } from './requests.ts';
import { isAlwaysSafe, SAFE_SINCE, sysctlName } from './sysctls.ts';

/**
 * Reports what a pod that is bound for Fargate asks of its node, and that node does not offer.
 *
 * Sources: EKS User Guide, fargate: Linux alone (doc). Devices and huge pages are no part of any Fargate node (derived).
 * What else a node offers is not documented (open), hence "may".
 */
export function checkNodeFeatures(pod: Pod, report: Report): void {
  checkWindows(pod, report);
  if (pod.sysctls.length > 0) checkSysctls(pod.sysctls, report);
  checkDevices(pod, report);
  checkEmptyDirs(pod, report);
  checkIsolation(pod, report);
}

function checkWindows({ osName, hostProcess }: Pod, report: Report): void {
  if (osName === 'windows') {
    const message = 'Fargate nodes run Linux, and their kubelet refuses a pod for Windows';
    report('windows', () => ({ field: 'spec.os.name', message }));
  }
  if (hostProcess) {
    const field = 'spec.securityContext.windowsOptions.hostProcess';
    report('host-process', () => ({ field, message: HOST_PROCESS }));
  }
}

export const HOST_PROCESS = 'HostProcess containers need Windows, and Fargate nodes run Linux';

/** The kubelet refuses the pod once it is on its node, with the reason SysctlForbidden (seen: containers-roadmap#967). */
function checkSysctls(sysctls: readonly string[], report: Report): void {
  sysctls.map(sysctlName).forEach((name, index) => {
    const field = `spec.securityContext.sysctls[${index}].name`;
    const since = SAFE_SINCE.get(name);
    if (since !== undefined) {
      const message = `SysctlForbidden, unless the node's kubelet is ${since} or later: ${name} is an unsafe sysctl before`;
      report('sysctl-version', () => ({ field, message }));
    } else if (!isAlwaysSafe(name)) {
      const message = `SysctlForbidden: ${name} is an unsafe sysctl, and the kubelet of a Fargate node allows none`;
      report('sysctl', () => ({ field, message }));
    }
  });
}

function checkDevices({ hasResourceClaims, resources }: Pod, report: Report): void {
  if (hasResourceClaims) {
    const message = 'Fargate nodes have no devices that a ResourceClaim could be allocated from';
    report('resource-claims', () => ({ field: 'spec.resourceClaims', message }));
  }
  checkHugePages(resources, 'spec', report);
}

/** Of a container, or of the pod as a whole, which stands in `owner`. */
export function checkHugePages(resources: Pod['resources'], owner: string, report: Report): void {
  const name = hugePagesIn(resources.requests) ?? hugePagesIn(resources.limits);
  if (name === undefined) return;
  report('huge-pages', () => ({ field: `${owner}.resources`, message: `Fargate nodes have no huge pages: ${name}` }));
}

function hugePagesIn(quantities: Pod['resources']['requests']): string | undefined {
  for (const name in quantities) {
    if (name.startsWith('hugepages-') && parseQuantity(quantities[name] ?? '') !== 0n) return name;
  }
  return undefined;
}

function checkEmptyDirs(pod: Pod, report: Report): void {
  for (const { name, field, emptyDir } of pod.volumes) {
    if (emptyDir === undefined) continue;
    const { medium, sizeLimit } = emptyDir;
    if (medium.startsWith('HugePages')) {
      const message = `Fargate nodes have no huge pages: volume ${name} has the medium ${medium}`;
      report('huge-pages', () => ({ field: `${field}.medium`, message }));
    } else if (medium === '' && sizeLimit !== '') {
      checkSizeLimit(pod, { name, field: `${field}.sizeLimit`, sizeLimit }, report);
    }
  }
}

const GIBIBYTE = 1000n * 1024n ** 3n;
const DEFAULT_STORAGE = 20n * GIBIBYTE;

function checkSizeLimit(
  pod: Pod,
  { name, field, sizeLimit }: { readonly name: string; readonly field: string; readonly sizeLimit: string },
  report: Report,
): void {
  const limit = parseQuantity(sizeLimit);
  const storage = provisionedStorage(pod);
  if (limit === undefined || storage === undefined || limit <= storage) return;
  const message = `volume ${name} may fill up before its sizeLimit of ${sizeLimit}: the pod gets about ${inGiB(storage)} GiB`;
  report('empty-dir-size', () => ({ field, message }));
}

/**
 * What Fargate provisions at least, in thousandths of a byte. Undefined where the requests cannot be read.
 *
 * Source: AWS Containers Blog, "AWS Fargate adds support for larger ephemeral volumes".
 */
function provisionedStorage(pod: Pod): bigint | undefined {
  const requests = effectiveRequests(pod);
  if (requests.kind !== 'requests') return undefined;
  const asked = (requests.ephemeralStorage * 11n) / 10n + 5n * GIBIBYTE;
  return asked > DEFAULT_STORAGE ? asked : DEFAULT_STORAGE;
}

function inGiB(thousandths: bigint): number {
  return Number((thousandths * 10n) / GIBIBYTE) / 10;
}

/** Whether Fargate offers these is documented nowhere (open). */
function checkIsolation({ runtimeClassName, hasUserNamespace, localhostProfiles }: Pod, report: Report): void {
  if (runtimeClassName !== undefined && runtimeClassName !== '') {
    const message = `the pod may not start: Fargate nodes may have no handler for RuntimeClass ${runtimeClassName}`;
    report('runtime-class', () => ({ field: 'spec.runtimeClassName', message }));
  }
  if (hasUserNamespace) {
    const message = 'the pod may not start: Fargate nodes may have no support for user namespaces (hostUsers: false)';
    report('user-namespace', () => ({ field: 'spec.hostUsers', message }));
  }
  for (const profile of localhostProfiles) {
    report('localhost-profile', () => ({ field: `spec.securityContext.${profile}`, message: LOCALHOST_PROFILE }));
  }
}

export const LOCALHOST_PROFILE = 'may not start: nothing can put a Localhost profile on a Fargate node';
