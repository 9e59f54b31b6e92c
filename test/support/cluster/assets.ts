import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { isExecutable } from '../processes/programs.ts';

/** The control plane's programs, where KUBEBUILDER_ASSETS or its usual default says. */
export type Assets =
  | { readonly kind: 'found'; readonly directory: string; readonly hasControllerManager: boolean }
  | { readonly kind: 'missing'; readonly message: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** Where controller-runtime's envtest looks when the variable is not set. */
const DEFAULT_DIRECTORY = '/usr/local/kubebuilder/bin';

export function findAssets(environment: Environment = process.env): Assets {
  const directory = environment['KUBEBUILDER_ASSETS'] || DEFAULT_DIRECTORY;
  const missing = ['etcd', 'kube-apiserver', 'kubectl'].filter((program) => !isExecutable(join(directory, program)));
  if (missing.length > 0) return { kind: 'missing', message: missingMessage(missing, directory) };
  return { kind: 'found', directory, hasControllerManager: isExecutable(join(directory, 'kube-controller-manager')) };
}

/**
 * The `skip` option of a suite that needs an API server.
 *
 * @throws AssetsMissingError instead where TEST_E2E_REQUIRED is `true`: no suite may go missing unseen in CI.
 */
export function skipWithoutControlPlane(environment: Environment = process.env): string | false {
  const assets = findAssets(environment);
  if (assets.kind === 'found') return false;
  if (environment['TEST_E2E_REQUIRED'] === 'true') throw new AssetsMissingError(assets.message);
  return assets.message;
}

/** The `skip` option of a test that needs the pods of a Deployment: setup-envtest brings no controller manager. */
export function skipWithoutControllerManager(environment: Environment = process.env): string | false {
  const assets = findAssets(environment);
  if (assets.kind === 'missing') return assets.message;
  return assets.hasControllerManager ? false : `no kube-controller-manager in ${assets.directory}`;
}

/**
 * The `skip` option of a suite that needs an API server of this minor version, 1.MINOR, or a newer one.
 *
 * @throws AssetsMissingError as {@link skipWithoutControlPlane} does.
 */
export function skipBelowMinor(minor: number, environment: Environment = process.env): string | false {
  const assets = findAssets(environment);
  if (assets.kind === 'missing') return skipWithoutControlPlane(environment);
  const version = execFileSync(join(assets.directory, 'kube-apiserver'), ['--version'], { encoding: 'utf8' }).trim();
  const found = Number(/ v1\.(\d+)\./.exec(version)?.[1]);
  return found < minor ? `needs Kubernetes 1.${minor}; this is ${version}` : false;
}

/** There is no control plane to test against. */
export class AssetsMissingError extends Error {
  override readonly name = 'AssetsMissingError';
}

function missingMessage(missing: readonly string[], directory: string): string {
  const remedy =
    'set KUBEBUILDER_ASSETS to a folder that has them, as KUBEBUILDER_ASSETS="$(setup-envtest use -p path)" does';
  return `no ${missing.join(', ')} in ${directory}: ${remedy}`;
}
