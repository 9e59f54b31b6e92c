import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { folderWith } from '../../support/profile-files.ts';
import { runCli } from '../../support/terminal.ts';

const WORKLOADS = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: night, namespace: batch}
spec:
  replicas: 2
  template:
    metadata: {labels: {tier: night}}
    spec: {containers: [{name: main, image: main, resources: {requests: {cpu: 500m, memory: 1Gi}}}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: old, namespace: gone}
spec: {template: {spec: {containers: [{name: main, image: main, resources: {requests: {cpu: 500m, memory: 1Gi}}}]}}}
`;

interface Resource {
  readonly name: string;
  readonly before?: object;
  readonly after?: object;
  readonly actions: readonly string[];
  readonly unknown?: object;
}

function values(name: string, ...selector: readonly object[]): object {
  return { cluster_name: 'demo', fargate_profile_name: name, pod_execution_role_arn: 'arn', selector };
}

function plan(resources: readonly Resource[]): string {
  const type = 'aws_eks_fargate_profile';
  const addressOf = (name: string) => `${type}.${name}`;
  const of = (side: 'before' | 'after') => ({
    root_module: {
      resources: resources.flatMap((resource) =>
        resource[side] === undefined
          ? []
          : [{ address: addressOf(resource.name), mode: 'managed', type, values: resource[side] }],
      ),
    },
  });
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.9.8',
    planned_values: of('after'),
    prior_state: { format_version: '1.0', values: of('before') },
    resource_changes: resources.map(({ name, before, after, actions, unknown = {} }) => ({
      address: addressOf(name),
      mode: 'managed',
      type,
      change: { actions, before, after, after_unknown: unknown },
    })),
  });
}

const NIGHT = values('night', { namespace: 'batch', labels: { tier: 'night' } });
const BATCH = values('batch', { namespace: 'batch' });

async function runPlan(t: TestContext, text: string, ...flags: readonly string[]) {
  const folder = await folderWith(t, { 'tfplan.json': text, 'workloads.yaml': WORKLOADS });
  const files = ['-f', join(folder, 'tfplan.json'), '--manifests', join(folder, 'workloads.yaml')];
  return runCli(['plan', ...files, ...flags]);
}

describe('plan of a Terraform plan alone', () => {
  test('reports what a replacement stops, and what stays off Fargate until it is created again', async (t) => {
    const { code, output, errors } = await runPlan(
      t,
      plan([
        { name: 'batch', before: BATCH, after: NIGHT, actions: ['delete', 'create'] },
        { name: 'gone', before: values('gone', { namespace: 'gone' }), actions: ['delete'] },
      ]),
    );
    assert.equal(errors, '');
    assert.equal(code, 0);
    const expected = `- profile batch would be deleted, which stops its pods
- profile gone would be deleted, which stops its pods
+ profile night would be created
EKS creates and deletes one profile at a time: wait for each of these 3 operations before the next, as Terraform does

Deployment batch/night
  fail  2 pods would change from Fargate profile batch to night, 0.5vCPU 2GB: selector 0 matches
        stopped at once: 2 of 2
        they may restart before profile night is ACTIVE, and then stay off Fargate until they are created again
Deployment gone/old
  fail  1 pod would leave Fargate profile gone: `;
    assert.ok(output.startsWith(expected), output);
    assert.match(output, /; profiles from the plan\.\n$/);
  });

  test('that creates the new profile first lets the pods restart on it', async (t) => {
    const { output } = await runPlan(
      t,
      plan([{ name: 'batch', before: BATCH, after: NIGHT, actions: ['create', 'delete'] }]),
    );
    assert.match(output, /stopped at once: 2 of 2\n/);
    assert.doesNotMatch(output, /may restart before/);
  });

  test('that creates a profile of the same name first says that EKS refuses it', async (t) => {
    const after = values('batch', { namespace: 'batch', labels: { tier: 'night' } });
    const { output } = await runPlan(t, plan([{ name: 'batch', before: BATCH, after, actions: ['create', 'delete'] }]));
    assert.match(output, /^± profile batch would be created before the old one is deleted, which EKS refuses/);
  });

  test('replaces a profile whose selectors stay, where Terraform says so', async (t) => {
    const { output } = await runPlan(
      t,
      plan([{ name: 'batch', before: BATCH, after: BATCH, actions: ['delete', 'create'] }]),
    );
    assert.match(output, /^± profile batch would be replaced/);
    assert.match(output, /stopped at once: 2 of 2\n/);
  });

  test('leaves open what depends on a value that is known only after apply', async (t) => {
    const after = values('later', { labels: {} });
    const unknown = { selector: [{ namespace: true, labels: {} }] };
    const { output } = await runPlan(t, plan([{ name: 'later', after, actions: ['create'], unknown }]));
    assert.match(
      output,
      /2 pods may run on Fargate or not: Fargate profile later may match the pod: aws_eks_fargate_profile\.later\.selector\[0\]\.namespace is not known/,
    );
    assert.match(output, /3 may do either/);
  });

  test('names the address where a profile breaks a rule', async (t) => {
    const after = values('eks-batch', { namespace: 'batch' });
    const { output, code } = await runPlan(t, plan([{ name: 'a', after, actions: ['create'] }]), '--fail-on', 'fail');
    assert.match(
      output,
      /^ {2}error {2}aws_eks_fargate_profile\.a\.fargate_profile_name: .* \[profile-name-reserved\]$/m,
    );
    assert.equal(code, 1);
  });

  test('of two clusters is refused', async (t) => {
    const other = { ...values('web', { namespace: 'web' }), cluster_name: 'other' };
    const { errors, code } = await runPlan(
      t,
      plan([
        { name: 'batch', before: BATCH, after: BATCH, actions: ['no-op'] },
        { name: 'web', after: other, actions: ['create'] },
      ]),
    );
    assert.match(errors, /the plan holds profiles of 2 clusters \(demo, other\)/);
    assert.equal(code, 2);
  });
});

test('a file that holds no profiles of before needs a source of them', async (t) => {
  const { errors, code } = await runPlan(t, 'fargateProfileName: web\nselectors: [{namespace: shop}]\n');
  assert.match(errors, /give --cluster-name, --profiles or --profile-resources, or a plan that holds the profiles/);
  assert.equal(code, 2);
});
