/**
 * Which the kubelet allows unless it is told otherwise, in every version that EKS runs.
 *
 * Source: Kubernetes, "Using sysctls in a Kubernetes Cluster", as of 1.32.
 */
const SAFE_SYSCTLS: ReadonlySet<string> = new Set([
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

/** By the version of the kubelet that allows them first, of those that some version of EKS does not allow. Same source. */
export const SAFE_SINCE: ReadonlyMap<string, string> = new Map([
  ['net.ipv4.tcp_slow_start_after_idle', '1.37'],
  ['net.ipv4.tcp_notsent_lowat', '1.37'],
]);

export function isAlwaysSafe(name: string): boolean {
  return SAFE_SYSCTLS.has(name);
}

/** A name whose first separator is a slash has slashes and dots the other way round. Source: sysctl.d(5), as Kubernetes reads it. */
export function sysctlName(text: string): string {
  const separator = /[./]/.exec(text);
  if (separator?.[0] !== '/') return text;
  return text.replaceAll(/[./]/g, (character) => (character === '/' ? '.' : '/'));
}
