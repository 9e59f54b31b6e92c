import { readdirSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { Field } from '../../src/documents/field.ts';

/** One YAML file under test/fixtures that a user could apply, with what is expected of it in its annotations. */
export interface Fixture {
  readonly name: string;
  /** Its objects, as kubectl would send them. */
  readonly documents: readonly Field[];
}

const FOLDER = new URL('../fixtures/', import.meta.url);

export function readFixtures(folder: string): readonly Fixture[] {
  const names = readdirSync(new URL(`${folder}/`, FOLDER)).filter((name) => name.endsWith('.yaml'));
  return names.map((name) => readFixture(`${folder}/${name}`));
}

export function readFixture(path: string): Fixture {
  const text = readFileSync(new URL(path, FOLDER), 'utf8');
  const documents = parseAllDocuments(text).map((document) => new Field(document.toJS()));
  return { name: path.slice(path.lastIndexOf('/') + 1, -'.yaml'.length), documents };
}

/** An annotation under the prefix that only tests use. */
export function expectation(document: Field, key: string): string | undefined {
  return document.get('metadata').get('annotations').get(`fargate-admission.test/${key}`).string();
}
