import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AUDIT_PROFILES } from '../audit/cases.ts';
import type { ProgramResult } from '../processes/run-program.ts';
import type { ControlPlane } from './control-plane.ts';
import { copyManifests, writePlainOverlay } from './overlays.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export const POLICIES_USER = 'system:serviceaccount:fargate-admission:fargate-admission-policies';
export const AUDIT_USER = 'system:serviceaccount:fargate-admission:fargate-admission-audit';

export interface AuditInstallation {
  /** What kubectl said to the overlay. */
  readonly applied: ProgramResult;
  /** A file of {@link AUDIT_PROFILES}. */
  readonly profiles: string;
  /** With the rights of the overlay's service account, and no others. */
  readonly kubeconfig: string;
}

export interface PoliciesInstallation extends Pick<AuditInstallation, 'applied' | 'kubeconfig'> {
  /** Folder, for kubectl delete. */
  readonly overlay: string;
}

/** The overlay of the policies in place of the webhook, and its monitoring. */
export async function installPolicies(cluster: ControlPlane, directory: string): Promise<PoliciesInstallation> {
  const overlay = await preparePlainOverlay(cluster, directory, {
    name: 'predicted',
    resources: ['overlays/policies'],
    components: ['components/policies-monitoring'],
  });
  const applied = await cluster.kubectl(['apply', `--kustomize=${overlay}`]);
  const kubeconfig = await cluster.serviceAccountKubeconfig('fargate-admission', 'fargate-admission-policies');
  return { applied, kubeconfig, overlay };
}

/** The overlay as the documentation says to install it, without the webhook, and its monitoring. */
export async function installAudit(cluster: ControlPlane, directory: string): Promise<AuditInstallation> {
  const overlay = await preparePlainOverlay(cluster, directory, {
    name: 'audited',
    resources: ['overlays/audit'],
    components: ['components/audit-monitoring'],
  });
  const applied = await cluster.kubectl(['apply', `--kustomize=${overlay}`]);
  const profiles = join(directory, 'profiles.json');
  await writeFile(profiles, JSON.stringify(AUDIT_PROFILES));
  const kubeconfig = await cluster.serviceAccountKubeconfig('fargate-admission', 'fargate-admission-audit');
  return { applied, profiles, kubeconfig };
}

/** What both need in the cluster: the kinds of the Prometheus operator, and the namespace. */
async function preparePlainOverlay(
  { kubectlOutput }: ControlPlane,
  directory: string,
  overlay: Parameters<typeof writePlainOverlay>[1],
): Promise<string> {
  const manifests = await copyManifests(directory);
  await kubectlOutput(['apply', '--server-side', `--filename=${join(ROOT, 'test/fixtures/operator-crds')}`]);
  await kubectlOutput(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s']);
  await kubectlOutput(['apply', `--filename=${join(manifests, 'base/namespace.yaml')}`]);
  return writePlainOverlay(manifests, overlay);
}
