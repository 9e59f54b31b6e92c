import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Change } from '../../../src/documents/edit/change.ts';
import { EditableText } from '../../../src/documents/edit/editable-text.ts';
import { applyEdits } from '../../../src/documents/edit/text-edit.ts';
import { FieldPath, type Segment } from '../../../src/fargate/field-path.ts';

function edited(text: string, ...changes: readonly Change[]): string | undefined {
  const edits = new EditableText(text).edits(1, changes);
  return edits && applyEdits(text, edits);
}

const at = FieldPath.of;
const remove = (...segments: readonly Segment[]): Change => ({ kind: 'remove', path: at(...segments) });
const set = (value: string, ...segments: readonly Segment[]): Change => ({
  kind: 'set',
  path: at(...segments),
  value,
});
const rename = (key: string, ...segments: readonly Segment[]): Change => ({
  kind: 'rename',
  path: at(...segments),
  key,
});
const put = (key: string, value: string, ...segments: readonly Segment[]): Change => ({
  kind: 'put',
  path: at(...segments),
  key,
  value,
});

describe('a field is removed', () => {
  for (const [style, text, change, expected] of [
    ['from a block', 'a: 1\nb: 2 # two\nc: 3\n', remove('b'), 'a: 1\nc: 3\n'],
    ['at the end of a text without a line feed', 'a: 1\nb: 2', remove('b'), 'a: 1'],
    ['with all that it holds', 'a: 1\nb:\n  - c: |\n      d\n\n      e\nf: 2\n', remove('b'), 'a: 1\nf: 2\n'],
    ['with the map that holds nothing else', 'a: 1\nb:\n  c:\n    d: 1\ne: 2\n', remove('b', 'c', 'd'), 'a: 1\ne: 2\n'],
    ['as the first in an element', 'a:\n  - b: 1\n    c: 2\n', remove('a', 0, 'b'), 'a:\n  - c: 2\n'],
    ['from a flow, as the first', '{a: 1, b: 2}', remove('a'), '{b: 2}'],
    ['from a flow, as the last', '{a: 1, b: 2 }', remove('b'), '{a: 1 }'],
    ['from JSON', '{\n  "a": 1,\n  "b": {"c": []},\n  "d": 2\n}\n', remove('b'), '{\n  "a": 1,\n  "d": 2\n}\n'],
    ['from lines that end as in Windows', 'a: 1\r\nb: 2\r\nc: 3\r\n', remove('b'), 'a: 1\r\nc: 3\r\n'],
    ['as an element of a block', 'a:\n- 1\n# two\n- 2\n- 3\n', remove('a', 1), 'a:\n- 1\n# two\n- 3\n'],
    ['as an element of a flow', 'a: [1, 2, 3]\n', remove('a', 0), 'a: [2, 3]\n'],
    ['by a key that is a text', 'a:\n  x/y: 1\n  z: 2\n', remove('a', { key: 'x/y' }), 'a:\n  z: 2\n'],
  ] as const) {
    test(style, () => {
      assert.equal(edited(text, change), expected);
    });
  }
});

describe('a text is set', () => {
  for (const [style, text, change, expected] of [
    ['without quotation marks', 'a: Front # x\n', set('front', 'a'), 'a: front # x\n'],
    ['in the quotation marks of the old one', 'a: \'b\'\nc: "d"\n', set('e', 'c'), 'a: \'b\'\nc: "e"\n'],
    ['in quotation marks where it would be a number', 'a: b\n', set('1', 'a'), 'a: "1"\n'],
    ['in quotation marks where it would be a boolean', 'a: b\n', set('yes', 'a'), 'a: "yes"\n'],
    ['in quotation marks where it would be a comment', 'a: b\n', set('c #d', 'a'), 'a: "c #d"\n'],
    ['in JSON', '{"a": ["b"]}', set('"', 'a', 0), '{"a": ["\\""]}'],
    ['where a number was', 'cpu: 1\n', set('500m', 'cpu'), 'cpu: 500m\n'],
  ] as const) {
    test(style, () => {
      assert.equal(edited(text, change), expected);
    });
  }

  test('as another key', () => {
    assert.equal(edited('a:\n  teir: x # why\n', rename('tier', 'a', 'teir')), 'a:\n  tier: x # why\n');
    assert.equal(edited('{"a": {"teir": "x"}}', rename('tier', 'a', 'teir')), '{"a": {"tier": "x"}}');
  });
});

