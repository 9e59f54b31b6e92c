import { readFileSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';
import { Field } from '../../src/documents/field.ts';

const MANIFESTS = new URL('../../manifests/', import.meta.url);
const CRDS = new URL('../fixtures/crds/', import.meta.url);

export function readKustomization(folder: string): Field {
  return readManifest(`${folder}/kustomization.yaml`);
}

/** A file of one object: `components/enforce/validating-webhook.yaml`. */
export function readManifest(path: string): Field {
  return readYaml(new URL(path, MANIFESTS));
}

/** The objects of the base, as they stand in its files. */
export function readBase(): readonly Field[] {
  const names = strings(readKustomization('base').get('resources'));
  return names.map((name) => readYaml(new URL(`base/${name}`, MANIFESTS)));
}

export function readBaseObject(kind: string): Field {
  const found = readBase().filter((object) => object.get('kind').value === kind);
  const [object] = found;
  if (object === undefined || found.length > 1) throw new RangeError(`${found.length} objects of kind ${kind}`);
  return object;
}

/** The CustomResourceDefinitions of the five kinds of profile, as their projects publish them. */
export function readCrds(names: readonly string[]): readonly Field[] {
  const texts = names.map((name) => readFileSync(new URL(`${name}.yaml`, CRDS), 'utf8'));
  const documents = texts.flatMap((text) => parseAllDocuments(text).map((document): unknown => document.toJS()));
  return documents.map((document) => new Field(document)).filter((document) => document.isPresent);
}

/** A value by its path: `spec.template.metadata.labels`. */
export function valueAt(object: Field, path: string): unknown {
  return path.split('.').reduce((field, key) => field.get(key), object).value;
}

export function strings(list: Field): readonly string[] {
  return list.list().map((element) => element.string() ?? '');
}

function readYaml(url: URL): Field {
  const document: unknown = parse(readFileSync(url, 'utf8'));
  return new Field(document);
}
