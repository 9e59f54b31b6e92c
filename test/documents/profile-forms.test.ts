import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Field } from '../../src/documents/field.ts';
import { PROFILE_FORMS, parseProfileDocument, profileFormOf } from '../../src/documents/profiles/registry.ts';
import { documentsIn } from '../support/documents.ts';
import { PROFILE_WRITERS } from '../support/profile-writers.ts';

interface Written {
  readonly name: string;
  readonly selectors: readonly { readonly namespace: string; readonly labels?: Readonly<Record<string, string>> }[];
}

const KEY = fc.stringMatching(/^[a-zA-Z0-9*?]([a-zA-Z0-9_.*?-]{0,20}[a-zA-Z0-9*?])?$/);

const PROFILES: fc.Arbitrary<Written> = fc.record({
  name: fc.stringMatching(/^[a-z][a-zA-Z0-9_-]{0,30}$/),
  selectors: fc.array(
    fc.record(
      {
        namespace: fc.stringMatching(/^[a-z0-9*?]([a-z0-9*?-]{0,20}[a-z0-9*?])?$/),
        labels: fc.dictionary(fc.oneof(KEY, fc.constantFrom('constructor', 'a.b/c[d]', 'true', '012')), KEY, {
          maxKeys: 5,
        }),
      },
      { requiredKeys: ['namespace'] },
    ),
    { minLength: 1, maxLength: 5 },
  ),
});

describe('any profile is the same in every form', () => {
  for (const [form, write] of Object.entries(PROFILE_WRITERS)) {
    test(form, () => {
      fc.assert(
        fc.property(PROFILES, (profile) => {
          const [document] = documentsIn(write(profile));
          assert.ok(document?.kind === 'read');
          assert.deepEqual(parseProfileDocument(document.root), [asEksHasIt(profile)]);
        }),
        { numRuns: 50 },
      );
    });
  }

  test('of the registry that holds profiles', () => {
    const profile = { name: 'web', selectors: [{ namespace: 'shop' }] };
    const used = Object.values(PROFILE_WRITERS).map((write) => {
      const [document] = documentsIn(write(profile));
      assert.ok(document?.kind === 'read');
      const [element = document.root] = Array.isArray(document.root.value) ? document.root.list() : [];
      return profileFormOf(new Field(element.value))?.name;
    });
    const readable = PROFILE_FORMS.filter(({ refuse }) => refuse === undefined).map(({ name }) => name);
    assert.deepEqual(new Set(used), new Set(readable.filter((name) => name !== 'a change set of CloudFormation')));
  });
});

function asEksHasIt({ name, selectors }: Written): object {
  return {
    name,
    clusterName: undefined,
    status: 'ACTIVE',
    selectors: selectors.map(({ namespace, labels = {} }) => ({ namespace, labels: new Map(Object.entries(labels)) })),
    healthIssues: [],
  };
}

describe('a form that is not read is named, with what is', () => {
  const type = 'aws:eks/fargateProfile:FargateProfile';
  const documents: readonly (readonly [what: RegExp, document: object])[] = [
    [/^is a program of Pulumi, .*; give the output of pulumi preview /, { name: 'a', resources: { web: { type } } }],
    [/^is a program of Pulumi, /, { resources: { web: { type: 'aws:eks:FargateProfile' } } }],
    [/^is a file in which Pulumi keeps its state, /, { version: 3, checkpoint: { latest: { resources: [] } } }],
    [/^is a log of events of Pulumi, /, { sequence: 0, timestamp: 1, resourcePreEvent: {} }],
    [/^is Terraform configuration, .*terraform show -json/, { resource: { aws_eks_fargate_profile: { a: {} } } }],
    [/^is for Ansible, /, { hosts: 'all', tasks: [{ 'community.aws.eks_fargate_profile': { name: 'a' } }] }],
    [/^is for Ansible, /, { name: 'Create', eks_fargate_profile: { name: 'a' } }],
    [
      /^holds a resource of CloudFormation and is no template; /,
      { service: 'a', resources: { Resources: { A: { Type: 'AWS::EKS::FargateProfile' } } } },
    ],
  ];
  for (const [message, document] of documents) {
    test(JSON.stringify(document), () => {
      assert.throws(() => parseProfileDocument(new Field(document)), { name: 'DocumentError', message });
    });
  }
});
