import { mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { FileError } from '../../../documents/files/file-error.ts';
import { type FoundManifests, findManifests, type ManifestFolder } from '../../../documents/files/find-manifests.ts';
import { KUSTOMIZATION_NAMES } from '../../../documents/files/kustomization.ts';
import { KustomizationReader, type KustomizationTree } from '../../../documents/files/kustomization-tree.ts';
import type { NotCheckedThing } from '../../../inspection/not-checked.ts';
import type { Renderer } from '../../../inspection/object-reference.ts';
import type { Terminal } from '../command.ts';
import type { ChartOptions, Rendered, RenderedText, Tools } from './render.ts';

/** How charts and kustomizations are rendered. */
export interface Rendering extends ChartOptions {
  /** Whether one that is found in a folder has to be as good as one that is named. */
  readonly isStrict: boolean;
}

/** What a path holds, and what Helm and kustomize make of the charts and kustomizations in it. */
export interface RenderedManifests extends FoundManifests {
  readonly rendered: readonly (RenderedText & { readonly renderedBy: Renderer; readonly isFound: boolean })[];
  readonly notRendered: readonly NotCheckedThing[];
}

/** The files that Helm and kustomize have read are left out: what they make of them counts. */
export async function renderManifests(
  path: string,
  rendering: Rendering,
  terminal: Pick<Terminal, 'environment'>,
): Promise<RenderedManifests> {
  const found = (await findSource(path)) ?? (await findManifests(path));
  if (found.charts.length === 0 && found.kustomizations.length === 0) {
    return { ...found, rendered: [], notRendered: [] };
  }
  const emptyFolder = await mkdtemp(join(tmpdir(), 'fargate-admission-'));
  try {
    const run = new RenderRun(await rootOf(path), rendering, { environment: terminal.environment, emptyFolder });
    await run.renderCharts(found.charts);
    await run.buildKustomizations(found.kustomizations);
    return run.apply(found);
  } finally {
    await rm(emptyFolder, { recursive: true, force: true });
  }
}

/** A chart in an archive, or the file of a kustomization, by its own path. */
async function findSource(path: string): Promise<FoundManifests | undefined> {
  const nothing = { files: [], errors: [], leftOut: [], charts: [], kustomizations: [] };
  const fileName = basename(path);
  const isKustomization = KUSTOMIZATION_NAMES.includes(fileName);
  if (!(isKustomization || fileName.endsWith('.tgz')) || !(await isFile(path))) return undefined;
  const real = await realpath(path);
  if (!isKustomization) return { ...nothing, charts: [{ name: path, path: real, isNamed: true }] };
  return {
    ...nothing,
    kustomizations: [{ name: dirname(path), path: dirname(real), fileName, isNamed: true }],
  };
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function rootOf(path: string): Promise<string> {
  const root = await realpath(path);
  return (await stat(root)).isDirectory() ? root : dirname(root);
}

class RenderRun {
  readonly #root: string;
  readonly #rendering: Rendering;
  readonly #tools: Tools;
  readonly #rendered: RenderedManifests['rendered'][number][] = [];
  readonly #notRendered: NotCheckedThing[] = [];
  readonly #errors: FileError[] = [];
  /** Charts, and files of kustomizations, that are read as what they are rendered to. */
  readonly #covered = new Set<string>();
  /** Files of kustomizations about which another message says that they are not built. */
  readonly #reported = new Set<string>();

  constructor(root: string, rendering: Rendering, tools: Tools) {
    this.#root = root;
    this.#rendering = rendering;
    this.#tools = tools;
  }

  async renderCharts(charts: readonly ManifestFolder[]): Promise<void> {
    const { renderChart } = await import('./render.ts');
    for (const chart of charts) {
      const rendered = await renderChart({ ...chart, root: this.#root }, this.#rendering, this.#tools);
      if (this.#take(rendered, chart, 'helm')) this.#covered.add(chart.path);
    }
  }

  /** Those on which no other builds: the others are rendered as a part of them. */
  async buildKustomizations(kustomizations: FoundManifests['kustomizations']): Promise<void> {
    const { buildKustomization } = await import('./render.ts');
    const reader = new KustomizationReader(this.#root);
    const trees = new Map<string, KustomizationTree>();
    for (const { path } of kustomizations) trees.set(path, await reader.read(path));
    const bases = new Set([...trees.values()].flatMap(({ folders }) => [...folders]));
    for (const kustomization of kustomizations) {
      const tree = trees.get(kustomization.path);
      if (tree === undefined || bases.has(kustomization.path)) continue;
      const rendered = await buildKustomization(kustomization, tree, this.#tools);
      const isBuilt = this.#take(rendered, kustomization, 'kustomize');
      if (isBuilt) for (const file of tree.files) this.#covered.add(file);
      else this.#reported.add(join(kustomization.path, kustomization.fileName));
    }
  }

  /** Whether there is something to take. */
  #take(rendered: Rendered, { name, isNamed }: ManifestFolder, renderedBy: Renderer): boolean {
    if (rendered.kind === 'rendered') {
      this.#rendered.push(...rendered.texts.map((text) => ({ ...text, renderedBy, isFound: !isNamed })));
      return true;
    }
    const { cause } = rendered;
    const what = renderedBy === 'helm' ? 'Helm chart' : 'kustomization';
    if (isNamed || this.#rendering.isStrict) this.#errors.push(new FileError(name, `${what}: ${cause}`));
    else this.#notRendered.push({ reason: 'not-rendered', what, name, cause });
    return false;
  }

  apply(found: FoundManifests): RenderedManifests {
    const isCovered = (path: string): boolean => this.#covered.has(path);
    return {
      ...found,
      files: found.files.filter(({ path, chart = '' }) => !isCovered(path) && !isCovered(chart)),
      leftOut: found.leftOut.filter(
        (left) => !('path' in left) || !(isCovered(left.path) || this.#reported.has(left.path)),
      ),
      errors: [...found.errors, ...this.#errors],
      rendered: this.#rendered,
      notRendered: this.#notRendered,
    };
  }
}
