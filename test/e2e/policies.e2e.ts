import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { Field } from '../../src/documents/field.ts';
import type { ProfileSet } from '../../src/fargate/profile-set.ts';
import { podPolicy } from '../../src/policies/pod-policy.ts';
import { DryRuns } from '../support/cluster/admitted-pods.ts';
import { skipBelowMinor } from '../support/cluster/assets.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { annotationsByWebhook, richPod, withAnnotations } from '../support/cluster/policy-cases.ts';
import { eventually } from '../support/eventually.ts';
import { NAMESPACES, profiles as someProfiles } from '../support/generated-pods.ts';
import { profileSet } from '../support/profiles.ts';

/** `POLICY_PODS=5000 POLICY_SETS=50` is the full run. */
const PODS = Number(process.env['POLICY_PODS'] ?? 400);
const SETS = Number(process.env['POLICY_SETS'] ?? 10);
const SEED = 22;

/** Takes what the generated profiles leave: half of the sets have it, so that many pods run on Fargate. */
const REST = { name: 'zz', selectors: [{ namespace: 's*' }, { namespace: 'jobs', labels: { app: '*' } }] };

interface PolicySet {
  readonly prefix: string;
  readonly profiles: ProfileSet;
}

/** From this version on, MutatingAdmissionPolicy is v1 and on by default. */
const MUTATING_ADMISSION_POLICY_MINOR = 36;

describe('the policy on pods against the webhook, on random pods and profiles, through a real API server', {
  skip: skipBelowMinor(MUTATING_ADMISSION_POLICY_MINOR),
}, () => {
  const controlPlane = useControlPlane();
  const sets: readonly PolicySet[] = fc.sample(someProfiles, { numRuns: SETS, seed: SEED }).map((parts, index) => ({
    prefix: `set-${index}`,
    profiles: profileSet(...parts, ...(index % 2 === 0 ? [REST] : [])),
  }));

  before(async () => {
    const { createNamespace, kubectlOutput } = controlPlane();
    for (const name of NAMESPACES) if (name !== 'kube-system') await createNamespace(name);
    await kubectlOutput(['apply', '--server-side', '--filename=-'], { input: listOf(sets.flatMap(policiesOf)) });
    await eventually(areInEffect, { timeoutMs: 60_000 });
  });

  test(`${PODS} pods × ${SETS} sets of profiles: the same annotations`, async (t) => {
    const dryRuns = new DryRuns(controlPlane());
    const pods = fc.sample(richPod(sets.map(({ prefix }) => prefix)), { numRuns: PODS, seed: SEED });
    const counted = { refused: 0, onFargate: 0, unconfirmed: 0, cleared: 0 };
    await inParallel(pods, async (pod) => {
      const { namespace } = pod.metadata;
      const { status, body } = await dryRuns.create(`/api/v1/namespaces/${namespace}/pods`, pod);
      if (status === 422) {
        counted.refused += 1;
        return;
      }
      assert.equal(status, 201, JSON.stringify(body));
      const admitted = new Field(body).get('metadata').get('annotations').stringMap();
      for (const { prefix, profiles } of sets) {
        const isLeftOut = namespace === 'kube-system';
        const before = withAnnotations(body, pod.metadata.annotations);
        const expected = isLeftOut
          ? pod.metadata.annotations
          : annotationsByWebhook(before, { prefix, profiles, namespace });
        assert.deepEqual(
          ownOf(admitted, prefix),
          ownOf(expected, prefix),
          JSON.stringify({ pod, profiles: profiles.profiles }),
        );
        if (!isLeftOut) count(counted, ownOf(expected, prefix));
      }
    });
    dryRuns.close();
    assert.ok(counted.refused < PODS / 10, JSON.stringify(counted));
    const least = (PODS * SETS) / 20;
    assert.ok(
      counted.onFargate > least && counted.unconfirmed > least && counted.cleared > least,
      JSON.stringify(counted),
    );
    t.diagnostic(`of ${PODS * SETS}: ${JSON.stringify(counted)}`);
  });

  function policiesOf({ prefix, profiles }: PolicySet): readonly object[] {
    return podPolicy(profiles, { annotationPrefix: prefix, version: 'v1' }).map((object) => renamed(object, prefix));
  }

  /** A pod that names a profile as EKS does is annotated by every set. */
  async function areInEffect(): Promise<void> {
    const spec = { schedulerName: 'fargate-scheduler', containers: [{ name: 'a', image: 'a' }] };
    const metadata = { name: 'probe', labels: { 'eks.amazonaws.com/fargate-profile': 'probe' } };
    const args = ['create', '--dry-run=server', '--namespace=shop', '--output=json', '--filename=-'];
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec });
    const created: unknown = JSON.parse(await controlPlane().kubectlOutput(args, { input }));
    const annotations = new Field(created).get('metadata').get('annotations').stringMap();
    for (const { prefix } of sets) assert.equal(annotations[`${prefix}/profile`], 'probe');
  }
});

/** Each of the sets in a policy of its own. */
function renamed(object: { readonly metadata: object; readonly spec: object }, name: string): object {
  const spec = 'policyName' in object.spec ? { ...object.spec, policyName: name } : object.spec;
  return { ...object, metadata: { ...object.metadata, name }, spec };
}

function listOf(items: readonly object[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

function ownOf(annotations: Readonly<Record<string, string>>, prefix: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => key.startsWith(`${prefix}/`)));
}

function count(
  counted: { onFargate: number; unconfirmed: number; cleared: number },
  annotations: Readonly<Record<string, string>>,
): void {
  const keys = Object.keys(annotations);
  if (keys.length === 0) counted.cleared += 1;
  else if (keys.some((key) => key.endsWith('/selector'))) counted.onFargate += 1;
  else counted.unconfirmed += 1;
}

async function inParallel<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const work = async (): Promise<void> => {
    for (const item of rest) await act(item);
  };
  await Promise.all(Array.from({ length: 3 }, work));
}
