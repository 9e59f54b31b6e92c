import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { FileError, systemReason } from './file-error.ts';
import { KUSTOMIZATION_NAMES, readKustomization } from './kustomization.ts';
import { isWithin } from './resolved-path.ts';

/** What the given path holds. */
export interface FoundManifests {
  /** That may hold Kubernetes objects, each once. */
  readonly files: readonly ManifestFile[];
  readonly errors: readonly FileError[];
  readonly leftOut: readonly LeftOut[];
  /** Charts of Helm, without those that are parts of another. */
  readonly charts: readonly ManifestFolder[];
  /** Folders with a kustomization. */
  readonly kustomizations: readonly KustomizationFolder[];
}

/** A folder from which a tool makes manifests. */
export interface ManifestFolder {
  /** As the user would write it. */
  readonly name: string;
  /** The same with every symbolic link resolved. */
  readonly path: string;
  /** The given path itself, and not only found in it. */
  readonly isNamed: boolean;
}

export interface KustomizationFolder extends ManifestFolder {
  /** Of its file. */
  readonly fileName: string;
}

export interface ManifestFile {
  /** As the user would write it. */
  readonly name: string;
  /** The same with every symbolic link resolved: what is read is what was looked at. */
  readonly path: string;
  /** Found in a folder, where files that are about other things may be as well. */
  readonly isFound: boolean;
  /** In the folder `templates` of a Helm chart. */
  readonly isInChart: boolean;
  /** The chart, by its path, of which Helm reads it. */
  readonly chart?: string;
}

/** What a folder holds that is not read. */
export type LeftOut =
  | { readonly kind: 'folder'; readonly name: string }
  /** Files of Terraform or OpenTofu, however many. */
  | { readonly kind: 'terraform' }
  | { readonly kind: 'kustomization'; readonly path: string }
  /** What `cdk synth` writes beside its templates. */
  | { readonly kind: 'cdk-asset' }
  /** A patch or another file that is nothing without the kustomization that names it. */
  | { readonly kind: 'kustomize-input'; readonly path: string };

/** Terraform and OpenTofu read these, and evaluate them. */
const TERRAFORM_ENDS: readonly string[] = ['.tf', '.tofu', '.tf.json', '.tofu.json'];

/** Marks the folder that `cdk synth` writes, and with it the folders in it. Source: the CDK, cloud-assembly-api. */
const CLOUD_ASSEMBLY = 'cdk.out';

/** What the name of a template in it ends with. */
const TEMPLATE = '.template.json';

const EXTENSIONS: readonly string[] = ['.yaml', '.yml', '.json'];

/** Source: Helm documentation, "Charts", "The Chart File Structure". */
const CHART_FILE = 'Chart.yaml';
const CHART_FOLDERS: readonly string[] = ['templates', 'charts', 'crds'];
const CHART_SETTINGS = /^(?:Chart\.yaml|requirements\.yaml|values.*\.(?:yaml|yml|json))$/;

/** What tools keep for themselves. Every other hidden folder is read, as `kubectl apply -R` reads it. */
const LEFT_OUT_FOLDERS: readonly string[] = ['.git', '.hg', '.svn', '.terraform', 'node_modules'];

/**
 * `..data`, in which a mounted ConfigMap keeps what it links to beside it (Kubernetes, AtomicWriter); `._a.yaml`, in which
 * macOS keeps what another file system has no room for; `.#a.yaml`, with which Emacs locks a file.
 */
const SHADOWS: readonly string[] = ['..', '._', '.#'];

/**
 * The file itself, whatever its name; or the YAML and JSON files in the folder and the folders in it, in the order of
 * their names, each once. A symbolic link that leads out of the folder is an error: who wrote the folder need not be who
 * may read the machine.
 */
export async function findManifests(path: string): Promise<FoundManifests> {
  try {
    const root = await realpath(path);
    if (!(await stat(root)).isDirectory()) {
      if (isTerraform(root)) {
        return { ...NOTHING, errors: [new FileError(path, TERRAFORM_CONFIGURATION)] };
      }
      return { ...NOTHING, files: [{ name: path, path: root, isFound: false, isInChart: false }] };
    }
    return await new Search(root).run(path);
  } catch (error) {
    return { ...NOTHING, errors: [unreadable(path, error)] };
  }
}

const NOTHING: FoundManifests = { files: [], errors: [], leftOut: [], charts: [], kustomizations: [] };

export const TERRAFORM_CONFIGURATION =
  'is Terraform configuration, which is not evaluated here; give its plan: terraform plan -out tfplan && terraform show -json tfplan > tfplan.json';

interface Folder {
  readonly name: string;
  readonly path: string;
  readonly isInChart: boolean;
  readonly chart?: string;
  /** What `cdk synth` writes. */
  readonly isCloudAssembly: boolean;
}

class Search {
  readonly #root: string;
  /** Real paths: a folder that links to itself has an end. */
  readonly #seen: Set<string>;
  readonly #files: ManifestFile[] = [];
  readonly #errors: FileError[] = [];
  readonly #leftOut: LeftOut[] = [];
  readonly #kustomizeInputs = new Set<string>();
  readonly #charts: ManifestFolder[] = [];
  readonly #kustomizations: KustomizationFolder[] = [];
  #holdsTerraform = false;
  readonly #kustomizeResources = new Set<string>();

