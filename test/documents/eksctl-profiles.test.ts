import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { EKSCTL_CONFIG } from '../../src/documents/profiles/eksctl.ts';
import { FieldPath } from '../../src/fargate/field-path.ts';

function parse(fields: object) {
  const document = new Field({ apiVersion: 'eksctl.io/v1alpha5', kind: 'ClusterConfig', ...fields });
  return EKSCTL_CONFIG.read(document).map(({ spec, clusterName }) => ({ spec, clusterName }));
}

describe('the wanted profiles of an eksctl ClusterConfig', () => {
  test('give the position of each part', () => {
    const selectors = [{ namespace: 'shop', labels: { tier: 'web' } }, { labels: {} }];
    const profiles = [{ name: 'web', selectors, tags: { a: 'b' } }];
    assert.deepEqual(parse({ metadata: { name: 'demo' }, fargateProfiles: profiles }), [
      {
        spec: {
          name: { field: FieldPath.of('fargateProfiles', 0, 'name'), source: 'given', value: 'web' },
          selectorLists: [
            {
              field: FieldPath.of('fargateProfiles', 0, 'selectors'),
              selectors: [
                {
                  field: FieldPath.of('fargateProfiles', 0, 'selectors', 0),
                  namespace: 'shop',
                  labels: new Map([['tier', 'web']]),
                },
                { field: FieldPath.of('fargateProfiles', 0, 'selectors', 1), namespace: '', labels: new Map() },
              ],
            },
          ],
          tags: [{ field: FieldPath.of('fargateProfiles', 0, 'tags', { key: 'a' }), key: 'a', value: 'b' }],
          tagsField: FieldPath.of('fargateProfiles', 0, 'tags'),
          creation: 'expected',
          role: { field: FieldPath.of('fargateProfiles', 0, 'podExecutionRoleARN'), state: 'optional', texts: [] },
        },
        clusterName: 'demo',
      },
    ]);
  });

  test('may be none', () => {
    assert.deepEqual(parse({}), []);
  });

  test('are not to be found in another document', () => {
    assert.equal(EKSCTL_CONFIG.recognizes(new Field({ kind: 'Other', fargateProfiles: [{}] })), false);
  });
});
