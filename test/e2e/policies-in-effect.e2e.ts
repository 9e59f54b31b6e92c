import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { Field } from '../../src/documents/field.ts';
import type { ProfileSet } from '../../src/fargate/profile-set.ts';
import { policyProblems } from '../../src/policies/limits.ts';
import { podPolicy } from '../../src/policies/pod-policy.ts';
import type { MutatingApiVersion } from '../../src/policies/policy-object.ts';
import { skipBelowMinor } from '../support/cluster/assets.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { installEksStandIn } from '../support/cluster/eks-stand-in.ts';
import { eventually } from '../support/eventually.ts';
import { type ProfileParts, profileSet } from '../support/profiles.ts';

const QUOTES = `it's "quoted" \\ \${x} {{y}} \n \u0000 é 😀 ' + variables.pod + '`;

/** From this version on, MutatingAdmissionPolicy is v1 and on by default. */
const MUTATING_ADMISSION_POLICY_MINOR = 36;

describe('the policy on pods, in effect on a real API server', {
  skip: skipBelowMinor(MUTATING_ADMISSION_POLICY_MINOR),
}, () => {
  const controlPlane = useControlPlane({
    apiServerFlags: ['--runtime-config=admissionregistration.k8s.io/v1beta1=true'],
  });
  const undo: (() => Promise<void>)[] = [];

  before(() => controlPlane().createNamespace('shop'));
  after(async () => {
    for (const step of undo) await step();
  });

  test('a profile name of quotation marks, escapes and control characters is written as it is', async () => {
    await apply(profileSet({ name: QUOTES, selectors: [{ namespace: 'shop' }] }));
    await eventually(async () => assert.equal((await annotations())['fargate-admission/profile'], QUOTES));
  });

  test('generated hostile names: the API server takes every policy that the command prints', async () => {
    for (const parts of fc.sample(HOSTILE_PROFILES, { numRuns: 25, seed: 7 })) {
      const profiles = profileSet(...parts);
      assert.deepEqual(policyProblems(profiles, objectsOf(profiles)), []);
      await apply(profiles, ['--dry-run=server']);
    }
  });

  test('100 profiles with 5 selectors of 5 labels each: the last one by name takes the pod', async () => {
    const labels = { 'app*': 'we?*', tier: 'front*', a: 'b', c: '*', d: 'e' };
    const many = Array.from({ length: 100 }, (_, index) => ({
      name: `p${index}`,
      selectors: Array.from({ length: 5 }, (_unused, place) => ({
        namespace: place === 4 ? '*' : `team-${index}-*`,
        labels: { ...labels, d: `${index}-${place}` },
      })),
    }));
    await apply(profileSet(...many, { name: 'zz-last', selectors: [{ namespace: 'shop', labels }] }));
    const pod = { app: 'web', tier: 'frontend', a: 'b', c: 'anything', d: 'e' };
    await eventually(async () => assert.equal((await annotations(pod))['fargate-admission/profile'], 'zz-last'));
  });

  test('annotations that leave no room for the prediction do not cost the pod', async () => {
    const large = { note: 'x'.repeat(256 * 1024 - 20) };
    const { code, stderr } = await create({ annotations: large });
    assert.equal(code, 0, stderr);
  });

  test('a policy of v1beta1 does the same, where the API server serves it', async () => {
    await controlPlane().kubectlOutput(['delete', 'mutatingadmissionpolicy,mutatingadmissionpolicybinding', '--all']);
    await eventually(async () => assert.deepEqual(await annotations(), {}));
    await apply(profileSet({ name: 'beta', selectors: [{ namespace: 'shop' }] }), [], 'v1beta1');
    await eventually(async () => assert.equal((await annotations())['fargate-admission/profile'], 'beta'));
  });

  test("EKS's own decision is written, though its webhook comes after the policy", async () => {
    undo.push(await installEksStandIn(controlPlane(), (namespace) => (namespace === 'shop' ? 'brand-new' : undefined)));
    await apply(profileSet({ name: 'ours', selectors: [{ namespace: 'shop' }] }));
    await eventually(async () => assert.deepEqual(await annotations(), { 'fargate-admission/profile': 'brand-new' }));
  });

  async function apply(profiles: ProfileSet, flags: readonly string[] = [], version: MutatingApiVersion = 'v1') {
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objectsOf(profiles, version) });
    await controlPlane().kubectlOutput(['apply', '--server-side', '--filename=-', ...flags], { input });
  }

  async function annotations(labels: object = {}): Promise<Readonly<Record<string, string>>> {
    const { stdout } = await create({ labels });
    return new Field(JSON.parse(stdout)).get('metadata').get('annotations').stringMap();
  }

  function create(metadata: object) {
    const spec = { containers: [{ name: 'app', image: 'registry.k8s.io/pause:3.10' }] };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop', ...metadata }, spec };
    const args = ['create', '--dry-run=server', '--output=json', '--filename=-'];
    return controlPlane().kubectl(args, { input: JSON.stringify(pod) });
  }
});

function objectsOf(profiles: ProfileSet, version: MutatingApiVersion = 'v1') {
  return podPolicy(profiles, { annotationPrefix: 'fargate-admission', version });
}

/** Texts that matter to CEL, RE2, JSON Pointer or YAML, and any others. */
const hostile = fc.oneof(
  fc.constantFrom(
    "'",
    '"',
    '\\',
    "\\'",
    '$',
    '\n',
    '.*',
    '[a-z]',
    '(?i)x',
    '\\E',
    '~1',
    '{',
    '`',
    '#',
    'é',
    '?*?',
    'a'.repeat(63),
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.stringMatching(/^[a-z.*?-]{1,10}$/),
);

const HOSTILE_PROFILES: fc.Arbitrary<ProfileParts[]> = fc.array(
  fc.record({
    name: hostile,
    selectors: fc.array(fc.record({ namespace: hostile, labels: fc.dictionary(hostile, hostile, { maxKeys: 3 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
  { minLength: 1, maxLength: 4 },
);
