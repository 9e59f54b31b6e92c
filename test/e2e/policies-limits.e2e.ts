import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { ProfileSet } from '../../src/fargate/profile-set.ts';
import { COSTED_LABELS } from '../../src/policies/cost.ts';
import { MAX_OBJECT_BYTES, policyProblems, sizeOf } from '../../src/policies/limits.ts';
import { podPolicy } from '../../src/policies/pod-policy.ts';
import { POLICY_KINDS, type PolicyObject } from '../../src/policies/policy-object.ts';
import { workloadPolicy } from '../../src/policies/workload-policy.ts';
import { DryRuns } from '../support/cluster/admitted-pods.ts';
import { skipBelowMinor } from '../support/cluster/assets.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { eventually } from '../support/eventually.ts';
import { only } from '../support/policy-objects.ts';
import { profileSet } from '../support/profiles.ts';

/** From this version on, MutatingAdmissionPolicy is v1 and on by default. */
const MUTATING_ADMISSION_POLICY_MINOR = 36;

const KINDS = POLICY_KINDS.filter((kind) => !kind.endsWith('Binding'));
const SMALL = profileSet({ name: 'web', selectors: [{ namespace: 'web' }] });
const OPTIONS = { annotationPrefix: 'fargate-admission', version: 'v1' } as const;

describe('the limits of policies, on a real API server', {
  skip: skipBelowMinor(MUTATING_ADMISSION_POLICY_MINOR),
}, () => {
  const controlPlane = useControlPlane();

  for (const kind of KINDS) {
    for (const characters of [90_000, 5000]) {
      test(`${kind}: the largest object is taken, and one that is 5 % larger is not: variables of ${characters} characters`, async () => {
        assert.equal((await apply(padded(kind, MAX_OBJECT_BYTES, characters))).code, 0);
        const { code, stderr } = await apply(padded(kind, MAX_OBJECT_BYTES * 1.05, characters));
        assert.equal(code, 1);
        assert.match(stderr, /request is too large/);
      });
    }
  }

  test('an expression of 100,000 characters is taken, and a longer one is not', async () => {
    const expressionOf = (length: number) => withVariables('ValidatingAdmissionPolicy', [length]);
    assert.equal((await apply(expressionOf(100_000))).code, 0);
    assert.match((await apply(expressionOf(100_001))).stderr, /expression code point size exceeds limit/);
  });

  describe('what a pod costs', () => {
    before(async () => {
      const { profiles } = expensive();
      await controlPlane().createNamespace('shop');
      await applyAll(strict([...podPolicy(profiles, OPTIONS), ...workloadPolicy(profiles)]));
      await eventually(async () => assert.match(JSON.stringify(await create(COSTED_LABELS * 100)), /cost/), {
        timeoutMs: 120_000,
      });
    });

    test(`is within what the API server spends on a pod with ${COSTED_LABELS} labels, for the most expensive profiles that are compiled`, async () => {
      const { status, body } = await create(COSTED_LABELS);
      assert.equal(status, 201, JSON.stringify(body));
    });
  });

  async function create(labels: number) {
    const dryRuns = new DryRuns(controlPlane());
    try {
      return await dryRuns.create('/api/v1/namespaces/shop/pods', podWith(labels));
    } finally {
      dryRuns.close();
    }
  }

  function apply(object: object) {
    return controlPlane().kubectl(['apply', '--server-side', '--filename=-'], { input: JSON.stringify(object) });
  }

  async function applyAll(items: readonly object[]): Promise<void> {
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    await controlPlane().kubectlOutput(['apply', '--server-side', '--filename=-'], { input });
  }
});

/** With as many variables of a literal each as have the size that is asked for. */
function padded(kind: PolicyObject['kind'], bytes: number, characters: number): object {
  const countOf = (count: number) =>
    withVariables(
      kind,
      Array.from({ length: count }, () => characters),
    );
  let count = 1;
  while (sizeOf([countOf(count + 1)]).bytes <= bytes) count += 1;
  const lengths = Array.from({ length: count }, () => characters);
  const rest = Math.floor(bytes - sizeOf([withVariables(kind, [...lengths, 2])]).bytes);
  return rest < 2 ? withVariables(kind, lengths) : withVariables(kind, [...lengths, rest]);
}

function withVariables(kind: PolicyObject['kind'], lengths: readonly number[]): PolicyObject {
  const objects = kind === 'MutatingAdmissionPolicy' ? podPolicy(SMALL, OPTIONS) : workloadPolicy(SMALL);
  const { spec, ...object } = only(objects, kind);
  const added = lengths.map((length, index) => ({ name: `added${index}`, expression: `'${'x'.repeat(length - 2)}'` }));
  const known = 'variables' in spec && Array.isArray(spec.variables) ? spec.variables : [];
  return { ...object, spec: { ...spec, variables: [...known, ...added] } };
}

/** Every selector matches the pod but for the value of its last label, so that all pairs are compared. */
function expensive(): { readonly profiles: ProfileSet } {
  const selectorsOf = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      namespace: 's*',
      labels: { [`*label*-${'?'.repeat(30)}*`]: '*v*?', [`*${index}?x*`]: `*v-${index}?` },
    }));
  let count = 1;
  const setOf = (size: number) => profileSet({ name: 'wide', selectors: selectorsOf(size) });
  while (policyProblems(setOf(count + 1), []).length === 0) count += 1;
  return { profiles: setOf(count) };
}

function podWith(count: number): object {
  const labels = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `${'prefix.'.repeat(18)}example/label-${index}`.padEnd(190, 'l'),
      `value-${index}`.padEnd(63, 'v'),
    ]),
  );
  const metadata = { name: 'pod', namespace: 'shop', labels };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'a', image: 'a' }] } };
}

/** What fails to evaluate refuses the pod. */
function strict(objects: readonly PolicyObject[]): readonly object[] {
  return objects.map((object) =>
    'policyName' in object.spec ? object : { ...object, spec: { ...object.spec, failurePolicy: 'Fail' } },
  );
}
