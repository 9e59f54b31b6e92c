import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { isKubernetesObject, kubernetesObjects } from '../../src/documents/kubernetes-objects.ts';

const POD = { apiVersion: 'v1', kind: 'Pod' };
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };

function objectsOf(document: unknown) {
  return kubernetesObjects(new Field(document)).map(({ object, path }) => [path.toString(), object.value]);
}

describe('the objects of a document', () => {
  test('are the document itself, where it is no list', () => {
    assert.deepEqual(objectsOf(POD), [['', POD]]);
    assert.deepEqual(objectsOf([POD]), [['', [POD]]]);
    assert.deepEqual(objectsOf('text'), [['', 'text']]);
  });

  test('are the items of a List, each with fields of its own', () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [POD, CONFIG_MAP, 1] };
    assert.deepEqual(objectsOf(list), [
      ['items[0]', POD],
      ['items[1]', CONFIG_MAP],
      ['items[2]', 1],
    ]);
    const [first] = kubernetesObjects(new Field(list));
    assert.equal(first?.object.get('spec').path.toString(), 'spec');
  });

  test('are what the list of a kind says they are, where they say nothing themselves', () => {
    const item = { metadata: { name: 'web' } };
    assert.deepEqual(objectsOf({ apiVersion: 'apps/v1', kind: 'DeploymentList', items: [item, POD] }), [
      ['items[0]', { apiVersion: 'apps/v1', kind: 'Deployment', ...item }],
      ['items[1]', POD],
    ]);
  });

  test('are none in a list without items', () => {
    assert.deepEqual(objectsOf({ apiVersion: 'v1', kind: 'List' }), []);
  });
});

describe('a Kubernetes object', () => {
  test('says its version and its kind', () => {
    assert.ok(isKubernetesObject(new Field(POD)));
    for (const other of [
      { kind: 'Pod' },
      { apiVersion: 'v1', kind: '' },
      { apiVersion: 1, kind: 'Pod' },
      [POD],
      null,
    ]) {
      assert.ok(!isKubernetesObject(new Field(other)));
    }
  });
});