  constructor(root: string) {
    this.#root = root;
    this.#seen = new Set([root]);
  }

  async run(name: string): Promise<FoundManifests> {
    await this.#searchFolder({ name, path: this.#root, isInChart: false, isCloudAssembly: false });
    const [files, inputs] = [this.#files.filter((file) => !this.#isInput(file)), this.#files.filter(this.#isInput)];
    const leftOut = [
      ...this.#leftOut,
      ...inputs.map(({ path }) => ({ kind: 'kustomize-input', path }) as const),
      ...(this.#holdsTerraform ? [{ kind: 'terraform' } as const] : []),
    ];
    const isEmpty = this.#files.length === 0 && this.#errors.length === 0 && leftOut.length === 0;
    const errors = isEmpty ? [new FileError(name, 'holds no YAML and no JSON file')] : this.#errors;
    return { files, errors, leftOut, charts: this.#charts, kustomizations: this.#kustomizations };
  }

  readonly #isInput = ({ path }: ManifestFile): boolean =>
    this.#kustomizeInputs.has(path) && !this.#kustomizeResources.has(path);

  async #searchFolder(folder: Folder): Promise<void> {
    const entries = await readdir(folder.path, { withFileTypes: true });
    const isMarked = entries.some((entry) => entry.isFile() && entry.name === CLOUD_ASSEMBLY);
    const isCloudAssembly = folder.isCloudAssembly || isMarked;
    const isChart = entries.some(({ name }) => name === CHART_FILE);
    if (isChart && folder.chart === undefined) this.#charts.push(this.#named(folder));
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const isInChart = folder.isInChart || (isChart && entry.name === 'templates');
      const chart = folder.chart ?? (isChart && isOfChart(entry) ? folder.path : undefined);
      const known = { ...folder, isInChart, isCloudAssembly };
      await this.#searchEntry(entry, chart === undefined ? known : { ...known, chart });
    }
  }

  #named({ name, path }: Folder): ManifestFolder {
    return { name, path, isNamed: path === this.#root };
  }

  /** @param folder the one that the entry is in, with what is to be known of the entry. */
  async #searchEntry(entry: Dirent, folder: Folder): Promise<void> {
    if (SHADOWS.some((prefix) => entry.name.startsWith(prefix))) return;
    const [name, path] = [join(folder.name, entry.name), join(folder.path, entry.name)];
    try {
      const target = entry.isSymbolicLink() ? await realpath(path) : path;
      const status = entry.isSymbolicLink() ? await stat(target) : entry;
      if (status.isDirectory()) await this.#enter(entry.name, { ...folder, name, path: target });
      else if (status.isFile() && isTerraform(entry.name)) this.#holdsTerraform = true;
      else if (!status.isFile() || !mayHoldObjects(entry.name)) return;
      else if (folder.isCloudAssembly && !entry.name.endsWith(TEMPLATE)) this.#leftOut.push({ kind: 'cdk-asset' });
      else if (this.#mayRead(name, target)) {
        await this.#take({ ...folder, name, path: target, isFound: true }, folder, entry.name);
      }
    } catch (error) {
      // Only its name says what a link without a target is for.
      if (!isMissing(error) || mayHoldObjects(entry.name)) this.#errors.push(unreadable(name, error));
    }
  }

  async #enter(entryName: string, folder: Folder): Promise<void> {
    if (LEFT_OUT_FOLDERS.includes(entryName)) this.#leftOut.push({ kind: 'folder', name: entryName });
    else if (this.#mayRead(folder.name, folder.path)) await this.#searchFolder(folder);
  }

  /** False also for what has been found before. */
  #mayRead(name: string, target: string): boolean {
    if (!isWithin(this.#root, target)) {
      this.#errors.push(new FileError(name, 'is a symbolic link that leads out of the folder, and is not followed'));
      return false;
    }
    if (this.#seen.has(target)) return false;
    this.#seen.add(target);
    return true;
  }

  async #take(file: ManifestFile, folder: Folder, entryName: string): Promise<void> {
    if (!KUSTOMIZATION_NAMES.includes(entryName)) {
      this.#files.push(file);
      return;
    }
    try {
      const { inputs, resources, kind } = await readKustomization(file);
      if (kind === 'other') {
        this.#files.push(file);
        return;
      }
      for (const input of inputs) this.#kustomizeInputs.add(join(dirname(file.path), input));
      for (const resource of resources) this.#kustomizeResources.add(join(dirname(file.path), resource));
      if (kind === 'kustomization') this.#kustomizations.push({ ...this.#named(folder), fileName: entryName });
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.#errors.push(error);
    }
    this.#leftOut.push({ kind: 'kustomization', path: file.path });
  }
}

function isOfChart(entry: Dirent): boolean {
  return CHART_FOLDERS.includes(entry.name) || CHART_SETTINGS.test(entry.name);
}

function isTerraform(name: string): boolean {
  return TERRAFORM_ENDS.some((end) => name.endsWith(end));
}

function mayHoldObjects(name: string): boolean {
  return EXTENSIONS.includes(extname(name)) || KUSTOMIZATION_NAMES.includes(name);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function unreadable(name: string, error: unknown): FileError {
  return new FileError(name, `cannot be read: ${systemReason(error)}`);
}
