import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { Field } from '../../src/documents/field.ts';
import { CHART_FILES, COPIED_FILES } from '../support/chart/files.ts';
import { chartSchema, readChartSchema } from '../support/chart/schema-file.ts';
import { chartValues } from '../support/chart/values.ts';

const CHART = new URL('../../manifests/chart/', import.meta.url);

const metadata = new Field(parse(readFileSync(new URL('Chart.yaml', CHART), 'utf8')));
const values: object = parse(readFileSync(new URL('values.yaml', CHART), 'utf8'));
const packageVersion = new Field(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))).get(
  'version',
).value;

describe('the files of the chart', () => {
  for (const { name, url, source } of COPIED_FILES) {
    test(`${name} is the file of the overlays; \`npm run docs\` copies it`, () => {
      assert.equal(readFileSync(url, 'utf8'), readFileSync(source, 'utf8'));
    });
  }

  test('hold no other copies', () => {
    const entries = readdirSync(CHART_FILES, { recursive: true, withFileTypes: true });
    assert.equal(entries.filter((entry) => entry.isFile()).length, COPIED_FILES.length);
  });

  test('have the version of the package, in every place', () => {
    assert.equal(metadata.get('version').value, packageVersion);
    assert.equal(metadata.get('appVersion').value, packageVersion);
    const images = parse(metadata.get('annotations').get('artifacthub.io/images').string() ?? '');
    assert.deepEqual(images, [
      { name: 'fargate-admission', image: `ghcr.io/OWNER/fargate-admission:${packageVersion}` },
    ]);
  });

  test('bring no custom resources', () => {
    assert.ok(!readdirSync(CHART).includes('crds'));
  });
});

describe('the templates of the chart', () => {
  const templates = readdirSync(new URL('templates/', CHART));

  for (const name of templates) {
    test(`${name} hooks into nothing, looks nothing up and makes nothing up`, () => {
      const text = readFileSync(new URL(`templates/${name}`, CHART), 'utf8');
      const words = text.match(/helm\.sh\/hook|\b(lookup|gen\w+|rand\w+|now|uuidv4|getHostByName|derivePassword)\b/g);
      assert.equal(words, null);
    });
  }
});

describe('values.schema.json', () => {
  const schema = new Field(JSON.parse(chartSchema()));

  test('is written from the settings, the findings and the comments of values.yaml by `npm run docs`', () => {
    assert.equal(readChartSchema(), chartSchema());
  });

  test('takes values.yaml and the name of a cluster', () => {
    const validate = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(chartSchema()));
    assert.ok(validate({ ...values, clusterName: 'demo' }), JSON.stringify(validate.errors));
    assert.ok(!validate(values));
  });

  test('knows every value that values.yaml has, and no other but those of settings and what Helm adds', () => {
    const known = leaves(schema, '');
    const written = chartValues().map(({ path }) => path);
    assert.deepEqual(known.toSorted(), [...written, 'global'].toSorted());
  });

  test('closes every object whose names are known', () => {
    const open = objectsOf(schema).filter(
      (object) => object.get('properties').isPresent && !object.get('additionalProperties').isPresent,
    );
    assert.deepEqual(
      open.map(({ path }) => path),
      [],
    );
  });
});

describe('values.yaml', () => {
  test('has a description for each value', () => {
    const described = new Set(chartValues().map(({ path }) => path));
    const silent = leavesOf(new Field(values)).filter((path) => ![...described].some((known) => isWithin(path, known)));
    assert.deepEqual(silent, []);
  });

  test('gives every value but the name of the cluster a default', () => {
    const without = chartValues().filter(({ defaultText }) => defaultText === 'none' || defaultText === '`null`');
    assert.deepEqual(
      without.map(({ path }) => path),
      ['clusterName'],
    );
  });
});

describe('the table of values', () => {
  test('has a row for each comment that begins with `# --`, as helm-docs has', () => {
    const text = `
# No description.
# -- A size.
size: 2
image:
  # -- A tag, in
  # two lines.
  tag: ''
  other: x
# -- Labels.
# @default -- those of the release
labels: {}
`;
    assert.deepEqual(chartValues(text), [
      { path: 'size', type: 'int', defaultText: '`2`', description: 'A size.' },
      { path: 'image.tag', type: 'string', defaultText: '`""`', description: 'A tag, in two lines.' },
      { path: 'labels', type: 'object', defaultText: 'those of the release', description: 'Labels.' },
    ]);
  });
});

/** The paths of what has a description of its own: a value, whatever it is made of. */
function leaves(schema: Field, path: string): readonly string[] {
  if (path !== '' && (schema.get('description').isPresent || !schema.get('properties').isPresent)) return [path];
  return schema
    .get('properties')
    .entries()
    .flatMap(([name, property]) => leaves(property, path === '' ? name : `${path}.${name}`));
}

function leavesOf(value: Field, path = ''): readonly string[] {
  if (typeof value.value !== 'object' || value.value === null || Array.isArray(value.value)) return [path];
  return value.entries().flatMap(([name, inner]) => leavesOf(inner, path === '' ? name : `${path}.${name}`));
}

function isWithin(path: string, known: string): boolean {
  return path === known || path.startsWith(`${known}.`);
}

function objectsOf(schema: Field): readonly Field[] {
  if (typeof schema.value !== 'object' || schema.value === null) return [];
  const inner = Array.isArray(schema.value) ? schema.list() : schema.entries().map(([, field]) => field);
  return [...(Array.isArray(schema.value) ? [] : [schema]), ...inner.flatMap(objectsOf)];
}
