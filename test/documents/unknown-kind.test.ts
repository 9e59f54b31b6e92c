import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { unknownKindFindings } from '../../src/documents/assessment/unknown-kind.ts';
import { Field } from '../../src/documents/field.ts';
import { parseNamedKinds } from '../../src/documents/workloads/named-kinds.ts';
import { parseWorkloads } from '../../src/documents/workloads/workload.ts';
import { createKindTable } from '../../src/documents/workloads/workload-kinds.ts';
import { expectation, readFixture } from '../support/fixtures.ts';

const CONTAINERS = [{ name: 'main', image: 'busybox:1.37' }];

describe('an object of a kind that is not known', () => {
  test('gets one hint, with the first pod template and the line that names the kind', () => {
    const [document = new Field(undefined)] = readFixture('unknown-kinds/unknown-workload-kind.yaml').documents;
    const findings = unknownKindFindings(document);
    assert.deepEqual(
      findings.map(({ code, field }) => `${code} at ${field}`),
      [`unknown-workload-kind at ${expectation(document, 'expect')}`],
    );
    assert.ok(findings[0]?.fix.endsWith(`--workload-kinds: ${expectation(document, 'line')}`));
  });

  const cases: readonly (readonly [what: string, spec: unknown, line: string])[] = [
    ['a pod spec', { containers: CONTAINERS }, 'spec'],
    ['a pod template', { template: { metadata: {}, spec: { containers: CONTAINERS } } }, 'spec.template'],
    ['a pod spec of another name', { pod: { containers: CONTAINERS } }, 'spec.pod'],
    ['templates in a map', { roles: { 'a/b': { spec: { containers: CONTAINERS } } } }, 'spec.roles[*]'],
    ['several', { a: { containers: CONTAINERS }, b: { containers: CONTAINERS } }, '["spec.a", "spec.b"]'],
  ];
  for (const [what, spec, line] of cases) {
    test(`with ${what} is checked once the printed line names it`, () => {
      const object = new Field({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'a' }, spec });
      const printed = unknownKindFindings(object)[0]?.fix.split('--workload-kinds: ')[1] ?? '';
      assert.equal(printed, `example.com/v1/Widget: ${line}`);
      const kinds = createKindTable(parseNamedKinds(new Field(parse(printed))));
      const workloads = parseWorkloads(object, 'shop', kinds) ?? [];
      assert.ok(workloads.length > 0 && workloads.every(({ pod }) => pod.containers.length === 1));
    });
  }
});

describe('no hint is given for', () => {
  const widget = (spec: unknown) => ({ apiVersion: 'example.com/v1', kind: 'Widget', spec });
  const schema = { properties: { containers: { type: 'array', items: { properties: { image: {} } } } } };
  const cases: readonly (readonly [what: string, object: unknown])[] = [
    ['text that holds a manifest', { apiVersion: 'v1', kind: 'ConfigMap', data: { pod: 'containers: [{name: a}]' } }],
    ['metrics of containers', widget({ containers: [{ name: 'a', usage: { cpu: '1' } }] })],
    ['names of containers', widget({ containers: ['a', 'b'] })],
    ['a number of containers', widget({ containers: 3 })],
    ['a schema', widget({ versions: [schema] })],
    [
      'an example in a CustomResourceDefinition',
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        spec: { example: { containers: CONTAINERS } },
      },
    ],
    [
      'a Composition of Crossplane',
      { apiVersion: 'apiextensions.crossplane.io/v1', kind: 'Composition', spec: { base: { containers: CONTAINERS } } },
    ],
    [
      'the pattern of a policy of Kyverno',
      { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', spec: { pattern: { containers: CONTAINERS } } },
    ],
    [
      'the copy that a ControllerRevision keeps',
      { apiVersion: 'apps/v1', kind: 'ControllerRevision', data: { containers: CONTAINERS } },
    ],
  ];
  for (const [what, object] of cases) {
    test(what, () => {
      assert.deepEqual(unknownKindFindings(new Field(object)), []);
    });
  }

  test('an object without end, within bounded work', () => {
    const loop: Record<string, unknown> = {};
    loop['spec'] = loop;
    const wide = Array.from({ length: 100_000 }, () => ({}));
    assert.deepEqual(unknownKindFindings(new Field(widget({ loop, wide, late: { containers: CONTAINERS } }))), []);
  });
});
