import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import type { ListPage } from '../../src/documents/list-page.ts';
import { createResourceSource } from '../../src/profiles/resource-source.ts';
import { ProfileLoadError } from '../../src/profiles/source.ts';

const MISSING: ListPage = { kind: 'failed', problem: 'missing', reason: 'no such group' };

/** By group; a group without an entry is not installed. */
type Groups = Readonly<Record<string, readonly ListPage[]>>;

async function load(groups: Groups, clusterName?: string) {
  const foreign: string[] = [];
  const skipped: string[] = [];
  const source = createResourceSource({
    clusterName,
    onForeignProfile: ({ name }) => foreign.push(name),
    onImpossibleSelector: () => {},
    onSkipped: (reason) => skipped.push(reason),
    lists: {
      async *profileResources({ group }) {
        yield* groups[group] ?? [MISSING];
      },
    },
  });
  const profiles = await source.load({ signal: new AbortController().signal, describeAll: true });
  return { names: profiles.map(({ name }) => name), profiles, foreign, skipped };
}

function page(...items: readonly object[]): ListPage {
  return { kind: 'page', items: items.map((item) => new Field(item)), remaining: 0 };
}

/** As a list holds it: without its apiVersion and kind. */
function ack(name: string, spec: object = {}): object {
  const metadata = { name, namespace: 'infra' };
  return { metadata, spec: { name, clusterName: 'prod', selectors: [{ namespace: 'shop' }], ...spec } };
}

const ACK = 'eks.services.k8s.aws';
const CAPA = 'infrastructure.cluster.x-k8s.io';

describe('the profiles of resources', () => {
  test('are those of every kind that is installed, page by page', async () => {
    const capa = {
      metadata: { name: 'c', namespace: 'infra' },
      spec: { profileName: 'c', selectors: [{ namespace: 'c' }] },
    };
    const { names } = await load({ [ACK]: [page(ack('a')), page(ack('b'))], [CAPA]: [page(capa)] });
    assert.deepEqual(names, ['a', 'b', 'c']);
  });

  test('are those of the cluster that is named, and of no other', async () => {
    const { names, foreign } = await load({ [ACK]: [page(ack('a'), ack('b', { clusterName: 'test' }))] }, 'prod');
    assert.deepEqual(names, ['a']);
    assert.deepEqual(foreign, ['b']);
  });

  test('have the status that their controller writes', async () => {
    const { profiles } = await load({ [ACK]: [page({ ...ack('a'), status: { status: 'CREATING' } })] });
    assert.equal(profiles[0]?.status, 'CREATING');
  });

  test('are none where a kind is installed and there is no resource', async () => {
    assert.deepEqual((await load({ [ACK]: [page()] })).names, []);
  });

  const upbound = { metadata: { name: 'u' }, spec: { managementPolicies: ['Observe'], forProvider: {} } };
  const skipped: readonly (readonly [what: string, groups: Groups, reason: string])[] = [
    [
      'has no selector',
      { [ACK]: [page(ack('z', { selectors: [] }), ack('a'))] },
      'FargateProfile.eks.services.k8s.aws infra/z: spec.selectors: expected at least one selector',
    ],
    [
      'has a field of another type',
      { [ACK]: [page(ack('z', { selectors: 'shop' }), ack('a'))] },
      'FargateProfile.eks.services.k8s.aws infra/z: spec.selectors: expected a list, got a string',
    ],
    [
      'has a name of another type',
      { [ACK]: [page({ metadata: { name: 1 } }, ack('a'))] },
      'FargateProfile.eks.services.k8s.aws: metadata.name: expected a string, got a number',
    ],
    [
      'has the name of another',
      { [ACK]: [page(ack('a'), ack('a'))] },
      'FargateProfile.eks.services.k8s.aws infra/a: profile "a" is also in FargateProfile.eks.services.k8s.aws infra/a, which is used',
    ],
    [
      'observes a profile without its selectors',
      { [ACK]: [page(ack('a'))], 'eks.aws.upbound.io': [page(upbound)] },
      'FargateProfile.eks.aws.upbound.io u: adopts or observes a profile, and does not say its selectors',
    ],
  ];
  for (const [what, groups, reason] of skipped) {
    test(`are those of the other resources where one ${what}, and it is named`, async () => {
      const loaded = await load(groups);
      assert.deepEqual([loaded.names, loaded.skipped], [['a'], [reason]]);
    });
  }

  const failures: readonly (readonly [what: string, groups: Groups, message: string])[] = [
    ['no kind is installed', {}, 'the cluster knows no kind of FargateProfile resource'],
    [
      'one may not be listed',
      { [ACK]: [{ kind: 'failed', problem: 'forbidden', reason: 'you may not' }] },
      'the FargateProfile resources of eks.services.k8s.aws could not be read: you may not',
    ],
  ];
  for (const [what, groups, message] of failures) {
    test(`cannot be loaded where ${what}`, async () => {
      await assert.rejects(
        load(groups),
        (error: unknown) => error instanceof ProfileLoadError && error.message === message,
      );
    });
  }
});
