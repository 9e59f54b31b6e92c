import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Field } from '../../../src/documents/field.ts';
import { findKubectl, pathOf } from '../processes/programs.ts';
import { outputOf } from '../processes/run-program.ts';
import { objectsOf } from './rendered-chart.ts';

/** What a user writes on top of the overlays of this project, as documentation says to. */
export interface OverlayOnTop {
  /** Folders of the manifests. */
  readonly resources: readonly string[];
  readonly components?: readonly string[];
  /** `KEY=VALUE`. Without them nothing is merged into the settings of the webhook. */
  readonly settings?: readonly string[];
  readonly auditSettings?: readonly string[];
  readonly policiesSettings?: readonly string[];
  readonly image: string;
  readonly patches?: readonly object[];
}

/** @returns the objects of the overlay, which is written into a copy of the manifests. */
export async function renderOverlay(manifests: string, overlay: OverlayOnTop): Promise<readonly Field[]> {
  const folder = join(manifests, 'overlays/on-top');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'kustomization.yaml'), JSON.stringify(kustomization(overlay)));
  return objectsOf(await outputOf(pathOf(findKubectl()), ['kustomize', folder]));
}

function kustomization(overlay: OverlayOnTop): object {
  const {
    resources,
    components = [],
    settings = [],
    auditSettings = [],
    policiesSettings = [],
    image,
    patches = [],
  } = overlay;
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: resources.map((path) => `../../${path}`),
    components: components.map((path) => `../../${path}`),
    images: [{ name: 'fargate-admission', newName: image, newTag: '0.1.0' }],
    configMapGenerator: [
      ...mergedInto('fargate-admission-settings', settings),
      ...mergedInto('fargate-admission-audit-settings', auditSettings),
      ...mergedInto('fargate-admission-policies-settings', policiesSettings),
    ],
    patches,
  };
}

function mergedInto(name: string, literals: readonly string[]): readonly object[] {
  return literals.length === 0 ? [] : [{ name, namespace: 'fargate-admission', behavior: 'merge', literals }];
}
