import { type AuditCase, eventOf, podOf } from '../audit/cases.ts';
import type { ControlPlane } from './control-plane.ts';

/** Nodes of either kind. No kubelet runs on them. */
export const NODES: readonly object[] = [
  node('fargate-ip-10-0-0-1.ec2.internal', { 'eks.amazonaws.com/compute-type': 'fargate' }),
  node('ip-10-0-0-2.ec2.internal', {}),
];

export const NODE_NAMES = { fargate: 'fargate-ip-10-0-0-1.ec2.internal', ec2: 'ip-10-0-0-2.ec2.internal' } as const;

function node(name: string, labels: object): object {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels } };
}

type Cluster = Pick<ControlPlane, 'kubectlOutput'>;

/** kubectl takes no empty list. */
export async function create(cluster: Cluster, objects: readonly object[]): Promise<void> {
  if (objects.length === 0) return;
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  await cluster.kubectlOutput(['create', '--filename=-'], { input });
}

/** Makes the pods, binds them as a scheduler does, and gives them the status of a kubelet. */
export async function placePods(cluster: Cluster, cases: readonly AuditCase[]): Promise<void> {
  await create(cluster, cases.map(podObject));
  await create(cluster, cases.filter(({ event }) => event !== undefined).map(eventOf));
  for (const one of cases) {
    if (one.node !== undefined && !isMirror(one)) await bind(cluster, one, NODE_NAMES[one.node]);
    if (one.phase !== undefined) await setPhase(cluster, one, one.phase);
    if (one.isBeingDeleted) await remove(cluster, one);
  }
}

/** The API server takes a mirror only with its node. */
function podObject(one: AuditCase): object {
  const spec = { nodeName: NODE_NAMES.ec2, automountServiceAccountToken: false };
  return podOf(isMirror(one) ? { ...one, spec } : one);
}

function isMirror({ annotations = {} }: AuditCase): boolean {
  return Object.hasOwn(annotations, 'kubernetes.io/config.mirror');
}

export async function bind(
  { kubectlOutput }: Cluster,
  { name, namespace = 'shop' }: Pick<AuditCase, 'name' | 'namespace'>,
  nodeName: string,
): Promise<void> {
  const target = { apiVersion: 'v1', kind: 'Node', name: nodeName };
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'Binding', metadata: { name, namespace }, target });
  await kubectlOutput(['create', `--raw=/api/v1/namespaces/${namespace}/pods/${name}/binding`, '--filename=-'], {
    input,
  });
}

async function setPhase(
  { kubectlOutput }: Cluster,
  { name, namespace = 'shop' }: AuditCase,
  phase: string,
): Promise<void> {
  const patch = JSON.stringify({ status: { phase } });
  await kubectlOutput(['patch', 'pod', name, `--namespace=${namespace}`, '--subresource=status', `--patch=${patch}`]);
}

async function remove({ kubectlOutput }: Cluster, { name, namespace = 'shop' }: AuditCase): Promise<void> {
  await kubectlOutput(['delete', 'pod', name, `--namespace=${namespace}`, '--wait=false']);
}
