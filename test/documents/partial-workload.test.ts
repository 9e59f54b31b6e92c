import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field, FieldTypeError } from '../../src/documents/field.ts';
import { skipReason } from '../../src/documents/partial-workload.ts';
import { REVIEWED_KINDS } from '../../src/documents/workloads/kubernetes-kinds.ts';
import { ALL_KINDS } from '../../src/documents/workloads/workload-kinds.ts';

const WHOLE = { containers: [{ name: 'web', image: 'web' }] };

describe('a part of a workload is', () => {
  const parts: readonly (readonly [what: string, spec: object, sign: string])[] = [
    ['a patch of replicas', { replicas: 3 }, 'spec.template.spec.containers is missing'],
    ['an assertion on a template', { template: { metadata: {} } }, 'spec.template.spec.containers is missing'],
    ['a list of no containers', { template: { spec: { containers: [] } } }, 'spec.template.spec.containers is missing'],
    [
      'a patch of a container',
      { template: { spec: { containers: [...WHOLE.containers, { name: 'app', resources: {} }] } } },
      'spec.template.spec.containers[1].image is missing',
    ],
    [
      'a patch of an init container',
      { template: { spec: { ...WHOLE, initContainers: [{ name: 'app', image: '' }] } } },
      'spec.template.spec.initContainers[0].image is missing',
    ],
    [
      'one with $patch',
      { template: { spec: { ...WHOLE, volumes: [{ name: 'cert', $patch: 'delete' }] } } },
      '$patch is a directive of a patch',
    ],
    [
      'one that replaces',
      { $retainKeys: ['template'], template: { spec: WHOLE } },
      '$retainKeys is a directive of a patch',
    ],
    [
      'one with an order of elements',
      { template: { spec: { ...WHOLE, '$setElementOrder/containers': [{ name: 'web' }] } } },
      '$setElementOrder/containers is a directive of a patch',
    ],
    [
      'one that deletes from a list',
      { template: { spec: WHOLE, metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } } },
      '$deleteFromPrimitiveList/finalizers is a directive of a patch',
    ],
  ];
  for (const [what, spec, sign] of parts) {
    test(what, () => {
      const document = new Field({ apiVersion: 'apps/v1', kind: 'Deployment', spec });
      assert.equal(skipReason(document, ALL_KINDS), `only a part of a workload, such as a patch: ${sign}`);
    });
  }
});

for (const { apiVersions, kind, pods } of REVIEWED_KINDS) {
  const [apiVersion] = apiVersions;
  const template = pods.kind === 'templates' ? pods.places[0].path : [];
  test(`a ${kind} is whole with a container that has an image, and a part without`, () => {
    const spec = (podSpec: object) =>
      template.reduceRight<object>((inner, key) => ({ [key]: inner }), { spec: podSpec });
    const document = (podSpec: object) => new Field({ apiVersion, kind, ...spec(podSpec) });
    assert.equal(skipReason(document(WHOLE), ALL_KINDS), undefined);
    assert.match(skipReason(document({}), ALL_KINDS) ?? '', /spec\.containers is missing$/);
  });
}

test('an object of another kind is no part of a workload', () => {
  assert.equal(
    skipReason(new Field({ apiVersion: 'v1', kind: 'Service', spec: { $patch: 'delete' } }), ALL_KINDS),
    undefined,
  );
});

test('aliases that stand for one value many times are read once', () => {
  const bomb = Array.from({ length: 60 }).reduce<object>((inner) => ({ a: inner, b: inner }), {});
  const document = { apiVersion: 'v1', kind: 'Pod', metadata: { annotations: bomb }, spec: WHOLE };
  assert.equal(skipReason(new Field(document), ALL_KINDS), undefined);
});

test('containers that are no list are of the wrong type', () => {
  const document = new Field({ apiVersion: 'v1', kind: 'Pod', spec: { containers: { web: {} } } });
  assert.throws(() => skipReason(document, ALL_KINDS), FieldTypeError);
});
