import { type Field, FieldTypeError } from '../field.ts';
import { readDocuments } from '../text/read-documents.ts';
import { looksLikeTemplate } from '../text/template.ts';
import { FileError } from './file-error.ts';
import { readText } from './read-text.ts';

/** Source: kustomize, `konfig.RecognizedKustomizationFileNames`; the third has no extension and is no YAML file by its name. */
export const KUSTOMIZATION_NAMES: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** What a kustomization names, as paths from its folder. */
export interface KustomizationFiles {
  /** Nothing by themselves: patches, settings, and what becomes data of a ConfigMap or a Secret. */
  readonly inputs: readonly string[];
  /** Files, and folders of other kustomizations. */
  readonly resources: readonly string[];
  /**
   * `template`: a program has yet to write it. `other`: an object of another kind in a file of that name, such as Flux's
   * Kustomization.
   */
  readonly kind: 'kustomization' | 'template' | 'other';
}

/**
 * Source: kustomize's API, `types.Kustomization`. An entry that is no path, such as a patch written in place, names no
 * file that could be found.
 *
 * @throws FileError for one that cannot be read. A template of one names nothing.
 */
export async function readKustomization({
  path,
  name,
}: {
  readonly path: string;
  readonly name: string;
}): Promise<KustomizationFiles> {
  const text = await readText(path, name);
  const found: NamedFiles[] = [];
  let kind: KustomizationFiles['kind'] = 'kustomization';
  for await (const document of readDocuments(text, { repeatedKeys: 'last-counts' })) {
    if (document.kind === 'read') {
      found.push(filesOf(document.root, name));
      if (isOfOtherKind(document.root)) kind = 'other';
    } else if (looksLikeTemplate(text)) kind = 'template';
    else throw new FileError(name, `line ${document.position.line}: ${document.reason}`);
  }
  return {
    inputs: found.flatMap(({ inputs }) => inputs),
    resources: found.flatMap(({ resources }) => resources),
    kind,
  };
}

type NamedFiles = Omit<KustomizationFiles, 'kind'>;

/** kustomize takes a file that does not say what it is. */
function isOfOtherKind(document: Field): boolean {
  const apiVersion = document.get('apiVersion').value;
  return typeof apiVersion === 'string' && !apiVersion.startsWith('kustomize.config.k8s.io/');
}

function filesOf(kustomization: Field, name: string): NamedFiles {
  try {
    const list = (key: string) => kustomization.get(key).list();
    return {
      inputs: [
        ...PATHS.flatMap((key) => list(key).flatMap(textOf)),
        ...OBJECTS_WITH_PATH.flatMap((key) => list(key).flatMap(pathOf)),
        ...GENERATORS.flatMap((key) => list(key).flatMap(dataFilesOf)),
      ],
      resources: [...list('resources'), ...list('bases'), ...list('components')].flatMap(textOf),
    };
  } catch (error) {
    if (!(error instanceof FieldTypeError)) throw error;
    throw new FileError(name, error.message, { cause: error });
  }
}

/** Lists of paths. */
const PATHS: readonly string[] = [
  'patchesStrategicMerge',
  'configurations',
  'transformers',
  'generators',
  'validators',
  'crds',
];

const OBJECTS_WITH_PATH: readonly string[] = ['patches', 'patchesJson6902', 'replacements'];

const GENERATORS: readonly string[] = ['configMapGenerator', 'secretGenerator'];

function textOf({ value }: Field): readonly string[] {
  return typeof value === 'string' ? [value] : [];
}

/** Of the older form of `patches`, which kustomize still takes: the path itself. */
function pathOf(entry: Field): readonly string[] {
  return textOf(typeof entry.value === 'string' ? entry : entry.get('path'));
}

/** `path` or `key=path`. */
function dataFilesOf(generator: Field): readonly string[] {
  return generator
    .get('files')
    .list()
    .flatMap(textOf)
    .map((file) => file.slice(file.indexOf('=') + 1));
}
