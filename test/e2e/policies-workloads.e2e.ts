import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { assessWorkload } from '../../src/documents/assessment/workload.ts';
import { Field } from '../../src/documents/field.ts';
import { parseWorkload } from '../../src/documents/workloads/workload.ts';
import type { Finding } from '../../src/fargate/finding.ts';
import type { Prediction } from '../../src/fargate/prediction.ts';
import type { ProfileSet } from '../../src/fargate/profile-set.ts';
import type { PolicyObject } from '../../src/policies/policy-object.ts';
import { enforcingPolicy, workloadPolicy } from '../../src/policies/workload-policy.ts';
import { findingWarning, withProfile } from '../../src/webhook/admission/warning.ts';
import { DryRuns } from '../support/cluster/admitted-pods.ts';
import { skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { listPath, workload } from '../support/cluster/workload-policy-cases.ts';
import { eventually } from '../support/eventually.ts';
import { profiles as someProfiles } from '../support/generated-pods.ts';
import { profileSet } from '../support/profiles.ts';
import { assess, FIXTURE_PROFILES, workloadFixtures } from '../support/workload-fixtures.ts';

const WORKLOADS = Number(process.env['POLICY_WORKLOADS'] ?? 400);
const SEED = 22;

/** Half of the sets have it, so that many workloads are bound for Fargate. */
const REST = { name: 'zz', selectors: [{ namespace: 's*' }, { namespace: 'jobs' }] };

/** What the policy leaves to the webhook: which part of a selector does not match, and misspelt letters. */
const IN_PART = /(?<=\[(?:near-miss|profile-not-matching|fargate-scheduler)\])$/;

describe('the policy on workloads, on a real API server', { skip: skipWithoutControlPlane() }, () => {
  const controlPlane = useControlPlane();
  const sets = fc.sample(someProfiles, { numRuns: 6, seed: SEED }).map((parts, index) => ({
    name: `set-${index}`,
    profiles: profileSet(...parts, ...(index % 2 === 0 ? [REST] : [])),
  }));

  before(async () => {
    const namespaces = new Set([...workloadFixtures().map(({ namespace }) => namespace), 'shop', 'jobs']);
    for (const name of ['default', 'kube-system']) namespaces.delete(name);
    for (const name of namespaces) await controlPlane().createNamespace(name);
    await apply(sets.flatMap(({ name, profiles }) => terse(strict(workloadPolicy(profiles), name))));
    await apply(strict(workloadPolicy(FIXTURE_PROFILES), 'fixtures'));
    await eventually(areInEffect, { timeoutMs: 60_000 });
  });

  for (const { name, document, namespace } of workloadFixtures()) {
    test(`${name}: the words of the webhook`, async () => {
      const path = `test/fixtures/workloads/${name}.yaml`;
      const { code, stderr } = await kubectl(['create', '--dry-run=server', `--filename=${path}`]);
      assert.equal(code, 0, stderr);
      const { workload: parsed, findings, prediction } = assess(document, namespace);
      assert.deepEqual(
        warningsIn(stderr, 'fixtures').map(comparable).toSorted(),
        wordsOf(`${parsed.kind} ${parsed.name}`, findings, prediction).map(comparable).toSorted(),
      );
    });
  }

  test(`${WORKLOADS} random workloads × ${sets.length} sets of profiles: the codes of the webhook`, async (t) => {
    const dryRuns = new DryRuns(controlPlane());
    const counted = { refused: 0, findings: 0 };
    for (const { kind, namespace, object } of fc.sample(workload, { numRuns: WORKLOADS, seed: SEED })) {
      const { status, body, warnings } = await dryRuns.create(listPath(kind, namespace), object);
      // Invalid, or of a RuntimeClass that the cluster does not have.
      if (status === 422 || status === 403) {
        counted.refused += 1;
        continue;
      }
      assert.equal(status, 201, JSON.stringify(body));
      for (const { name, profiles } of sets) {
        const expected = codesByWebhook(body, namespace, profiles);
        const actual = codesIn(warnings.join('\n'), name);
        counted.findings += expected.length;
        const isNearMiss = (code: string) => code === 'near-miss';
        assert.ok(!actual.some(isNearMiss) || expected.some(isNearMiss), JSON.stringify({ object }));
        const [ours, theirs] = [expected, actual].map((codes) => codes.filter((code) => !isNearMiss(code)));
        assert.deepEqual(
          theirs,
          ours,
          JSON.stringify({
            object,
            profiles: profiles.profiles.map((one) => ({
              ...one,
              selectors: one.selectors.map(({ namespace: place, labels }) => [place, ...labels]),
            })),
          }),
        );
      }
    }
    dryRuns.close();
    t.diagnostic(JSON.stringify(counted));
    assert.ok(counted.refused < WORKLOADS / 4 && counted.findings > WORKLOADS, JSON.stringify(counted));
  });

  test('an update that leaves the template alone, and what a controller makes, get no warnings', async () => {
    const spec = { hostNetwork: true, containers: [{ name: 'a', image: 'a' }] };
    const template = { metadata: { labels: { app: 'quiet' } }, spec };
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'quiet', namespace: 'shop' },
      spec: { replicas: 0, selector: { matchLabels: { app: 'quiet' } }, template },
    };
    const created = await kubectl(['create', '--filename=-'], JSON.stringify(deployment));
    assert.deepEqual(codesIn(created.stderr, 'fixtures'), ['host-network']);
    const scaled = await kubectl(['annotate', 'deployment', 'quiet', '--namespace=shop', 'team=a']);
    assert.deepEqual([scaled.code, scaled.stderr], [0, '']);
    const owner = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      name: 'x',
      uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
      controller: true,
    };
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'shop', ownerReferences: [owner] },
      spec,
    };
    assert.equal((await kubectl(['create', '--dry-run=server', '--filename=-'], JSON.stringify(pod))).stderr, '');
  });

  test('the annotation that suppresses a finding suppresses its warning', async () => {
    const text = readFileSync('test/fixtures/workloads/host-network.yaml', 'utf8');
    const ignoring = text.replace(
      '  annotations:',
      '  annotations:\n    fargate-admission/ignore: "size-step, host-network"',
    );
    const { stderr } = await kubectl(['create', '--dry-run=server', '--filename=-'], ignoring);
    assert.deepEqual(codesIn(stderr, 'fixtures'), []);
  });

  test('--enforce denies in namespaces with the label, and nowhere else', async () => {
    await apply(enforcingPolicy(FIXTURE_PROFILES, new Set(['host-network', 'privileged'])));
    const create = () =>
      kubectl(['create', '--dry-run=server', '--filename=test/fixtures/workloads/host-network.yaml']);
    assert.equal((await create()).code, 0);
    await kubectl(['label', 'namespace', 'shop', 'fargate-admission/enforce=true']);
    await eventually(async () => {
      const { code, stderr } = await create();
      assert.equal(code, 1);
      assert.match(
        stderr,
        /'fargate-enforce' denied request: Deployment statsd: spec\.template\.spec\.hostNetwork: .* \[host-network\]$/m,
      );
    });
    assert.equal(
      (await kubectl(['create', '--dry-run=server', '--filename=test/fixtures/workloads/host-pid.yaml'])).code,
      0,
    );
  });

  async function apply(objects: readonly object[]): Promise<void> {
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    await controlPlane().kubectlOutput(['apply', '--server-side', '--filename=-'], { input });
  }

  function kubectl(args: readonly string[], input = '') {
    return controlPlane().kubectl(args, { input });
  }

  async function areInEffect(): Promise<void> {
    const spec = {
      nodeName: 'a',
      hostNetwork: true,
      schedulerName: 'fargate-scheduler',
      containers: [{ name: 'a', image: 'a' }],
    };
    const metadata = { name: 'probe', namespace: 'shop', labels: { 'eks.amazonaws.com/fargate-profile': 'gone' } };
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec });
    const { stderr } = await kubectl(['create', '--dry-run=server', '--filename=-'], input);
    for (const name of [...sets.map((set) => set.name), 'fixtures'])
      assert.ok(codesIn(stderr, name).includes('host-network'), stderr);
  }
});

