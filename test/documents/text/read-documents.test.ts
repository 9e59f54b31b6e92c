import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readDocuments } from '../../../src/documents/text/read-documents.ts';
import type { ReadOptions } from '../../../src/documents/text/text-document.ts';

function outcomes(text: string, repeatedKeys: ReadOptions['repeatedKeys'] = 'last-counts') {
  return Array.fromAsync(readDocuments(text, { repeatedKeys }), (document) =>
    document.kind === 'read' ? document.root.value : `${document.position.line}: ${document.reason}`,
  );
}

async function onlyValue(text: string): Promise<unknown> {
  const [value, ...rest] = await outcomes(text);
  assert.deepEqual(rest, []);
  return value;
}

describe('a scalar without quotes is read as kubectl reads it:', () => {
  // Each was put into an object, and read back from `kubectl label --local -o json` 1.35.
  for (const [text, value] of [
    ['y', true],
    ['Y', true],
    ['on', true],
    ['Yes', true],
    ['TRUE', true],
    ['n', false],
    ['Off', false],
    ['no', false],
    ['yEs', 'yEs'],
    ['012', 10],
    ['-012', -10],
    ['0o12', 10],
    ['0x1F', 31],
    ['0X1f', 31],
    ['0b11', 3],
    ['08', 8],
    ['09.5', 9.5],
    ['1_000', 1000],
    ['1__0', 10],
    ['1_0.5', 10.5],
    ['+5', 5],
    ['1e3', 1000],
    ['1E3', 1000],
    ['1.50', 1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['0x', '0x'],
    ['1e', '1e'],
    ['_1', '_1'],
    ['1:30', '1:30'],
    ['2001-01-01', '2001-01-01'],
    ['2001-12-14t21:59:43.10-05:00', '2001-12-14t21:59:43.10-05:00'],
    ['=', '='],
    ['~', null],
    ['NULL', null],
    ['nUll', 'nUll'],
    ['', null],
    ['!!str 12', '12'],
    ['!!int "12"', 12],
    ['!!binary aGVsbG8=', 'hello'],
    ['! 12', '12'],
    ['!foo bar', 'bar'],
    ['"y"', 'y'],
    ["'012'", '012'],
  ] as const) {
    test(`${JSON.stringify(text)} is ${JSON.stringify(value)}`, async () => {
      assert.deepEqual(await onlyValue(`key: ${text}\n`), { key: value });
    });
  }

  test('and a directive changes nothing', async () => {
    assert.deepEqual((await outcomes('---\na: on\n')).at(0), { a: true });
  });
});

describe('a key', () => {
  test('becomes the text that kubectl makes of it', async () => {
    assert.deepEqual(await onlyValue('y: 1\n012: 2\n1.50: 3\n2001-01-01: 4\n'), {
      true: 1,
      10: 2,
      1.5: 3,
      '2001-01-01': 4,
    });
  });

  test('of another kind than text, number or boolean is refused', async () => {
    const reason = 'A map key must be a text, a number or a boolean';
    assert.deepEqual(await outcomes('a: 1\nname: {{ .Values.name }}\n'), [`2: ${reason}`]);
    assert.deepEqual(await outcomes('a: 1\nnull: 1\n'), [`2: ${reason}`]);
    assert.deepEqual(await outcomes('? [a]\n: 1\n'), [`1: ${reason}`]);
  });

  test('that occurs twice counts with its last value, as for kubectl, or is refused', async () => {
    assert.deepEqual(await outcomes('a: 1\nb: 2\na: 3\n'), [{ a: 3, b: 2 }]);
    assert.deepEqual(await outcomes('a: 1\nb: 2\na: 3\n', 'refused'), ['3: Map keys must be unique']);
    assert.deepEqual(await outcomes('y: 1\non: 2\n', 'refused'), ['2: Map keys must be unique']);
  });

  test('named __proto__ is one like any other', async () => {
    assert.ok(Object.hasOwn(Object(await onlyValue('__proto__: 1\n')), '__proto__'));
  });
});

describe('a text that is not indented as YAML asks is read as kubectl reads it:', () => {
  // What is expected is what kubectl's decoder, YAMLOrJSONDecoder of apimachinery 0.36, makes of it.
  for (const [what, text, value] of [
    ['a quoted text', "a:\n  b: 'one\n  two\n\n  three'\nc: 1\n", { a: { b: 'one two\nthree' }, c: 1 }],
    ['a quoted text at the start of the line', 'a: "x\ny"\nb: "z\nq"\n', { a: 'x y', b: 'z q' }],
    ['an escaped line break', 'a:\n- "x\\\ny"\n', { a: ['xy'] }],
    ['a quoted text that holds its own mark', "a: 'it''s\nhere'\nb: \"c\\\"\nd\"\n", { a: "it's here", b: 'c" d' }],
    ['a quoted text in a list', 'a:\n  - b: ["\n  x\n  "]\n', { a: [{ b: [' x '] }] }],
    ['a flow list', 'a:\n  b: [1,\n2\n]\nc: 3\n', { a: { b: [1, 2] }, c: 3 }],
    ['a flow map', 'a:\n  - b: {\n  c: 1,\n# d\n  e: {f:\n 2}\n}\ng: 3\n', { a: [{ b: { c: 1, e: { f: 2 } } }], g: 3 }],
    ['what follows a block text', 'a: |\n  "x\n  y\nb: "x\ny"\n', { a: '"x\ny\n', b: 'x y' }],
    ['what follows a block text that begins deeper', 'a: |1\n   x\n  y\nb: "x\ny"\n', { a: '  x\n y\n', b: 'x y' }],
    ['what follows a comment with a quotation mark', 'a: 1 # don"t\nb: "x\ny"\n', { a: 1, b: 'x y' }],
    ['carriage returns alone', 'a: 1\rb:\r  - "x\ry"\r', { a: 1, b: ['x y'] }],
  ] as const) {
    test(what, async () => {
      assert.deepEqual(await onlyValue(text), value);
    });
  }

  test('not where a line begins as the end of a document does', async () => {
    assert.equal((await outcomes('a: "x\n...\ny"\n')).length > 0, true);
    assert.match(String((await outcomes('a: "x\n...\ny"\n'))[0]), /^1: Missing closing "quote/);
  });

  test('with the error of the original text where it stays broken', async () => {
    assert.deepEqual(await outcomes('a: "x\ny"\nb: "z\n'), ['1: Missing closing "quote']);
  });
});

test('a colon before a comma or a bracket belongs to the text, as for kubectl', async () => {
  assert.deepEqual(await onlyValue('a: [1.2.3.4, 001:db8::]\n'), { a: ['1.2.3.4', '001:db8::'] });
  assert.deepEqual(await onlyValue('{a:, b: 1, "c":, 12:}\n'), { 'a:': null, b: 1, c: null, '12:': null });
});

describe('an alias', () => {
  test('has the value of its anchor, and merges at a merge key', async () => {
    const text = 'a: &a {p: 1, q: 2}\nb: *a\nc: {<<: *a, q: 3}\nd: {<<: [*a, {r: 5}]}\n';
    assert.deepEqual(await onlyValue(text), {
      a: { p: 1, q: 2 },
      b: { p: 1, q: 2 },
      c: { p: 1, q: 3 },
      d: { p: 1, q: 2, r: 5 },
    });
  });

  test('may merge twice into one map', async () => {
    const text = 'a: &a {p: 1}\nb: &b {q: 2}\nc:\n  <<: *a\n  <<: *b\n';
    assert.deepEqual((await outcomes(text, 'refused')).length, 1);
  });

  test('of an anchor in another document is broken', async () => {
    assert.deepEqual(await outcomes('a: &a 1\n---\nb: *a\n'), [
      { a: 1 },
      '3: Unresolved alias (the anchor must be set before the alias): a',
    ]);
  });

  test('may not multiply', async () => {
    const line = (index: number) => `a${index}: &a${index} [${Array(10).fill(`*a${index - 1}`)}]`;
    const text = ['a0: &a0 [x]', line(1), line(2), line(3), line(4)].join('\n');
    assert.deepEqual(await outcomes(text), ['1: Excessive alias count indicates a resource exhaustion attack']);
  });

  test('may not merge what takes minutes to copy', async () => {
    const entries = Array.from({ length: 60_000 }, (_, index) => `k${index}: 1`).join(', ');
    const reason = 'Merge keys bring more than 100000 entries';
    assert.deepEqual(await outcomes(`a: &a {${entries}}\nb:\n${'- {<<: *a}\n'.repeat(990)}`), [`4: ${reason}`]);
    assert.deepEqual(await outcomes(`a: &a {${entries}}\nb: {<<: [${'*a,'.repeat(990)}]}\n`), [`2: ${reason}`]);
    assert.deepEqual(await outcomes(`a: &a {${entries}}\nb: {${'<<: *a, '.repeat(990)}}\n`), [`2: ${reason}`]);
  });

  test('may not merge by way of maps that merge', async () => {
    const line = (index: number) => `a${index}: &a${index} {${`<<: *a${index - 1}, `.repeat(20)}}`;
    const text = ['a0: &a0 {x: 1}', line(1), line(2), line(3), line(4), line(5)].join('\n');
    assert.deepEqual(await outcomes(text), ['5: Merge keys bring more than 100000 entries']);
  });

  test('is one of a thousand at most', async () => {
    assert.deepEqual((await outcomes(`a: &a 1\nb: [${'*a,'.repeat(1_000)}]\n`)).length, 1);
    assert.deepEqual(await outcomes(`a: &a 1\nb: [${'*a,'.repeat(1_001)}]\n`), ['2: More than 1000 aliases']);
  });
});

describe('a text', () => {
  test('may hold several documents, those that hold nothing among them', async () => {
    assert.deepEqual(await outcomes('# first\n---\na: 1\n---\n---\nb: 2\n...\n'), [{ a: 1 }, null, { b: 2 }]);
  });

  test('may hold none', async () => {
    assert.deepEqual(await outcomes(''), []);
    assert.deepEqual(await outcomes('# nothing\n'), []);
  });

  test('may have a byte order mark and lines as Windows ends them', async () => {
    assert.deepEqual(await outcomes('\ufeffa: 1\r\n---\r\nb: "x\r\n---\r\nc: 3\r\n'), [
      { a: 1 },
      '4: Missing closing "quote',
      { c: 3 },
    ]);
  });

  test('may hold objects in JSON one after the other', async () => {
    assert.deepEqual(await outcomes('{"a": 1}\n{\n\t"b": [{\n}]\n}\n{"c": 1e3}'), [{ a: 1 }, { b: [{}] }, { c: 1000 }]);
  });

  test('may hold three dashes where they end nothing', async () => {
    assert.deepEqual(await outcomes('a: |\n  ---\n  x\nb: ---\n---x: 1\n'), [{ a: '---\nx\n', b: '---', '---x': 1 }]);
  });

  for (const [what, broken] of [
    ['an open list', 'a: ['],
    ['an open quotation mark', 'a: "x'],
    ['a template', '{{- if .x }}\na: 1\n{{- end }}'],
    ['wrong indentation', 'a:\n  b: 1\n c: 2'],
  ] as const) {
    test(`is read on after ${what}`, async () => {
      const [before, wrong, after] = await outcomes(`x: 1\n---\n${broken}\n---\ny: 2\n`);
      assert.deepEqual([before, after], [{ x: 1 }, { true: 2 }]);
      assert.equal(typeof wrong, 'string');
    });
  }

  test('of more values than memory is good for is broken', async () => {
    assert.deepEqual(await outcomes(`a: 1\n---\n[${'1,'.repeat(1_000_000)}]\n---\nb: 2\n`), [
      { a: 1 },
      '2: Too large for one document; split it',
      { b: 2 },
    ]);
  });

  for (const [what, hostile] of [
    ['lists', '['],
    ['maps', '{a: '],
    ['keys', '? '],
    ['items', '- '],
  ] as const) {
    test(`of ${what} nested without end is broken`, async () => {
      const [outcome] = await outcomes(hostile.repeat(100_000));
      assert.match(String(outcome), /^1: Nested too deeply$/);
    });
  }
});

test('brackets in a text are no nesting, however many', async () => {
  const text = `a: &b 1\nc: |\n${'  [31m{ - - ? x\n'.repeat(6_000)}d: *b\n`;
  const [document] = await Array.fromAsync(readDocuments(text, { repeatedKeys: 'refused' }));
  assert.equal(document?.kind === 'read' && document.root.get('d').value, 1);
});
