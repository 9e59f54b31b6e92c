import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { Field } from '../../../src/documents/field.ts';
import { allKeys, configurationSchema, SCHEMA_FILE } from '../../support/docs/configuration-schema.ts';
import { dataBlocks } from '../../support/docs/data-blocks.ts';

const validate = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')));

describe('the schema of the configuration file', () => {
  test('is that of the flags; `npm run docs` writes it', () => {
    assert.equal(readFileSync(SCHEMA_FILE, 'utf8'), configurationSchema());
  });

  test('is a part of the package', () => {
    const manifest = new Field(JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')));
    assert.ok(
      manifest
        .get('files')
        .list()
        .some(({ value }) => value === 'docs/reference/configuration.schema.json'),
    );
  });

  test('takes the example of the reference', () => {
    const [example] = dataBlocks('docs/reference/configuration.md');
    assert.ok(validate(parse(example?.text ?? '')), JSON.stringify(validate.errors));
  });

  for (const [what, text] of Object.entries({
    'an unknown key': 'fail-onn: error',
    'a key of one command at the top': 'fail-on: error',
    'an unknown code': 'severities: {volum-claim: error}',
    'a suppression without a reason': 'suppressions: [{codes: volume-claim}]',
    'an unknown output': 'check: {output: xml}',
  })) {
    test(`refuses ${what}`, () => {
      assert.ok(!validate(parse(text)));
    });
  }

  test('takes a list for each flag that may be repeated', () => {
    const keys = [...allKeys().sections.values()].flatMap((section) => [...section.values()]);
    const wrong = keys.filter(
      ({ description, isRepeatable }) => description.includes('may be repeated') && !isRepeatable,
    );
    assert.deepEqual(wrong, []);
  });

  test('has a section for each command that reads the file, and no key of a run or of a kubeconfig', () => {
    const { sections } = allKeys();
    assert.deepEqual([...sections.keys()].toSorted(), ['audit', 'check', 'explain', 'plan']);
    const names = [...sections.values()].flatMap((keys) => [...keys.keys()]);
    for (const name of ['config', 'no-config', 'write-baseline', 'watch', 'kubeconfig', 'kubeconfigs'])
      assert.ok(!names.includes(name), name);
  });
});
