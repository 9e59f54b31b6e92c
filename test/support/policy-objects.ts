import assert from 'node:assert/strict';
import { Field } from '../../src/documents/field.ts';
import type { PolicyObject } from '../../src/policies/policy-object.ts';

/** The expressions of a policy by the names of its variables. */
export function variablesOf({ spec }: PolicyObject): ReadonlyMap<string, string> {
  const variables = new Field(spec).get('variables').list();
  return new Map(
    variables.map((variable) => [variable.get('name').string() ?? '', variable.get('expression').string() ?? '']),
  );
}

export function only(objects: readonly PolicyObject[], kind: PolicyObject['kind']): PolicyObject {
  const [object, ...others] = objects.filter((candidate) => candidate.kind === kind);
  assert.ok(object !== undefined && others.length === 0);
  return object;
}
