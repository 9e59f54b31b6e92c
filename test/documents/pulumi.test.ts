import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { PULUMI_PREVIEW } from '../../src/documents/profiles/pulumi.ts';
import { loadPlannedChange, loadProfileDocument, parseProfileDocument } from '../../src/documents/profiles/registry.ts';

const URN = 'urn:pulumi:dev::shop::eks:index:Cluster$aws:eks/fargateProfile:FargateProfile';

describe('the output of pulumi preview --json', () => {
  const preview = fixture('pulumi-preview');

  test('holds the profiles that will exist', () => {
    assert.deepEqual(
      parseProfileDocument(preview)?.map(({ name, clusterName }) => [name, clusterName]),
      [
        ['pulumi-shop', 'demo'],
        ['pulumi-night', 'demo'],
        ['pulumi-edge', 'demo'],
      ],
    );
  });

  test('leaves open what is not known before the update, and names it by the URN', () => {
    const edge = parseProfileDocument(preview)?.find(({ name }) => name === 'pulumi-edge');
    assert.deepEqual(
      edge?.unknownSelectors?.map(({ namespace, labels, unknownFields }) => [
        namespace,
        Object.fromEntries(labels),
        unknownFields.map(String),
      ]),
      [
        ['*', {}, [`${URN}::edge.selectors[0].namespace`]],
        ['edge', {}, [`${URN}::edge.selectors[1].labels`]],
        ['edge', { tier: '*', zone: 'a' }, [`${URN}::edge.selectors[2].labels[tier]`]],
      ],
    );
  });

  test('says what becomes of the profiles that exist', () => {
    const change = loadPlannedChange(preview);
    assert.deepEqual(
      change?.existing.map(({ name }) => name),
      ['pulumi-shop', 'pulumi-batch', 'pulumi-gone'],
    );
    assert.deepEqual(change?.deleted, [
      { name: 'pulumi-batch', clusterName: 'demo', isCreatedFirst: false },
      { name: 'pulumi-gone', clusterName: 'demo', isCreatedFirst: false },
    ]);
    assert.equal(change?.gap, undefined);
  });

  test('that leaves out what stays as it is, holds not all profiles of the cluster', () => {
    const steps = preview
      .get('steps')
      .list()
      .filter((step) => step.get('op').value !== 'same')
      .map(({ value }) => value);
    const partial = new Field({ steps, changeSummary: { same: 7 } });
    const gap = /^leaves out 7 resources that stay as they are; give the output of pulumi preview --json --show-sames/;
    assert.match(loadPlannedChange(partial)?.gap ?? '', gap);
    assert.match(loadProfileDocument(partial)?.gaps[0] ?? '', gap);
  });

  test('shows in which order a replacement is done, with --show-replacement-steps', () => {
    const [type, inputs] = ['aws:eks/fargateProfile:FargateProfile', { fargateProfileName: 'a', selectors: [] }];
    const state = { urn: 'u', type, inputs };
    const steps = [
      { op: 'create-replacement', urn: 'u', oldState: state, newState: state },
      { op: 'replace', urn: 'u', oldState: state, newState: state },
      { op: 'delete-replaced', urn: 'u', oldState: state },
    ];
    const orders = [steps, steps.toReversed()].map((inOrder) =>
      PULUMI_PREVIEW.readChange?.(new Field({ steps: inOrder })),
    );
    assert.deepEqual(
      orders.map((change) => change?.deleted.map(({ isCreatedFirst }) => isCreatedFirst)),
      [[true], [false]],
    );
    assert.equal(PULUMI_PREVIEW.read(new Field({ steps })).length, 1);
  });

  test('deletes no profile that the program no longer manages and keeps', () => {
    const [type, inputs] = ['aws:eks/fargateProfile:FargateProfile', { fargateProfileName: 'a', selectors: [] }];
    const step = { op: 'delete', urn: 'u', oldState: { urn: 'u', type, inputs, retainOnDelete: true } };
    assert.deepEqual(PULUMI_PREVIEW.readChange?.(new Field({ steps: [step] }))?.deleted, []);
  });
});

describe('the output of pulumi stack export', () => {
  test('holds the profiles as they are, those of the native provider too', () => {
    assert.deepEqual(
      parseProfileDocument(fixture('pulumi-stack'))?.map(({ name, status, selectors }) => [name, status, selectors]),
      [
        ['pulumi-ledger', 'CREATE_FAILED', [{ namespace: 'ledger', labels: new Map() }]],
        ['pulumi-secret', 'ACTIVE', []],
        ['pulumi-native', 'ACTIVE', [{ namespace: 'native', labels: new Map([['tier', 'front']]) }]],
      ],
    );
  });

  test('leaves a secret open', () => {
    const secret = parseProfileDocument(fixture('pulumi-stack'))?.find(({ name }) => name === 'pulumi-secret');
    assert.deepEqual(secret?.unknownSelectors?.[0]?.unknownFields.map(String), [`${URN}::vault.selectors`]);
  });
});

function fixture(name: string): Field {
  return new Field(JSON.parse(readFileSync(new URL(`../fixtures/profiles/${name}.json`, import.meta.url), 'utf8')));
}
