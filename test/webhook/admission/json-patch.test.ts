import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { annotationKey, annotationPatch, encodePatch } from '../../../src/webhook/admission/json-patch.ts';

describe('annotation patch', () => {
  test('makes the annotations where there are none', () => {
    assert.deepEqual(patchOf({}, { 'a/b': '1', c: undefined }), [
      { op: 'add', path: '/metadata/annotations', value: { 'a/b': '1' } },
    ]);
  });

  test('makes them where they are empty', () => {
    assert.deepEqual(patchOf({}, { a: '1' }), [{ op: 'add', path: '/metadata/annotations', value: { a: '1' } }]);
  });

  test('adds, replaces and removes single annotations, with the key escaped', () => {
    const annotations = { 'p/old': 'x', 'p/stale': 'y', other: 'z' };
    assert.deepEqual(patchOf(annotations, { 'p/new~1': '1', 'p/old': '2', 'p/stale': undefined }), [
      { op: 'add', path: '/metadata/annotations/p~1new~01', value: '1' },
      { op: 'replace', path: '/metadata/annotations/p~1old', value: '2' },
      { op: 'remove', path: '/metadata/annotations/p~1stale' },
    ]);
  });

  test('is empty where everything is as wanted', () => {
    assert.deepEqual(patchOf({ a: '1' }, { a: '1', b: undefined }), []);
    assert.deepEqual(patchOf({}, { b: undefined }), []);
  });

  test('does not take what an object inherits for an annotation', () => {
    assert.deepEqual(patchOf({ a: '1' }, { toString: undefined, constructor: 'x' }), [
      { op: 'add', path: '/metadata/annotations/constructor', value: 'x' },
    ]);
  });

  function patchOf(
    annotations: Readonly<Record<string, string>>,
    changes: Readonly<Record<string, string | undefined>>,
  ) {
    const wanted = Object.entries(changes).map(([name, value]) => ({ key: annotationKey(name), value }));
    return annotationPatch(annotations, wanted);
  }
});

describe('an encoded patch', () => {
  test('is base64 of its JSON', () => {
    const patch = [{ op: 'remove', path: '/metadata/annotations/ä' }] as const;
    const text = Buffer.from(encodePatch(patch) ?? '', 'base64').toString();
    assert.deepEqual(JSON.parse(text), patch);
  });

  test('is none where there is nothing to change', () => {
    assert.equal(encodePatch([]), undefined);
  });
});
