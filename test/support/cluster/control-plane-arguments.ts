import { join } from 'node:path';

export interface Ports {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly apiServer: number;
}

/** Files in the control plane's folder. */
export const FILES = {
  /** Made by the API server at its start, for 127.0.0.1: a serving certificate with the CA that signed it. */
  certificates: 'apiserver.crt',
  tokens: 'tokens.csv',
  serviceAccountKey: 'service-account.key',
  auditPolicy: 'audit-policy.json',
  auditLog: 'audit.log',
} as const;

export function etcdArguments(directory: string, ports: Ports): readonly string[] {
  const clientUrl = `http://127.0.0.1:${ports.etcd}`;
  const peerUrl = `http://127.0.0.1:${ports.etcdPeer}`;
  return [
    `--data-dir=${join(directory, 'etcd')}`,
    `--listen-client-urls=${clientUrl}`,
    `--advertise-client-urls=${clientUrl}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=default=${peerUrl}`,
    '--unsafe-no-fsync',
  ];
}

export function apiServerArguments(directory: string, ports: Ports): readonly string[] {
  const serviceAccountKey = join(directory, FILES.serviceAccountKey);
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    `--secure-port=${ports.apiServer}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--cert-dir=${directory}`,
    `--token-auth-file=${join(directory, FILES.tokens)}`,
    '--authorization-mode=RBAC',
    '--allow-privileged=true',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${serviceAccountKey}`,
    `--service-account-signing-key-file=${serviceAccountKey}`,
    '--service-cluster-ip-range=10.0.0.0/24',
    // Endpoints may not name a loopback address.
    '--endpoint-reconciler-type=none',
  ];
}

export function auditArguments(directory: string): readonly string[] {
  return [
    `--audit-policy-file=${join(directory, FILES.auditPolicy)}`,
    `--audit-log-path=${join(directory, FILES.auditLog)}`,
    '--audit-log-mode=blocking-strict',
  ];
}

export function controllerManagerArguments(directory: string, kubeconfig: string): readonly string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    '--use-service-account-credentials',
    '--leader-elect=false',
    '--secure-port=0',
    `--service-account-private-key-file=${join(directory, FILES.serviceAccountKey)}`,
    `--root-ca-file=${join(directory, FILES.certificates)}`,
    // The nodes of a test are objects without a kubelet: nothing may declare them dead.
    '--controllers=*,-nodelifecycle,-nodeipam',
  ];
}
