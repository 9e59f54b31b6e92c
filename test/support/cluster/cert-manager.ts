import { fileURLToPath } from 'node:url';
import { type Daemon, startDaemon } from '../processes/daemon.ts';
import { findCertManager, pathOf } from '../processes/programs.ts';
import { makeTemporaryFolder } from '../temporary-folder.ts';
import type { ControlPlane } from './control-plane.ts';

const CRDS = fileURLToPath(new URL('../../fixtures/cert-manager-crds', import.meta.url));

/** The controllers of cert-manager and its CA injector. */
export interface CertManager {
  /** @throws DaemonExitedError when one of them has ended, with the end of its output. */
  assertRunning(): void;
  stop(): Promise<void>;
}

/** As cert-manager publishes them, so that the API server checks our objects against their schemas. */
export async function installCertManagerCrds({ kubectlOutput }: ControlPlane): Promise<void> {
  await kubectlOutput(['apply', '--server-side', `--filename=${CRDS}`]);
  await kubectlOutput(['wait', '--for=condition=Established', `--filename=${CRDS}`, '--timeout=30s']);
}

/** The CustomResourceDefinitions have to be there. */
export async function startCertManager({ adminKubeconfig }: ControlPlane): Promise<CertManager> {
  const directory = await makeTemporaryFolder();
  const start = (part: string): Daemon =>
    startDaemon({
      name: `cert-manager-${part}`,
      command: pathOf(findCertManager()),
      args: [part],
      env: { HOME: directory.path, KUBECONFIG: adminKubeconfig },
      directory: directory.path,
    });
  const parts = ['controller', 'cainjector'].map(start);
  return {
    assertRunning() {
      for (const part of parts) part.assertRunning();
    },
    async stop() {
      await Promise.all(parts.map((part) => part.stop()));
      await directory.remove();
    },
  };
}
