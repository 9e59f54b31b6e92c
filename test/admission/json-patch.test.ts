import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { annotationPatch } from '../../src/admission/json-patch.ts';
import { Field } from '../../src/documents/field.ts';

describe('annotation patch', () => {
  test('makes the annotations where there are none', () => {
    assert.deepEqual(patchOf({}, { 'a/b': '1', c: undefined }), [
      { op: 'add', path: '/metadata/annotations', value: { 'a/b': '1' } },
    ]);
  });

  test('makes them where they are null', () => {
    assert.deepEqual(patchOf({ annotations: null }, { a: '1' }), [
      { op: 'add', path: '/metadata/annotations', value: { a: '1' } },
    ]);
  });

  test('adds, replaces and removes single annotations, with the key escaped', () => {
    const annotations = { 'p/old': 'x', 'p/stale': 'y', other: 'z' };
    assert.deepEqual(patchOf({ annotations }, { 'p/new~1': '1', 'p/old': '2', 'p/stale': undefined }), [
      { op: 'add', path: '/metadata/annotations/p~1new~01', value: '1' },
      { op: 'replace', path: '/metadata/annotations/p~1old', value: '2' },
      { op: 'remove', path: '/metadata/annotations/p~1stale' },
    ]);
  });

  test('is empty where everything is as wanted', () => {
    assert.deepEqual(patchOf({ annotations: { a: '1' } }, { a: '1', b: undefined }), []);
    assert.deepEqual(patchOf({}, { b: undefined }), []);
  });

  test('does not take what an object inherits for an annotation', () => {
    assert.deepEqual(patchOf({ annotations: {} }, { toString: undefined, constructor: 'x' }), [
      { op: 'add', path: '/metadata/annotations/constructor', value: 'x' },
    ]);
  });

  function patchOf(metadata: object, changes: Readonly<Record<string, string | undefined>>) {
    return annotationPatch(new Field({ metadata }), new Map(Object.entries(changes)));
  }
});
