import { type Field, FieldTypeError } from '../field.ts';
import { readDocuments } from '../text/read-documents.ts';
import { looksLikeTemplate } from '../text/template.ts';
import { FileError } from './file-error.ts';
import { readText } from './read-text.ts';

/** Files that a kustomization names, as paths from its folder. */
export interface KustomizationFiles {
  /** Nothing by themselves: patches, settings, and what becomes data of a ConfigMap or a Secret. */
  readonly inputs: readonly string[];
  readonly resources: readonly string[];
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
  const found: KustomizationFiles[] = [];
  for (const document of readDocuments(text, { repeatedKeys: 'last-counts' })) {
    if (document.kind === 'read') found.push(filesOf(document.root, name));
    else if (!looksLikeTemplate(text)) throw new FileError(name, `line ${document.position.line}: ${document.reason}`);
  }
  return {
    inputs: found.flatMap(({ inputs }) => inputs),
    resources: found.flatMap(({ resources }) => resources),
  };
}

function filesOf(kustomization: Field, name: string): KustomizationFiles {
  try {
    const list = (key: string) => kustomization.get(key).list();
    return {
      inputs: [
        ...PATHS.flatMap((key) => list(key).flatMap(textOf)),
        ...OBJECTS_WITH_PATH.flatMap((key) => list(key).flatMap((entry) => textOf(entry.get('path')))),
        ...GENERATORS.flatMap((key) => list(key).flatMap(dataFilesOf)),
      ],
      resources: [...list('resources'), ...list('bases')].flatMap(textOf),
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

/** `path` or `key=path`. */
function dataFilesOf(generator: Field): readonly string[] {
  return generator
    .get('files')
    .list()
    .flatMap(textOf)
    .map((file) => file.slice(file.indexOf('=') + 1));
}
