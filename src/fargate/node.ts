import type { NodeRequirement, NodeSelectorTerm, StringMap } from './pod.ts';

/** `undefined`: the node has the label, with a value that is not known before there is a node. */
type NodeLabels = ReadonlyMap<string, string | undefined>;

/**
 * All labels of a Fargate node (seen). Users cannot add labels.
 *
 * The subnets of the profile determine zone and region, and they are not known here.
 */
export const NODE_LABELS: NodeLabels = new Map([
  ['eks.amazonaws.com/compute-type', 'fargate'],
  ['kubernetes.io/arch', 'amd64'],
  ['kubernetes.io/os', 'linux'],
  ['beta.kubernetes.io/arch', 'amd64'],
  ['beta.kubernetes.io/os', 'linux'],
  ['kubernetes.io/hostname', undefined],
  ['topology.kubernetes.io/region', undefined],
  ['topology.kubernetes.io/zone', undefined],
  ['failure-domain.beta.kubernetes.io/region', undefined],
  ['failure-domain.beta.kubernetes.io/zone', undefined],
]);

/** The only field that matchFields supports. Its value, the name of the node, is not known before there is a node. */
export const NODE_NAME_FIELD = 'metadata.name';

/** The keys of a nodeSelector that no Fargate node can satisfy. */
export function unsatisfiedNodeLabels(nodeSelector: StringMap): readonly string[] {
  const unsatisfied = Object.entries(nodeSelector).filter(
    ([key, value]) => !mayHold({ key, operator: 'In', values: [value] }),
  );
  return unsatisfied.map(([key]) => key);
}

/** Whether no term can be satisfied by a Fargate node. An empty term matches no node. */
export function unsatisfiedNodeAffinity(terms: readonly NodeSelectorTerm[] | undefined): boolean {
  return terms !== undefined && !terms.some((term) => term.length > 0 && term.every(mayHold));
}

/** Source: Kubernetes API reference, NodeSelectorRequirement. */
function mayHold({ key, operator, values }: NodeRequirement): boolean {
  const isThere = NODE_LABELS.has(key);
  const value = NODE_LABELS.get(key);
  if (key === NODE_NAME_FIELD || (isThere && value === undefined)) return ['In', 'NotIn', 'Exists'].includes(operator);
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return isThere;
    case 'DoesNotExist':
      return !isThere;
    default:
      // Gt and Lt compare numbers, and no label of the node is a number.
      return false;
  }
}

/**
 * The kubelet allows these by default, in every version that EKS runs.
 *
 * Source: Kubernetes, "Using sysctls in a Kubernetes Cluster", as of 1.32.
 */
export const SAFE_SYSCTLS: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
]);

/** The first kubelet version that allows each, where some version of EKS does not. Same source. */
export const SAFE_SINCE: ReadonlyMap<string, string> = new Map([
  ['net.ipv4.tcp_slow_start_after_idle', '1.37'],
  ['net.ipv4.tcp_notsent_lowat', '1.37'],
]);

export function isAlwaysSafe(name: string): boolean {
  return SAFE_SYSCTLS.has(name);
}

/** A name whose first separator is a slash swaps slashes and dots. Source: sysctl.d(5), as Kubernetes reads it. */
export function sysctlName(text: string): string {
  const separator = /[./]/.exec(text);
  if (separator?.[0] !== '/') return text;
  return text.replaceAll(/[./]/g, (character) => (character === '/' ? '.' : '/'));
}
