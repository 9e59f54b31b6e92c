import { fileURLToPath } from 'node:url';
import type { ControlPlane } from './control-plane.ts';

const CRDS = fileURLToPath(new URL('../../fixtures/cert-manager-crds', import.meta.url));

/** As cert-manager publishes them, so that the API server checks our objects against their schemas. */
export async function installCertManagerCrds({ kubectlOutput }: ControlPlane): Promise<void> {
  await kubectlOutput(['apply', '--server-side', `--filename=${CRDS}`]);
  await kubectlOutput(['wait', '--for=condition=Established', `--filename=${CRDS}`, '--timeout=30s']);
}
