import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { loadPlannedChange, loadProfileDocument } from '../../src/documents/profiles/registry.ts';

const UNKNOWN = '{{changeSet:KNOWN_AFTER_APPLY}}';

function context(properties: object): string {
  return JSON.stringify({ Properties: properties });
}

function profile(name: string, namespace: string): string {
  return context({ ClusterName: 'demo', FargateProfileName: name, Selectors: [{ Namespace: namespace }] });
}

function changeSet(...changes: readonly object[]): Field {
  return new Field({
    ChangeSetName: 'release',
    StackName: 'platform',
    Changes: changes.map((change) => ({
      Type: 'Resource',
      ResourceChange: { ResourceType: 'AWS::EKS::FargateProfile', ...change },
    })),
  });
}

describe('a change set', () => {
  const document = changeSet(
    { Action: 'Add', LogicalResourceId: 'New', AfterContext: profile('new', 'shop') },
    {
      Action: 'Modify',
      LogicalResourceId: 'Changed',
      PhysicalResourceId: 'demo|changed',
      Replacement: 'True',
      BeforeContext: profile('changed', 'a'),
      AfterContext: profile('changed', UNKNOWN),
    },
    {
      Action: 'Remove',
      LogicalResourceId: 'Gone',
      PhysicalResourceId: 'demo|gone',
      BeforeContext: profile('gone', 'b'),
    },
    { Action: 'Add', LogicalResourceId: 'Topic', ResourceType: 'AWS::SNS::Topic' },
  );

  test('holds the profiles that it makes, and what is not known of them', () => {
    const profiles = loadProfileDocument(document)?.profiles.map(({ profile: one }) => one);
    assert.deepEqual(
      profiles?.map(({ name, clusterName, selectors }) => [name, clusterName, selectors]),
      [
        ['new', 'demo', [{ namespace: 'shop', labels: new Map() }]],
        ['changed', 'demo', []],
      ],
    );
    assert.deepEqual(profiles?.[1]?.unknownSelectors?.[0]?.unknownFields.map(String), [
      'Changed.Properties.Selectors[0].Namespace',
    ]);
  });

  test('says what becomes of the profiles that it changes, and that it lists no others', () => {
    const change = loadPlannedChange(document);
    assert.deepEqual(
      change?.existing.map(({ name, selectors }) => [name, selectors[0]?.namespace]),
      [
        ['changed', 'a'],
        ['gone', 'b'],
      ],
    );
    assert.deepEqual(change?.deleted, [
      { name: 'changed', clusterName: 'demo', isCreatedFirst: true },
      { name: 'gone', clusterName: 'demo', isCreatedFirst: false },
    ]);
    assert.match(change?.gap ?? '', /lists what changes alone, .* --cluster-name or --profiles$/);
  });

  test('takes the names that CloudFormation made up from the resource', () => {
    const generated = context({ Selectors: [{ Namespace: 'a' }] });
    const change = (Replacement: string) =>
      changeSet({
        Action: 'Modify',
        LogicalResourceId: 'Web',
        PhysicalResourceId: 'demo|Web-a1b2',
        Replacement,
        BeforeContext: generated,
        AfterContext: generated,
      });
    const named = (document: Field) => [
      loadProfileDocument(document)?.profiles.map(({ profile: { name } }) => name),
      loadPlannedChange(document)?.deleted.map(({ name }) => name),
    ];
    assert.deepEqual(named(change('False')), [['Web-a1b2'], []]);
    assert.deepEqual(named(change('True')), [['Web'], ['Web-a1b2']]);
  });

  test('replaces a profile of the older construct of the CDK for any change', () => {
    const custom = context({ Config: { fargateProfileName: 'a', selectors: [{ namespace: 'a' }] } });
    const change = loadPlannedChange(
      changeSet({
        Action: 'Modify',
        ResourceType: 'Custom::AWSCDK-EKS-FargateProfile',
        LogicalResourceId: 'A',
        Replacement: 'False',
        BeforeContext: custom,
        AfterContext: custom,
      }),
    );
    assert.deepEqual(change?.deleted, [{ name: 'a', clusterName: undefined, isCreatedFirst: true }]);
  });

  test('keeps a profile that the stack retains', () => {
    const gone = { Action: 'Remove', LogicalResourceId: 'Gone', BeforeContext: profile('gone', 'b') };
    assert.deepEqual(loadPlannedChange(changeSet({ ...gone, PolicyAction: 'Retain' }))?.deleted, []);
  });

  test('without property values is refused with the command that gives them', () => {
    assert.throws(() => loadProfileDocument(changeSet({ Action: 'Add', LogicalResourceId: 'New' })), {
      message:
        'Changes[0].ResourceChange.AfterContext: is missing; give the output of aws cloudformation describe-change-set --include-property-values',
    });
  });

  test('of which more follows is refused', () => {
    const page = new Field({ ChangeSetName: 'a', Changes: [], NextToken: 'b' });
    assert.throws(() => loadProfileDocument(page), { message: /^NextToken: more changes follow; / });
  });

  test('names the nested stacks, which have change sets of their own', () => {
    const nested = { ResourceType: 'AWS::CloudFormation::Stack', LogicalResourceId: 'Eks', ChangeSetId: 'arn:nested' };
    assert.deepEqual(loadProfileDocument(changeSet({ Action: 'Modify', ...nested }))?.unread, [
      'Eks is a nested stack, whose changes are not in this change set; give that of arn:nested',
    ]);
  });
});
