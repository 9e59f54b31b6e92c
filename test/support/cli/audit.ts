import type { TestContext } from 'node:test';
import { type ApiAnswer, listOf, startApiServer } from '../kubernetes/api-server.ts';
import { kubeconfig, kubeconfigFile } from '../kubernetes/kubeconfig.ts';
import { fileWith } from '../profile-files.ts';
import { type CliRun, runCli } from '../terminal.ts';

const PROFILES = 'fargateProfileName: web\nselectors: [{namespace: shop, labels: {app: web}}]\n';

interface PodParts {
  readonly name: string;
  /** Of the label whose value is `web`. */
  readonly key?: string;
  readonly node?: string;
  readonly isOnFargate?: boolean;
  /** As EKS annotates it. */
  readonly size?: string;
}

export function pod({
  name,
  key = 'app',
  node = 'ip-10-0-0-2',
  isOnFargate = false,
  size = '0.25vCPU 0.5GB',
}: PodParts): object {
  const taken = isOnFargate ? { 'eks.amazonaws.com/fargate-profile': 'web' } : {};
  return {
    metadata: {
      name,
      namespace: 'shop',
      labels: { [key]: 'web', ...taken },
      annotations: isOnFargate ? { CapacityProvisioned: size } : {},
    },
    spec: {
      nodeName: isOnFargate ? 'fargate-ip-10-0-0-1' : node,
      schedulerName: isOnFargate ? 'fargate-scheduler' : 'default-scheduler',
      containers: [{ name: 'main' }],
    },
    status: { phase: 'Running' },
  };
}

export const ON_FARGATE = pod({ name: 'web-1', isOnFargate: true });
export const OTHER_KEY = pod({ name: 'api', key: 'k8s-app' });

/** Of a cluster with these pods, and nothing else. */
export function answersWith(pods: readonly object[]): Readonly<Record<string, ApiAnswer>> {
  const paths = [
    '/api/v1/nodes?limit=500',
    '/api/v1/events?limit=500&fieldSelector=reason%3DFailedScheduling',
    '/apis/apps/v1/replicasets?limit=500',
    '/apis/apps/v1/statefulsets?limit=500',
    '/apis/batch/v1/jobs?limit=500',
  ];
  return { ...Object.fromEntries(paths.map((path) => [path, listOf([])])), '/api/v1/pods?limit=500': listOf(pods) };
}

/** Runs `audit` on a cluster that answers so, with one profile, `web`. */
export async function audit(
  t: TestContext,
  answers: Readonly<Record<string, ApiAnswer>>,
  args: readonly string[] = [],
  columns?: number,
): Promise<CliRun> {
  const { url } = await startApiServer(t, answers);
  const environment = { KUBECONFIG: await kubeconfigFile(t, kubeconfig({ server: url })) };
  const profiles = await fileWith(t, 'profiles.yaml', PROFILES);
  const terminal = { environment, outputIsTerminal: columns !== undefined, outputColumns: columns };
  return runCli(['audit', `--profiles=${profiles}`, ...args], terminal);
}
