import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readDocuments } from '../../../src/documents/text/read-documents.ts';
import { FieldPath, type Segment } from '../../../src/fargate/field-path.ts';

async function positionIn(text: string, path: readonly Segment[], number = 1): Promise<string> {
  const document = (await Array.fromAsync(readDocuments(text, { repeatedKeys: 'last-counts' }))).at(number - 1);
  assert.equal(document?.kind, 'read');
  const { line, column } = document.positionOf(FieldPath.of(...path));
  return `${line}:${column}`;
}

const DEPLOYMENT = `# Source: web/templates/deployment.yaml
metadata:
  labels:
    app.kubernetes.io/name: web
    app.kubernetes.io: x
    a[b].c: "1"
spec:
  template:
    spec:
      containers:
        - name: a
          securityContext: {privileged: true}
        -
          name: b
          securityContext:
            privileged: true
`;

describe('the position of', () => {
  for (const [what, path, position] of [
    ['a field', ['spec', 'template', 'spec', 'containers', 1, 'securityContext', 'privileged'], '16:13'],
    ['a field in a flow map', ['spec', 'template', 'spec', 'containers', 0, 'securityContext', 'privileged'], '12:29'],
    ['an element', ['spec', 'template', 'spec', 'containers', 1], '14:11'],
    ['a key with dots', ['metadata', 'labels', { key: 'app.kubernetes.io/name' }], '4:5'],
    ['a key that begins as another', ['metadata', 'labels', { key: 'app.kubernetes.io' }], '5:5'],
    ['a key with brackets', ['metadata', 'labels', { key: 'a[b].c' }], '6:5'],
    ['the document', [], '2:1'],
    [
      'a field that is not there is its ancestor’s: it',
      ['spec', 'template', 'spec', 'containers', 0, 'resources', 'limits'],
      '11:11',
    ],
    ['an element that is not there is its list’s: it', ['spec', 'template', 'spec', 'containers', 7, 'name'], '10:7'],
    ['what has no ancestor is the document’s: it', ['status', 'phase'], '2:1'],
  ] as const) {
    test(`${what} is ${position}`, async () => {
      assert.equal(await positionIn(DEPLOYMENT, path), position);
    });
  }

  test('a field of a later document counts from the beginning of the text', async () => {
    assert.equal(await positionIn(`a: 1\n---\n\n${DEPLOYMENT}`, ['metadata', 'labels'], 2), '6:3');
  });

  test('a field that follows a text which is not indented as YAML asks has its own position', async () => {
    const text = 'a: "x\ny"\nb: [1,\n2,\n {c: 3}]\nd:\n  e: 1\n';
    assert.equal(await positionIn(text, ['b', 0]), '3:5');
    assert.equal(await positionIn(text, ['b', 1]), '4:1');
    assert.equal(await positionIn(text, ['b', 2, 'c']), '5:3');
    assert.equal(await positionIn(text, ['d', 'e']), '7:3');
  });

  test('an object in JSON is known as well', async () => {
    assert.equal(
      await positionIn('{\n  "items": [\n    {"kind": "Pod",\n     "spec": {}}\n  ]\n}', ['items', 0, 'spec']),
      '4:6',
    );
  });

  test('a field behind an alias is where its anchor says it', async () => {
    assert.equal(await positionIn('a: &a\n  x: 1\nb: *a\n', ['b', 'x']), '2:3');
  });

  test('a field that merges in is the map’s', async () => {
    assert.equal(await positionIn('a: &a\n  x: 1\nb:\n  <<: *a\n  y1: 2\n', ['b', 'x']), '3:1');
  });

  test('a field below a map is not that of a key with a dot', async () => {
    assert.equal(await positionIn('a.b: 1\na:\n  b: 2\n', ['a', 'b']), '3:3');
  });

  test('a field that occurs twice has the position of the last', async () => {
    assert.equal(await positionIn('a: 1\na: 2\n', ['a']), '2:1');
  });

  test('a document that holds nothing is its own', async () => {
    assert.equal(await positionIn('---\n', []), '1:4');
  });
});
