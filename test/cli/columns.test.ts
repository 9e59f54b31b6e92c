import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Cell, columnLines, tableLines } from '../../src/cli/shared/columns.ts';

const marked = (tone: string, text: string) => `<${tone}>${text}</>`;
const plain = (_tone: string, text: string) => text;

function words(...texts: readonly string[]): readonly Cell[] {
  return texts.map((text) => ({ text }));
}

describe('columns', () => {
  test('are as wide as their widest cell, two spaces apart', () => {
    assert.deepEqual(columnLines([words('NAME', 'NODE'), words('web-1', 'a'), words('x', 'ip-10')], plain), [
      'NAME   NODE',
      'web-1  a',
      'x      ip-10',
    ]);
  });

  test('of numbers stand at the right', () => {
    const row = (name: string, number: string): readonly Cell[] => [{ text: name }, { text: number, isNumber: true }];
    assert.deepEqual(columnLines([row('NAME', 'PODS'), row('web', '7'), row('db', '12345')], plain), [
      'NAME   PODS',
      'web       7',
      'db    12345',
    ]);
  });

  test('stand below each other whatever the colours', () => {
    const rows: readonly (readonly Cell[])[] = [
      [{ text: 'fail', tone: 'bad' }, { text: 'a' }],
      [{ text: 'ok', tone: 'good' }, { text: 'b' }],
    ];
    assert.deepEqual(columnLines(rows, marked), ['<bad>fail</>  a', '<good>ok</>    b']);
  });

  test('count a character that is written out as it is seen', () => {
    const rows = [words('a\u001b[2J', 'x'), words('b', 'y')];
    assert.deepEqual(columnLines(rows, plain), ['a\\u{1b}[2J  x', 'b           y']);
  });

  test('may be fewer in one row than in another', () => {
    assert.deepEqual(columnLines([words('a'), words('bb', 'c')], plain), ['a', 'bb  c']);
  });

  test('are none of nothing', () => {
    assert.deepEqual(columnLines([], plain), []);
  });
});

describe('a table', () => {
  const table = {
    head: words('NAME', 'PODS', 'NODE'),
    rows: [
      [{ text: 'web' }, { text: '7', isNumber: true }, { text: 'ip-10' }],
      [{ text: 'db' }, { text: '12', isNumber: true }, { text: '-' }],
    ],
    nameCells: 1,
  };

  test('has its columns below each other where they fit', () => {
    assert.deepEqual(tableLines(table, plain, 17), {
      head: ['NAME  PODS  NODE'],
      rows: [['web      7  ip-10'], ['db      12  -']],
    });
  });

  test('is a block for each row where they do not', () => {
    assert.deepEqual(tableLines(table, plain, 16), {
      head: [],
      rows: [
        ['web', '  PODS  7', '  NODE  ip-10'],
        ['db', '  PODS  12', '  NODE  -'],
      ],
    });
  });
});