describe('a text is put', () => {
  for (const [style, text, change, expected] of [
    ['into a block', 'a:\n  b: c # d\ne: f\n', put('g', 'h', 'a'), 'a:\n  b: c # d\n  g: h\ne: f\n'],
    ['into a flow', 'a: {b: c}\n', put('g/x', 'h', 'a'), 'a: {b: c, g/x: h}\n'],
    ['into an empty flow', 'a: {}\n', put('g', 'h', 'a'), 'a: {g: h}\n'],
    [
      'into JSON',
      '{\n  "a": {\n    "b": "c"\n  }\n}',
      put('g', 'h', 'a'),
      '{\n  "a": {\n    "b": "c",\n    "g": "h"\n  }\n}',
    ],
    ['into a map that is not there', 'a:\n  b: c\n', put('g', 'h', 'a', 'd'), 'a:\n  b: c\n  d:\n    g: h\n'],
    [
      'into two that are not in JSON',
      '{"a": {"b": 1}}',
      put('g', 'h', 'a', 'd', 'e'),
      '{"a": {"b": 1, "d": {"e": {"g": "h"}}}}',
    ],
    [
      'after a text of several lines',
      'a:\n  b: |\n    c\nd: e\n',
      put('g', 'h', 'a'),
      'a:\n  b: |\n    c\n  g: h\nd: e\n',
    ],
    ['into lines that end as in Windows', 'a:\r\n  b: c\r\n', put('g', 'h', 'a'), 'a:\r\n  b: c\r\n  g: h\r\n'],
  ] as const) {
    test(style, () => {
      assert.equal(edited(text, change), expected);
    });
  }
});

describe('no edit is made', () => {
  for (const [reason, text, change] of [
    ['of what an alias repeats', 'a: &x {b: 1, c: 2}\nd: *x\n', remove('a', 'b')],
    ['in an alias', 'a: &x {b: 1, c: 2}\nd: *x\n', remove('d', 'b')],
    ['of a field that is not there', 'a: 1\n', remove('b')],
    ['of a map as a text', 'a: {b: c}\n', set('x', 'a')],
    ['of a text of several lines', 'a: |\n  b\n', set('c', 'a')],
    ['that would leave an element empty', 'a:\n  - b: 1\n', remove('a', 0, 'b')],
    ['that would lose a comment', 'a:\n  - b: 1\n    # why\n    c: 2\n', remove('a', 0, 'b')],
    ['that would write a key twice', 'a: 1\nb: 2\n', rename('b', 'a')],
    ['of a text that is broken', 'a: [1\nb: 2\n', remove('b')],
    ['of the whole document', 'a: 1\n', remove('a')],
    ['in the middle of a line', 'a: 1\n- b: 2\n', remove('a')],
  ] as const) {
    test(reason, () => {
      assert.equal(edited(text, change), undefined);
    });
  }
});

test('several changes are edits of the first text, apart where they are apart', () => {
  const text = 'a: 1\nb: 2\nc: x\nd: 4\n';
  const edits = new EditableText(text).edits(1, [set('longer', 'c'), remove('a')]);
  assert.deepEqual(edits, [
    { from: 0, to: 5, insert: '' },
    { from: 13, to: 14, insert: 'longer' },
  ]);
  assert.equal(edited('{a: 1, b: 2, c: 3}', remove('a'), remove('b')), '{c: 3}');
});

test('the document of the line is edited, and no other', () => {
  const text = 'a: 1\nb: 2\n---\r\na: 1\r\nb: 2\r\n---\n{"a": 1, "b": 2}\n{"a": 1, "b": 3}\n';
  const editable = new EditableText(text);
  const edit = (line: number) => applyEdits(text, editable.edits(line, [remove('b')]) ?? []);
  assert.equal(edit(4), 'a: 1\nb: 2\n---\r\na: 1\r\n---\n{"a": 1, "b": 2}\n{"a": 1, "b": 3}\n');
  assert.equal(edit(8), 'a: 1\nb: 2\n---\r\na: 1\r\nb: 2\r\n---\n{"a": 1, "b": 2}\n{"a": 1}\n');
});

test('the time for edits has an end', () => {
  const text = `${'# comment\n'.repeat(60_000)}a: 1\nb: 2\n`;
  const editable = new EditableText(text);
  const made = Array.from({ length: 8 }, () => editable.edits(1, [remove('b')]) !== undefined);
  assert.deepEqual([made.at(0), made.at(-1)], [true, false]);
});
