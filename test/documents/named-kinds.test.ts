import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { parseNamedKinds } from '../../src/documents/workloads/named-kinds.ts';
import { fieldInObject, parseWorkloads } from '../../src/documents/workloads/workload.ts';
import { createKindTable } from '../../src/documents/workloads/workload-kinds.ts';
import { FieldPath } from '../../src/fargate/field-path.ts';

const CONTAINERS = [{ name: 'a', image: 'a' }];

describe('a kind that the user names', () => {
  const cases: readonly (readonly [what: string, path: unknown, spec: object, places: readonly string[]])[] = [
    [
      'with the path of a template',
      'spec.podTemplate',
      { podTemplate: { spec: { containers: CONTAINERS } } },
      [' spec.podTemplate.spec.hostPID'],
    ],
    ['with the path of a pod spec', 'spec.pod', { pod: { containers: CONTAINERS } }, [' spec.pod.hostPID']],
    ['with the path of a pod spec that is the spec', 'spec', { containers: CONTAINERS }, [' spec.hostPID']],
    [
      'with a path through a list',
      'spec.groups[*].template',
      { groups: [{ name: 'small', template: {} }, { template: {} }] },
      ['small spec.groups[0].template.spec.hostPID', '1 spec.groups[1].template.spec.hostPID'],
    ],
    [
      'with several paths',
      ['spec.a', 'spec.b'],
      { a: {}, b: {} },
      ['spec.a spec.a.spec.hostPID', 'spec.b spec.b.spec.hostPID'],
    ],
  ];
  for (const [what, path, spec, places] of cases) {
    test(`${what} has its pods there`, () => {
      const kinds = createKindTable(parseNamedKinds(new Field({ 'example.com/v1/Widget': path })));
      const widget = new Field({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' }, spec });
      assert.deepEqual(
        parseWorkloads(widget, 'shop', kinds)?.map(
          (one) => `${one.role} ${fieldInObject(one, FieldPath.of('spec', 'hostPID'))}`,
        ),
        places,
      );
    });
  }

  const wrong: readonly (readonly [name: string, path: unknown, message: RegExp])[] = [
    ['Widget', 'spec', /^"Widget": expected an API version and a kind/],
    ['example.com/v1/', 'spec', /expected an API version and a kind/],
    ['example.com/v1/Widget', '', /^example\.com\/v1\/Widget: expected the path of a pod template/],
    ['example.com/v1/Widget', 'spec..pod', /expected the path of a pod template/],
    ['example.com/v1/Widget', [], /got an empty list/],
    ['example.com/v1/Widget', 1, /expected a string, got a number/],
  ];
  for (const [name, path, message] of wrong) {
    test(`is refused as ${name}: ${JSON.stringify(path)}`, () => {
      assert.throws(() => parseNamedKinds(new Field({ [name]: path })), { message });
    });
  }
});
