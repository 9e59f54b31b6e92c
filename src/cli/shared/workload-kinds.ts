import type { Command } from 'commander';
import { DocumentError } from '../../documents/document-error.ts';
import { FieldTypeError } from '../../documents/field.ts';
import { FileError } from '../../documents/files/file-error.ts';
import { readText } from '../../documents/files/read-text.ts';
import { NAMED_KIND_EXAMPLE, parseNamedKinds } from '../../documents/workloads/named-kinds.ts';
import type { WorkloadKind } from '../../documents/workloads/workload-kind.ts';
import { ALL_KINDS, createKindTable, type KindTable } from '../../documents/workloads/workload-kinds.ts';
import type { SettingReader } from '../../settings/reader.ts';
import { type Flag, flagValues, writtenName } from './flags.ts';

export const WORKLOAD_KINDS_FLAG = {
  name: 'workload-kinds',
  placeholder: 'FILE',
  description: `file of further kinds that make pods, each with the path of its pod template: \`${NAMED_KIND_EXAMPLE}\``,
  isRepeatable: true,
} as const satisfies Flag;

/**
 * The kinds that the program knows, those of the configuration file, and those of the files. What is wrong with a file, the
 * reader rejects.
 */
export async function readWorkloadKinds(
  command: Command,
  reader: SettingReader,
  configured: readonly WorkloadKind[] = [],
): Promise<KindTable> {
  const files = flagValues(command, WORKLOAD_KINDS_FLAG, reader);
  if (files.length === 0 && configured.length === 0) return ALL_KINDS;
  const more: WorkloadKind[] = [...configured];
  for (const file of files) {
    try {
      more.push(...(await kindsIn(await readText(file, file))));
    } catch (error) {
      reader.reject(`${writtenName(command, WORKLOAD_KINDS_FLAG)}: ${reasonOf(error, file)}`);
    }
  }
  return createKindTable(more);
}

/**
 * The parser of YAML loads only for this: every command, `serve` too, loads the flags of the others.
 *
 * @throws DocumentError or FieldTypeError
 */
async function kindsIn(text: string): Promise<readonly WorkloadKind[]> {
  const { readDocuments } = await import('../../documents/text/read-documents.ts');
  const documents = await Array.fromAsync(readDocuments(text, { repeatedKeys: 'refused' }));
  return documents.flatMap((document) => {
    if (document.kind === 'broken') throw new DocumentError(document.reason);
    return parseNamedKinds(document.root);
  });
}

function reasonOf(error: unknown, file: string): string {
  if (error instanceof FileError) return error.message;
  if (error instanceof DocumentError || error instanceof FieldTypeError) return `${file}: ${error.message}`;
  throw error;
}
