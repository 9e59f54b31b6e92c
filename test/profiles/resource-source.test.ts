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
  const source = createResourceSource({
    clusterName,
    onForeignProfile: ({ name }) => foreign.push(name),
    lists: {
      async *profileResources({ group }) {
        yield* groups[group] ?? [MISSING];
      },
    },
  });
  const profiles = await source.load({ signal: new AbortController().signal, describeAll: true });
  return { names: profiles.map(({ name }) => name), profiles, foreign };
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

  const failures: readonly (readonly [what: string, groups: Groups, message: string])[] = [
    ['no kind is installed', {}, 'the cluster knows no kind of FargateProfile resource'],
    [
      'one may not be listed',
      { [ACK]: [{ kind: 'failed', problem: 'forbidden', reason: 'you may not' }] },
      'the FargateProfile resources of eks.services.k8s.aws could not be read: you may not',
    ],
    [
      'two have one name',
      { [ACK]: [page(ack('a'), ack('a'))] },
      'profile "a" stands in FargateProfile.eks.services.k8s.aws infra/a and again in FargateProfile.eks.services.k8s.aws infra/a',
    ],
    [
      'one has no selector',
      { [ACK]: [page(ack('a', { selectors: [] }))] },
      'FargateProfile.eks.services.k8s.aws infra/a: spec.selectors: expected at least one selector',
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
