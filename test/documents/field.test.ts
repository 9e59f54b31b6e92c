import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field, FieldTypeError } from '../../src/documents/field.ts';

describe('field', () => {
  const document = new Field({ spec: { list: [{ name: 'a' }], map: { key: 'value' }, nothing: null } });

  test('knows its path as Kubernetes writes it', () => {
    assert.equal(document.get('spec').get('list').list()[0]?.get('name').path.toString(), 'spec.list[0].name');
    assert.equal(document.get('spec').get('map').entries()[0]?.[1].path.toString(), 'spec.map[key]');
  });

  test('is absent below what is absent or null', () => {
    assert.equal(document.get('spec').get('nothing').get('deeper').isPresent, false);
    assert.equal(document.get('other').get('deeper').string(), undefined);
  });

  test('does not see what an object inherits', () => {
    assert.equal(document.get('constructor').isPresent, false);
    assert.equal(document.get('__proto__').isPresent, false);
  });

  test('reads null as the empty text in labels and annotations alone', () => {
    const labels = new Field({ labels: { a: null, b: 'x' } }).get('labels');
    assert.deepEqual(labels.textMap(), { a: '', b: 'x' });
    assert.throws(() => labels.stringMap(), { message: 'labels[a]: expected a string, got null' });
  });

  const wrong: readonly (readonly [read: () => unknown, message: string])[] = [
    [() => document.get('spec').string(), 'spec: expected a string, got an object'],
    [() => document.get('spec').list(), 'spec: expected a list, got an object'],
    [() => document.get('spec').boolean(), 'spec: expected a boolean, got an object'],
    [() => document.get('spec').get('list').get('x'), 'spec.list: expected an object, got a list'],
    [() => document.get('spec').stringMap(), 'spec[list]: expected a string, got a list'],
    [() => new Field('text').get('x'), 'the document: expected an object, got a string'],
  ];
  for (const [read, message] of wrong) {
    test(`says ${message}`, () => {
      assert.throws(read, (error) => error instanceof FieldTypeError && error.message === message);
    });
  }
});
