import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { DocumentError } from '../../documents/document-error.ts';
import { type Field, FieldTypeError } from '../../documents/field.ts';
import { FileError } from '../../documents/files/file-error.ts';
import { readText } from '../../documents/files/read-text.ts';
import { readDocuments } from '../../documents/text/read-documents.ts';
import { ProfileLoadError } from '../../profiles/source.ts';
import { printable } from '../shared/terminal-text.ts';

export interface NamesContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The words before the one to complete. */
  readonly before: readonly string[];
}

/** Names that files on this machine hold: a completion asks no cluster, since a person waits for it. */
export async function namesFor(placeholder: string, context: NamesContext): Promise<readonly string[]> {
  const names = await namesIn(placeholder, context);
  return [...new Set(names)].filter((name) => name !== '' && printable(name) === name).toSorted();
}

async function namesIn(placeholder: string, context: NamesContext): Promise<readonly string[]> {
  try {
    switch (placeholder) {
      case 'CONTEXT':
        return (await contextsOf(context)).map((entry) => entry.get('name').string() ?? '');
      case 'NAMESPACE':
        return (await contextsOf(context)).map((entry) => entry.get('context').get('namespace').string() ?? '');
      case 'NAME':
        return await profileNames(context);
      default:
        return [];
    }
  } catch (error) {
    if (isUnreadable(error)) return [];
    throw error;
  }
}

/** A completion has no way to say what is wrong with a file. */
function isUnreadable(error: unknown): boolean {
  return [FileError, FieldTypeError, DocumentError, ProfileLoadError].some((kind) => error instanceof kind);
}

/** Read without the Kubernetes client, which takes half a second to load. */
async function contextsOf({ environment, before }: NamesContext): Promise<readonly Field[]> {
  const paths = kubeconfigPaths(flagValue('--kubeconfig', before) ?? environment['KUBECONFIG'] ?? '', environment);
  const texts = await Promise.all(paths.map((path) => textOf(path)));
  const reading = texts.map((text) => Array.fromAsync(readDocuments(text, { repeatedKeys: 'last-counts' })));
  const documents = (await Promise.all(reading)).flat();
  return documents.flatMap((document) => (document.kind === 'read' ? document.root.get('contexts').list() : []));
}

function kubeconfigPaths(named: string, environment: NamesContext['environment']): readonly string[] {
  const listed = named.split(delimiter).filter((path) => path !== '');
  return listed.length > 0 ? listed : [join(environment['HOME'] ?? homedir(), '.kube', 'config')];
}

/** Of several files some need not be there. */
async function textOf(path: string): Promise<string> {
  try {
    return await readText(path, path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return '';
  }
}

/** Of the file or folder that `--profiles` names. */
async function profileNames({ before, environment }: NamesContext): Promise<readonly string[]> {
  const path = flagValue('--profiles', before) ?? environment['FARGATE_ADMISSION_PROFILES'];
  if (path === undefined) return [];
  const { loadProfiles } = await import('../shared/load-profiles.ts');
  const reader = { environment, printError: () => {}, readInput: async () => '' };
  const { profiles } = await loadProfiles({ kind: 'files', path, clusterName: undefined }, reader);
  return profiles.map(({ name }) => name);
}

function flagValue(flag: string, words: readonly string[]): string | undefined {
  const index = words.findIndex((word) => word === flag || word.startsWith(`${flag}=`));
  const word = words[index];
  if (word === undefined) return undefined;
  if (word !== flag) return word.slice(flag.length + 1);
  return words[index + 1] === '=' ? words[index + 2] : words[index + 1];
}
