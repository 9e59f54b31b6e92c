import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FieldPath } from '../../src/fargate/field-path.ts';

const LABEL = FieldPath.of('spec', 'selectors', 1, 'labels', { key: 'app.kubernetes.io/name' });

describe('a field path', () => {
  test('is written as Kubernetes writes it', () => {
    assert.equal(LABEL.toString(), 'spec.selectors[1].labels[app.kubernetes.io/name]');
    assert.equal(FieldPath.of(3, 'kind').toString(), '[3].kind');
    assert.equal(FieldPath.ROOT.toString(), '');
  });

  test('goes on from another one', () => {
    assert.deepEqual(FieldPath.of('items', 3).join(LABEL).segments, ['items', 3, ...LABEL.segments]);
    assert.equal(FieldPath.ROOT.join(LABEL), LABEL);
    assert.equal(LABEL.join(FieldPath.ROOT), LABEL);
  });

  test('is within each one that it begins with', () => {
    assert.deepEqual(LABEL.within(FieldPath.of('spec', 'selectors')), FieldPath.of(1, ...LABEL.segments.slice(3)));
    assert.deepEqual(LABEL.within(FieldPath.ROOT), LABEL);
    assert.equal(LABEL.within(LABEL)?.isRoot, true);
  });

  test('is not within one that is only written alike', () => {
    assert.equal(FieldPath.of('spec', 'containers').within(FieldPath.of('spec', 'con')), undefined);
    assert.equal(FieldPath.of('spec', 1).within(FieldPath.of('spec', { key: '1' })), undefined);
    assert.equal(FieldPath.of('spec', { key: 'a' }).within(FieldPath.of('spec', 'a')), undefined);
    assert.equal(FieldPath.of('spec').within(LABEL), undefined);
  });
});
