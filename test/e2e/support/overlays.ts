import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export const FIRST_IMAGE = 'registry.example/fargate-admission:0.1.0';

/** What a user writes on top of the overlays of this project. */
export interface OwnOverlay {
  readonly resources: readonly string[];
  readonly components?: readonly string[];
}

/** A copy of the manifests, as a clone holds them. @returns its folder. */
export async function copyManifests(directory: string): Promise<string> {
  const manifests = join(directory, 'manifests');
  await cp(join(ROOT, 'manifests'), manifests, { recursive: true });
  return manifests;
}

/** Runs the script of the overlay local-ca, for this copy of the manifests. */
export async function generateLocalCa(manifests: string, options: readonly string[]): Promise<void> {
  const output = join(manifests, 'overlays/local-ca/generated');
  await promisify(execFile)(process.execPath, [join(ROOT, 'certs/local-ca.ts'), ...options, `--output=${output}`]);
}

/** @returns the folder of a new overlay beside those of this project. */
export async function writeOwnOverlay(manifests: string, name: string, overlay: OwnOverlay): Promise<string> {
  const folder = join(manifests, 'overlays', name);
  await mkdir(folder);
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: overlay.resources.map((resource) => `../${resource}`),
    components: (overlay.components ?? []).map((component) => `../../components/${component}`),
  };
  await writeFile(join(folder, 'kustomization.yaml'), JSON.stringify(kustomization));
  return folder;
}
