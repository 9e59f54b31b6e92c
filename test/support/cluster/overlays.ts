import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outputOf } from '../processes/run-program.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export const IMAGE = 'registry.example/fargate-admission';

/** What a user writes on top of the overlays of this project; folders of manifests, each by its path there. */
export interface OwnOverlay {
  readonly name: string;
  readonly resources: readonly string[];
  readonly components: readonly string[];
  /** Of the image. */
  readonly tag: string;
}

/** A copy of the manifests, as a clone holds them. @returns its folder. */
export async function copyManifests(directory: string): Promise<string> {
  const manifests = join(directory, 'manifests');
  await cp(join(ROOT, 'manifests'), manifests, { recursive: true });
  return manifests;
}

/** Runs the script of the overlay local-ca, for this copy of the manifests. @returns the folder with certificate and key. */
export async function generateLocalCa(manifests: string, options: readonly string[]): Promise<string> {
  const output = join(manifests, 'overlays/local-ca/generated');
  await outputOf(process.execPath, [join(ROOT, 'certs/local-ca.ts'), ...options, `--output=${output}`]);
  return output;
}

/** Writes the overlay, in place of one of its name. @returns its folder. */
export async function writeOwnOverlay(manifests: string, overlay: OwnOverlay): Promise<string> {
  const folder = join(manifests, 'overlays', overlay.name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'kustomization.yaml'), JSON.stringify(kustomization('../../', overlay)));
  return folder;
}

/** One that changes nothing of what it is put together from. @returns its folder. */
export async function writePlainOverlay(
  manifests: string,
  { name, resources, components }: Omit<OwnOverlay, 'tag'>,
): Promise<string> {
  const folder = join(manifests, 'overlays', name);
  await mkdir(folder);
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: resources.map((path) => `../../${path}`),
    components: components.map((path) => `../../${path}`),
  };
  await writeFile(join(folder, 'kustomization.yaml'), JSON.stringify(kustomization));
  return folder;
}

/** The same on top of a git repository that holds the manifests, at a tag. @returns its folder, outside of the repository. */
export async function writeRemoteOverlay(manifests: string, overlay: OwnOverlay): Promise<string> {
  const git = (...args: readonly string[]) => outputOf('git', args, { cwd: manifests });
  await git('init', '--quiet');
  await git('add', '--all');
  await git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '--message=manifests');
  await git('tag', 'v1');
  const folder = `${manifests}-remote`;
  await mkdir(folder);
  const remote = kustomization(`file://${manifests}//`, overlay, '?ref=v1');
  await writeFile(join(folder, 'kustomization.yaml'), JSON.stringify(remote));
  return folder;
}

function kustomization(base: string, { resources, components, tag }: OwnOverlay, suffix = ''): object {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: resources.map((path) => `${base}${path}${suffix}`),
    components: components.map((path) => `${base}${path}${suffix}`),
    images: ['fargate-admission', IMAGE].map((name) => ({ name, newName: IMAGE, newTag: tag })),
    configMapGenerator: [
      {
        name: 'fargate-admission-settings',
        namespace: 'fargate-admission',
        behavior: 'merge',
        literals: ['FARGATE_ADMISSION_CLUSTER_NAME=demo'],
      },
    ],
  };
}
