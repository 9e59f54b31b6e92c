import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { DocumentError } from '../../../documents/document-error.ts';
import { Field, FieldTypeError } from '../../../documents/field.ts';
import { readDocuments } from '../../../documents/text/read-documents.ts';
import { parseNamedKinds } from '../../../documents/workloads/named-kinds.ts';
import type { WorkloadKind } from '../../../documents/workloads/workload-kind.ts';
import type { SuppressionRule } from '../../../suppression/rules.ts';
import type { Severities } from '../../../suppression/severities.ts';
import { ConfigurationReader } from './configuration-reader.ts';
import type { ConfigurationKey, ConfigurationKeys } from './keys.ts';
import { readSeverities, readSuppressions } from './read-rules.ts';

/** The value of a key: what the flag would be given, and where it is written. */
export interface ConfiguredValue {
  readonly name: string;
  /** Undefined for a switch that is on. */
  readonly texts: readonly string[] | undefined;
  readonly place: string;
}

export interface ConfigurationFile {
  /** As it is given or found. */
  readonly path: string;
  /** Of all commands. */
  readonly shared: readonly ConfiguredValue[];
  /** By command. */
  readonly sections: ReadonlyMap<string, readonly ConfiguredValue[]>;
  readonly rules: readonly SuppressionRule[];
  readonly severities: Severities;
  readonly kinds: readonly WorkloadKind[];
  /** A line each. */
  readonly problems: readonly string[];
}

export interface ConfigurationText {
  readonly path: string;
  readonly text: string;
  /** Whether the user has named it, and so knows what it holds. */
  readonly isNamed: boolean;
}

export async function readConfigurationFile(
  source: ConfigurationText,
  keys: ConfigurationKeys,
): Promise<ConfigurationFile> {
  const [document, ...others] = await Array.fromAsync(readDocuments(source.text, { repeatedKeys: 'refused' }));
  if (document === undefined) return emptyFile(source, []);
  if (document.kind === 'broken') {
    return emptyFile(source, [`${source.path}:${document.position.line}: ${document.reason}`]);
  }
  if (others.some((other) => other.kind === 'broken' || other.root.isPresent)) {
    return emptyFile(source, [`${source.path}: expected one document`]);
  }
  const reader = new ConfigurationReader(source.path, document);
  return readRoot(document.root, { source, keys, reader });
}

function emptyFile({ path }: ConfigurationText, problems: readonly string[]): ConfigurationFile {
  const nothing = { shared: [], sections: new Map(), rules: [], severities: new Map(), kinds: [] };
  return { path, ...nothing, problems };
}

interface Reading {
  readonly source: ConfigurationText;
  readonly keys: ConfigurationKeys;
  readonly reader: ConfigurationReader;
}

export const OWN_KEYS = ['suppressions', 'severities', 'workload-kinds'] as const;
const ABSENT = new Field(undefined);

function readRoot(root: Field, reading: Reading): ConfigurationFile {
  const { source, keys, reader } = reading;
  const known = [...new Set([...keys.shared.keys(), ...OWN_KEYS, ...keys.sections.keys()])];
  const entries = reader.entries(root, known, (key) => sectionHint(key, keys));
  const kindsField = entries.get('workload-kinds') ?? ABSENT;
  const hasInlineKinds =
    kindsField.isPresent && typeof kindsField.value === 'object' && !Array.isArray(kindsField.value);
  const shared = [...entries].filter(
    ([name]) => keys.shared.has(name) && !(hasInlineKinds && name === 'workload-kinds'),
  );
  const sections = [...entries].filter(([name]) => keys.sections.has(name));
  return {
    path: source.path,
    shared: valuesOf(shared, keys.shared, reading),
    sections: new Map(sections.map(([name, field]) => [name, readSection(name, field, reading)])),
    rules: readSuppressions(entries.get('suppressions') ?? ABSENT, reader),
    severities: readSeverities(entries.get('severities') ?? ABSENT, reader),
    kinds: hasInlineKinds ? readKinds(kindsField, reader) : [],
    problems: reader.problems,
  };
}

function sectionHint(key: string, { sections }: ConfigurationKeys): string {
  const names = [...sections].filter(([, keys]) => keys.has(key)).map(([name]) => name);
  return names.length === 0 ? '' : `it belongs under ${names.join(', ')}`;
}

function readSection(name: string, field: Field, reading: Reading): readonly ConfiguredValue[] {
  const keys = reading.keys.sections.get(name) ?? new Map();
  return valuesOf([...reading.reader.entries(field, [...keys.keys()])], keys, reading);
}

function valuesOf(
  entries: readonly (readonly [string, Field])[],
  keys: ReadonlyMap<string, ConfigurationKey>,
  reading: Reading,
): readonly ConfiguredValue[] {
  return entries.flatMap(([name, field]) => {
    const key = keys.get(name);
    return key === undefined || !field.isPresent ? [] : configuredValue(key, field, reading);
  });
}

function configuredValue(key: ConfigurationKey, field: Field, reading: Reading): readonly ConfiguredValue[] {
  const { reader } = reading;
  const place = reader.placeOf(field);
  const { name, kind } = key;
  if (kind === 'switch') {
    if (typeof field.value !== 'boolean') reader.reject(field, 'expected true or false');
    return field.value === true ? [{ name, texts: undefined, place }] : [];
  }
  if (Array.isArray(field.value) && !key.isRepeatable) {
    reader.reject(field, 'expected one value, got a list');
    return [];
  }
  if (kind === 'number' && typeof field.value === 'number') return [{ name, texts: [String(field.value)], place }];
  const texts = reader.texts(field).map(([text, own]) => resolved(text, own, { ...reading, key }));
  return texts.length === 0 ? [] : [{ name, texts, place }];
}

/** Paths are relative to the folder of the file. */
function resolved(
  text: string,
  field: Field,
  { key, source, reader }: Reading & { readonly key: ConfigurationKey },
): string {
  const folder = dirname(resolve(source.path));
  if (key.kind === 'path') return text === '-' ? text : fromWorkingDirectory(resolve(folder, text));
  if (key.kind === 'choice' && !key.words.includes(text)) {
    reader.reject(field, `expected one of ${key.words.join(', ')}; got ${JSON.stringify(text)}`);
  }
  if (key.kind !== 'output' || !text.includes('=')) return text;
  const [format = '', ...rest] = text.split('=');
  const file = resolve(folder, rest.join('='));
  if (!source.isNamed && !isInside(file, folder)) {
    reader.reject(
      field,
      `only --config may name a file that writes outside of its folder; got ${JSON.stringify(text)}`,
    );
  }
  return `${format}=${fromWorkingDirectory(file)}`;
}

function fromWorkingDirectory(path: string): string {
  const near = relative(process.cwd(), path);
  return near === '' ? '.' : isInside(path, process.cwd()) ? near : path;
}

function isInside(path: string, folder: string): boolean {
  const near = relative(folder, path);
  return !isAbsolute(near) && near !== '..' && !near.startsWith(`..${sep}`);
}

function readKinds(field: Field, reader: ConfigurationReader): readonly WorkloadKind[] {
  try {
    return parseNamedKinds(field);
  } catch (error) {
    if (!(error instanceof DocumentError || error instanceof FieldTypeError)) throw error;
    reader.reject(field, error.message);
    return [];
  }
}
