import { FieldTypeError } from '../../documents/field.ts';
import { FileError } from '../../documents/files/file-error.ts';
import { isKubernetesObject, kubernetesObjects, type PlacedObject } from '../../documents/kubernetes-objects.ts';
import { partialReason } from '../../documents/partial-workload.ts';
import { readDocuments } from '../../documents/text/read-documents.ts';
import type { TextDocument } from '../../documents/text/text-document.ts';
import type { Location } from '../check/report.ts';
import { EXIT, type Terminal } from '../shared/command.ts';
import { findInputs, type Input } from '../shared/inputs.ts';
import { describePlace } from './place-text.ts';
import type { ExplainRequest, FilesToExplain } from './request.ts';
import { joinSubjects, readSubject, type Subjects, skipped, unusable, whileReading } from './subjects.ts';

/** The workloads of every document of every file; what is broken does not keep the rest from being read. */
export async function readFromFiles(
  { paths }: Pick<FilesToExplain, 'paths'>,
  { namespace = 'default' }: Pick<ExplainRequest, 'namespace'>,
  terminal: Terminal,
): Promise<Subjects> {
  const { inputs, errors } = await findInputs(paths, terminal);
  const read = await Promise.all(inputs.map((input) => readInput(input, namespace)));
  const found = joinSubjects([...errors.map(({ message }) => unusable(message)), ...read]);
  const isEmpty = found.subjects.length === 0 && found.problems.every(({ exitCode }) => exitCode === EXIT.ok);
  const names = inputs.map(({ name }) => name).join(', ');
  return isEmpty
    ? joinSubjects([found, unusable(`${names}: no workload in it, such as a Pod or a Deployment`)])
    : found;
}

async function readInput(input: Input, namespace: string): Promise<Subjects> {
  try {
    const documents = readDocuments(await input.read(), { repeatedKeys: 'last-counts' });
    const context = { file: input.name, namespace };
    return joinSubjects(Array.from(documents, (document) => readDocument(document, context)));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return unusable(error.message);
  }
}

interface FileContext {
  readonly file: string;
  /** Of an object that does not name its own. */
  readonly namespace: string;
}

function readDocument(document: TextDocument, { file, namespace }: FileContext): Subjects {
  if (document.kind === 'broken') return unusable(`${file}:${document.position.line}: ${document.reason}`);
  if (!document.root.isPresent) return { subjects: [], problems: [] };
  const locate = (path: string): Location => ({ file, document: document.number, ...document.positionOf(path) });
  try {
    const placed = kubernetesObjects(document.root);
    return joinSubjects(placed.map((object) => readPlaced(object, { namespace, locate })));
  } catch (error) {
    if (!(error instanceof FieldTypeError)) throw error;
    return unusable(`${describePlace(locate(error.path))}: ${error.message}`);
  }
}

interface DocumentContext {
  readonly namespace: string;
  /** By path in the document. */
  readonly locate: (path: string) => Location;
}

function readPlaced({ object, path }: PlacedObject, { namespace, locate }: DocumentContext): Subjects {
  const location = locate(path);
  if (!isKubernetesObject(object)) {
    return unusable(`${describePlace(location)}: no Kubernetes object: it needs apiVersion and kind`);
  }
  const originOf = (field: string) => describePlace(locate(path === '' ? field : `${path}.${field}`));
  return whileReading(originOf, () => {
    const reason = partialReason(object);
    if (reason !== undefined) return skipped(`${describePlace(location)}: skipped: ${reason}`);
    return readSubject(object, { namespace, originOf, location });
  });
}
