import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Field } from '../../src/documents/field.ts';
import { placesOf } from '../../src/documents/partial-workload.ts';
import { UNREAD_KINDS } from '../../src/documents/workloads/operators/unread.ts';
import type { WorkloadKind } from '../../src/documents/workloads/workload-kind.ts';
import { OPERATOR_KINDS } from '../../src/documents/workloads/workload-kinds.ts';
import { readFixtures } from '../support/fixtures.ts';

/** Of each API version and kind, as the project itself publishes it. */
const SCHEMAS: ReadonlyMap<string, Field> = new Map(
  readFixtures('workload-schemas').flatMap(({ documents }) => documents.flatMap(schemasOf)),
);

/** Not CustomResourceDefinitions: a kind of Kubernetes, and one that OpenShift serves from an API server of its own. */
const WITHOUT_SCHEMA: ReadonlySet<string> = new Set(['v1 PodTemplate', 'apps.openshift.io/v1 DeploymentConfig']);

const VERSIONS = OPERATOR_KINDS.filter((row) => !UNREAD_KINDS.includes(row)).flatMap((row) =>
  row.apiVersions.map((apiVersion) => [apiVersion, row] as const),
);

describe('the table of kinds agrees with the schema that the project publishes', () => {
  for (const [apiVersion, row] of VERSIONS.filter(([version, { kind }]) => !WITHOUT_SCHEMA.has(`${version} ${kind}`))) {
    test(`${apiVersion} ${row.kind}`, () => {
      const schema = SCHEMAS.get(`${apiVersion} ${row.kind}`);
      assert.ok(schema !== undefined, 'no schema of this version');
      for (const path of placesOf(row)) assert.ok(holdsContainers(schemaAt(schema, segmentsOf(path))), path);
      for (const path of otherPaths(row)) assert.ok(schemaAt(schema, path) !== undefined, path.join('.'));
    });
  }

  test('a path that no schema has is found', () => {
    const schema = SCHEMAS.get('argoproj.io/v1alpha1 Rollout');
    assert.ok(schema !== undefined);
    assert.equal(schemaAt(schema, ['spec', 'podTemplate']), undefined);
    assert.equal(holdsContainers(schemaAt(schema, ['spec', 'replicas'])), false);
  });
});

function schemasOf(definition: Field): readonly (readonly [key: string, schema: Field])[] {
  const spec = definition.get('spec');
  const kind = spec.at(['names', 'kind']).value;
  return spec
    .get('versions')
    .list()
    .map((version) => [
      `${spec.get('group').value}/${version.get('name').value} ${kind}`,
      version.at(['schema', 'openAPIV3Schema']),
    ]);
}

function segmentsOf(path: string): readonly string[] {
  return path.replaceAll('[*]', '.*').split('.');
}

/**
 * References, claims and doubts. The number of pods is left out: a newer version may no longer have it. So is the object's own
 * metadata: it is the same for every kind, and no project's schema describes it.
 */
function otherPaths({ references = [], claimTemplates, doubts = [] }: WorkloadKind): readonly (readonly string[])[] {
  const claims = claimTemplates === undefined ? [] : [claimTemplates];
  const paths = [...references, ...claims, ...doubts.map(({ path }) => path)];
  return paths.filter(([first]) => first !== 'metadata');
}

/** Undefined where no object with such a field is accepted. What is below a field without schema is accepted as it is. */
function schemaAt(schema: Field, [head, ...rest]: readonly string[]): Field | undefined {
  if (head === undefined) return schema;
  const isOpen = schema.get('x-kubernetes-preserve-unknown-fields').value === true;
  const below = head === '*' ? elementsOf(schema) : schema.at(['properties', head]);
  if (below?.isPresent) return schemaAt(below, rest);
  return isOpen ? schema : undefined;
}

function elementsOf(schema: Field): Field | undefined {
  return [schema.get('items'), schema.get('additionalProperties')].find(({ isPresent }) => isPresent);
}

/** A pod template, a pod spec, a container or a task with steps; or what has no schema. */
function holdsContainers(schema: Field | undefined): boolean {
  if (schema === undefined) return false;
  const properties = schema.get('properties');
  if (!properties.isPresent) return schema.get('x-kubernetes-preserve-unknown-fields').value === true;
  const names = ['containers', 'image', 'steps'];
  const holders = [properties, properties.at(['spec', 'properties'])];
  return holders.some((holder) => names.some((name) => holder.get(name).isPresent));
}
