import { join } from 'node:path';
import { FileError } from './file-error.ts';
import { KUSTOMIZATION_NAMES, type KustomizationFiles, readKustomization } from './kustomization.ts';
import { isWithin, targetOf } from './resolved-path.ts';

/** Everything that kustomize reads for one kustomization. */
export interface KustomizationTree {
  /** Paths of files, with every symbolic link resolved. */
  readonly files: ReadonlySet<string>;
  /** The same of the folders of the kustomizations that it builds on. */
  readonly folders: ReadonlySet<string>;
  /** Why it is not built: what it builds on is on another machine, or not the user's to give. */
  readonly refusal: string | undefined;
}

/** Reads each kustomization once, however many build on it. */
export class KustomizationReader {
  readonly #root: string;
  readonly #nodes = new Map<string, Promise<Node>>();

  /** @param root a symbolic link out of it is not followed. */
  constructor(root: string) {
    this.#root = root;
  }

  /** @param path of its folder, with every symbolic link resolved. */
  async read(path: string): Promise<KustomizationTree> {
    const files = new Set<string>();
    const folders = new Set([path]);
    let refusal: string | undefined;
    for (const folder of folders) {
      const node = await this.#nodeOf(folder);
      refusal ??= node.refusal;
      for (const file of node.files) files.add(file);
      for (const base of node.folders) folders.add(base);
    }
    folders.delete(path);
    return { files, folders, refusal };
  }

  #nodeOf(folder: string): Promise<Node> {
    const node = this.#nodes.get(folder) ?? this.#readNode(folder);
    this.#nodes.set(folder, node);
    return node;
  }

  async #readNode(folder: string): Promise<Node> {
    const node = { files: new Set<string>(), folders: new Set<string>() };
    let refusal: string | undefined;
    for (const path of await kustomizationsIn(folder)) {
      node.files.add(path);
      for (const entry of await entriesOf(path)) refusal ??= await this.#addEntry(node, folder, entry);
    }
    return { ...node, refusal };
  }

  /** Resolves to why it is not followed. What is not there is for kustomize to report. */
  async #addEntry(node: Named, folder: string, entry: string): Promise<string | undefined> {
    if (entry.includes('\n')) return undefined;
    const path = join(folder, entry);
    const target = entry.includes('://') ? undefined : await targetOf(path);
    if (target === undefined) return isRemote(entry) ? `builds on ${entry}, and nothing is fetched` : undefined;
    if (target.path !== path && !isWithin(this.#root, target.path)) {
      return `${entry} is a symbolic link that leads out of the folder, and is not followed`;
    }
    (target.isFolder ? node.folders : node.files).add(target.path);
    return undefined;
  }
}

interface Named {
  readonly files: Set<string>;
  readonly folders: Set<string>;
}

interface Node extends Named {
  readonly refusal: string | undefined;
}

async function kustomizationsIn(folder: string): Promise<readonly string[]> {
  const paths = await Promise.all(KUSTOMIZATION_NAMES.map((name) => targetOf(join(folder, name))));
  return paths.flatMap((target) => (target === undefined ? [] : [target.path]));
}

/** None of one that cannot be read: kustomize reports it. */
async function entriesOf(path: string): Promise<readonly string[]> {
  try {
    const { inputs, resources }: KustomizationFiles = await readKustomization({ path, name: path });
    return [...inputs, ...resources];
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return [];
  }
}

/** Of what is no local file. Source: kustomize, `api/internal/git/repospec.go`. */
function isRemote(entry: string): boolean {
  return (
    ['://', '?ref=', '//'].some((part) => entry.includes(part)) || /^(?:git@|git::|github\.com[/:]|gh:)/.test(entry)
  );
}