/** Each under a name of its own. An expression that fails is a warning here, and is not ignored. */
function strict(objects: readonly PolicyObject[], name: string): readonly object[] {
  return objects.map((object) => {
    const isBinding = 'policyName' in object.spec;
    const spec = isBinding ? { ...object.spec, policyName: name } : { ...object.spec, failurePolicy: 'Fail' };
    return { ...object, metadata: { ...object.metadata, name }, spec };
  });
}

/** The API server cuts the warnings of one answer once they are too long together: here the code is enough. */
function terse(objects: readonly object[]): readonly object[] {
  return objects.map((object) => {
    const spec = new Field(object).get('spec');
    const validations = spec
      .get('validations')
      .list()
      .map((validation) => ({
        expression: validation.get('expression').value,
        messageExpression: `'${/\[[a-z-]+\]/.exec(validation.get('message').string() ?? '')?.[0]}'`,
      }));
    return validations.length === 0
      ? object
      : {
          ...object,
          spec: { ...Object.fromEntries(spec.entries().map(([key, field]) => [key, field.value])), validations },
        };
  });
}

function warningsIn(text: string, policy: string): readonly string[] {
  const head = `Validation failed for ValidatingAdmissionPolicy '${policy}' with binding '${policy}': `;
  return text
    .split('\n')
    .flatMap((line) => (line.includes(head) ? [line.slice(line.indexOf(head) + head.length)] : []));
}

function codesIn(text: string, policy: string): readonly string[] {
  return warningsIn(text, policy)
    .map((warning) => /\[([a-z-]+)\]$/.exec(warning)?.[1] ?? `no code: ${warning}`)
    .toSorted();
}

function comparable(warning: string): string {
  return IN_PART.test(warning) ? warning.replace(/(does not match it)(?:: .*?)?;/, '$1;') : warning;
}

function wordsOf(subject: string, findings: readonly Finding[], prediction: Prediction): readonly string[] {
  return findings
    .filter(({ severity }) => severity !== 'hint')
    .map((found) => findingWarning(subject, withProfile(found, prediction)).text);
}

/** Each once: a policy has one warning for each code. */
function codesByWebhook(object: unknown, namespace: string, profiles: ProfileSet): readonly string[] {
  const parsed = parseWorkload(new Field(object), namespace);
  assert.ok(parsed !== undefined);
  const { findings } = assessWorkload(parsed.kind === 'Pod' ? { ...parsed, isAdmitted: true } : parsed, profiles);
  const codes = findings.filter(({ severity }) => severity !== 'hint').map(({ code }) => code);
  return [...new Set(codes)].toSorted();
}
