import { readFixtures } from '../fixtures.ts';
import { BY_EVERY_KIND, type ProfileObject } from './profile-samples.ts';

/** Something that a person asks the API server about a profile; all of it a dry run. */
export interface ProfileCase {
  readonly name: string;
  /** Of kubectl. */
  readonly args: readonly string[];
  readonly input?: object;
}

const ACK = BY_EVERY_KIND[0];
const CREATE = ['create', '--dry-run=server', '--filename=-'];

/** In the webhook's way nowhere. */
export const EXEMPT = { 'fargate-admission/exempt': 'true' };

/** Every rule's fixture, every kind, and the corners of both. */
export function creationCases(): readonly ProfileCase[] {
  const fixtures = readFixtures('profile-rules').flatMap(({ name, documents: [document] }) =>
    creation(`the fixture ${name}`, document?.value),
  );
  const kinds = BY_EVERY_KIND.flatMap((sample) => [
    ...creation(`${sample.type}: a good profile`, sample.good('new')),
    ...creation(`${sample.type}: a selector without a namespace`, sample.withoutNamespace('new')),
    ...creation(`${sample.type}: no selector`, sample.profile('new', [])),
    ...creation(`${sample.type}: several errors`, sample.profile('eks-new', MANY_ERRORS)),
  ]);
  return [...fixtures, ...kinds, ...namespaces(), ...adoptions(), ...corners()];
}

/** Of the kinds of profile resources; an AdoptedResource is none. */
function adoptions(): readonly ProfileCase[] {
  const fixtures = readFixtures('adoption').filter(({ name }) => name !== 'ack-adopted-resource');
  const adopting = (policy: string) => ({ annotations: { 'services.k8s.aws/adoption-policy': policy } });
  return [
    ...fixtures.flatMap(({ name, documents: [document] }) => creation(`adoption, ${name}`, document?.value)),
    ...creation('adopted, with a bad selector', withMetadata(ACK.withoutNamespace('new'), adopting('adopt'))),
    ...creation(
      'adopted or created, with a bad selector',
      withMetadata(ACK.withoutNamespace('new'), adopting('adopt-or-create')),
    ),
    ...creation('an adoption policy that ACK does not know', withMetadata(ACK.profile('new', []), adopting('Adopt'))),
  ];
}

const MANY_ERRORS = [
  { namespace: 'Bad' },
  { labels: { 'a/b/c': 'v v', tier: 'front' } },
  { namespace: `${'a'.repeat(64)}`, labels: { a: '1', b: '2', c: '3', d: '4', e: '5', f: '-6' } },
];

function namespaces(): readonly ProfileCase[] {
  return [
    'kube-system',
    '*',
    '?',
    '*dev',
    'prod*',
    'a*-*?b',
    'a'.repeat(63),
    '-a',
    'a-',
    'a.b',
    'a b',
    ' ',
    'ä',
    '"a"',
  ].flatMap((namespace) => creation(`the namespace ${JSON.stringify(namespace)}`, ACK.profile('new', [{ namespace }])));
}

function corners(): readonly ProfileCase[] {
  const [, crossplane = ACK, upbound = ACK, , cluster = ACK] = BY_EVERY_KIND;
  const good = upbound.good('new');
  const selector = (namespace: string) => [{ namespace }];
  return [
    ...creation(
      'errors in both places of Upbound',
      withSpec(good, {
        forProvider: { region: 'r', selector: selector('A') },
        initProvider: { selector: selector('B') },
      }),
    ),
    ...creation(
      'a profile that is only observed',
      withSpec(good, { managementPolicies: ['Observe'], forProvider: { region: 'eu-west-1' } }),
    ),
    ...creation(
      'a profile whose policies are empty',
      withSpec(good, { managementPolicies: [], forProvider: { region: 'eu-west-1' } }),
    ),
    ...creation(
      'a profile that is only observed, with a bad selector',
      withSpec(good, {
        managementPolicies: ['Observe'],
        forProvider: { region: 'eu-west-1', selector: selector('A') },
      }),
    ),
    ...creation(
      'a profile without a role',
      withSpec(crossplane.good('new'), { forProvider: { region: 'eu-west-1', selectors: selector('a') } }),
    ),
    ...creation(
      'a profile whose controller makes up the name',
      withSpec(cluster.good('new'), { clusterName: 'demo', selectors: selector('a') }),
    ),
    ...creation(
      'tags in both places, too many together',
      withSpec(good, {
        forProvider: { region: 'r', podExecutionRoleArn: 'arn', selector: selector('a'), tags: tags('a', 30) },
        initProvider: { tags: tags('b', 30) },
      }),
    ),
    ...creation(
      'an empty tag key',
      withSpec(ACK.good('new'), {
        name: 'web',
        podExecutionRoleARN: 'arn',
        selectors: selector('a'),
        tags: { '': 'x' },
      }),
    ),
    ...creation(
      'a name made up by the API server',
      withMetadata(crossplane.good('new'), { name: undefined, generateName: 'web-' }),
    ),
  ];
}

/** Where the two are known to differ: what the webhook refuses, and the policy lets pass. */
export function onlyRefusedByWebhook(): readonly ProfileCase[] {
  const labels = (key: string, value: string) => ACK.profile('new', [{ namespace: 'a', labels: { [key]: value } }]);
  return [
    ...creation(
      'a star that cannot be empty makes a namespace too long',
      ACK.profile('new', [{ namespace: `*-${'a'.repeat(62)}` }]),
    ),
    ...creation('a star that cannot be empty makes a label value too long', labels('app', `*-${'a'.repeat(62)}`)),
    ...creation(
      'a key without a slash, too long for a name, and no wildcard of which can be the slash',
      labels(`${'A'.repeat(64)}*`, 'x'),
    ),
    ...creation(
      'a star that cannot be empty makes the prefix of a key too long',
      labels(`${'a'.repeat(250)}.*-b/name`, 'x'),
    ),
  ];
}

/** What the policy refuses, and the webhook lets pass: it must never be in the way of its own installation. */
export function onlyRefusedByPolicy(): readonly ProfileCase[] {
  const bad = ACK.withoutNamespace('new');
  return [
    ...creation('a bad profile that is exempt', withMetadata(bad, { labels: EXEMPT })),
    ...creation('a bad profile in kube-system', withMetadata(bad, { namespace: 'kube-system' })),
  ];
}

function creation(name: string, input: unknown): readonly ProfileCase[] {
  return typeof input === 'object' && input !== null ? [{ name, args: CREATE, input }] : [];
}

export function withMetadata(profile: ProfileObject, metadata: object): ProfileObject {
  return { ...profile, metadata: { ...profile.metadata, ...metadata } };
}

function withSpec(profile: ProfileObject, spec: object): ProfileObject {
  return { ...profile, spec };
}

function tags(prefix: string, count: number): object {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, 'x']));
}
