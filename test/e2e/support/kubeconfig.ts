import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface KubeconfigOptions {
  readonly directory: string;
  readonly user: string;
  readonly server: string;
  readonly certificateAuthorityFile: string;
  readonly token: string;
}

/** Writes a kubeconfig for one user, readable by its owner alone. @returns its path. */
export async function writeKubeconfig(options: KubeconfigOptions): Promise<string> {
  const { directory, user, server, certificateAuthorityFile, token } = options;
  const path = join(directory, `${user}.kubeconfig`);
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority': certificateAuthorityFile } }],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user } }],
    'current-context': 'test',
  };
  await writeFile(path, JSON.stringify(kubeconfig), { mode: 0o600 });
  return path;
}
