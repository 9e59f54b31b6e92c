import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AUDIT_PROFILES } from '../audit/cases.ts';
import type { ProgramResult } from '../processes/run-program.ts';
import type { ControlPlane } from './control-plane.ts';
import { copyManifests } from './overlays.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export const AUDIT_USER = 'system:serviceaccount:fargate-admission:fargate-admission-audit';

export interface AuditInstallation {
  /** What kubectl said to the overlay. */
  readonly applied: ProgramResult;
  /** A file of {@link AUDIT_PROFILES}. */
  readonly profiles: string;
  /** With the rights of the overlay's service account, and no others. */
  readonly kubeconfig: string;
}

/** The overlay as the documentation says to install it, without the webhook, and its monitoring. */
export async function installAudit(cluster: ControlPlane, directory: string): Promise<AuditInstallation> {
  const { kubectl, kubectlOutput } = cluster;
  const manifests = await copyManifests(directory);
  await kubectlOutput(['apply', '--server-side', `--filename=${join(ROOT, 'test/fixtures/operator-crds')}`]);
  await kubectlOutput(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s']);
  await kubectlOutput(['apply', `--filename=${join(manifests, 'base/namespace.yaml')}`]);
  const applied = await kubectl(['apply', `--kustomize=${await writeOverlay(manifests)}`]);
  const profiles = join(directory, 'profiles.json');
  await writeFile(profiles, JSON.stringify(AUDIT_PROFILES));
  const kubeconfig = await cluster.serviceAccountKubeconfig('fargate-admission', 'fargate-admission-audit');
  return { applied, profiles, kubeconfig };
}

async function writeOverlay(manifests: string): Promise<string> {
  const overlay = join(manifests, 'overlays/audited');
  await mkdir(overlay);
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['../audit'],
    components: ['../../components/audit-monitoring'],
  };
  await writeFile(join(overlay, 'kustomization.yaml'), JSON.stringify(kustomization));
  return overlay;
}
