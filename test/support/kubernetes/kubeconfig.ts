import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFolder } from '../temporary-folder.ts';

export interface KubeconfigParts {
  readonly server: string;
  readonly user?: object;
  readonly namespace?: string;
  /** Without it the server's certificate is not verified. */
  readonly certificateAuthorityFile?: string;
}

/** What a kubeconfig says of one cluster, `test`. */
export function kubeconfig(parts: KubeconfigParts): object {
  const { server, user = { token: 'secret-token' }, namespace, certificateAuthorityFile } = parts;
  // The library speaks plain HTTP only where TLS verification is off.
  const trust =
    certificateAuthorityFile === undefined
      ? { 'insecure-skip-tls-verify': true }
      : { 'certificate-authority': certificateAuthorityFile };
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server, ...trust } }],
    users: [{ name: 'test', user }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test', namespace } }],
    'current-context': 'test',
  };
}

/** @returns the path of a file of this content, for one test. */
export async function kubeconfigFile(t: TestContext, content: object | string): Promise<string> {
  const path = join(await temporaryFolder(t), 'kubeconfig');
  await writeKubeconfig(path, content);
  return path;
}

/** Readable by its owner alone. */
export async function writeKubeconfig(path: string, content: object | string): Promise<void> {
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
}
