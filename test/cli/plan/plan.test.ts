import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { Field } from '../../../src/documents/field.ts';
import { folderWith } from '../../support/profile-files.ts';
import { type CliRun, runCli } from '../../support/terminal.ts';

const FILES = {
  'now.yaml': `
fargateProfileName: web
clusterName: prod
selectors: [{namespace: shop, labels: {tier: frontend}}]
---
fargateProfileName: jobs
selectors: [{namespace: jobs}]
`,
  'new.yaml': `
apiVersion: eks.services.k8s.aws/v1alpha1
kind: FargateProfile
metadata: {name: a-shop, namespace: ack}
spec:
  name: a-shop
  clusterName: prod
  podExecutionRoleARN: arn:aws:iam::111122223333:role/pods
  selectors: [{namespace: shop}]
`,
  'refused.yaml': `
apiVersion: eks.services.k8s.aws/v1alpha1
kind: FargateProfile
metadata: {name: eks-shop, namespace: ack}
spec: {name: eks-shop, clusterName: prod, podExecutionRoleARN: arn, selectors: [{namespace: shop}]}
`,
  // The first adopts a profile and says nothing of its selectors; the second and third have a name that its controller makes.
  'several.yaml': `
apiVersion: v1
kind: List
items:
  - apiVersion: eks.aws.upbound.io/v1beta1
    kind: FargateProfile
    metadata: {name: observed}
    spec: {managementPolicies: [Observe], forProvider: {clusterName: prod}}
  - apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
    kind: AWSFargateProfile
    metadata: {name: good, namespace: team}
    spec: {clusterName: prod, selectors: [{namespace: shop}]}
  - apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
    kind: AWSFargateProfile
    metadata: {name: wide, namespace: team}
    spec: {clusterName: prod, selectors: [{namespace: '*'}]}
`,
  'workloads.yaml': `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 3
  template:
    metadata: {labels: {tier: frontend}}
    spec: {containers: [{name: main, image: main, resources: {requests: {cpu: 500m, memory: 1Gi}}}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  replicas: 2
  template:
    metadata: {labels: {tier: cart}}
    spec: {hostNetwork: true, containers: [{name: main, image: main, resources: {requests: {cpu: 500m, memory: 1Gi}}}]}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly, namespace: jobs}
spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: main, image: main}]}}}}}
`,
  'broken.yaml': 'a: [',
  'patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {replicas: 9}\n',
} as const;

const PLAN_TEXT = `+ profile a-shop would be created
- profile jobs would be deleted, which stops its pods
EKS creates and deletes one profile at a time: wait for each of these 2 operations before the next, as Terraform does

CronJob jobs/nightly
  fail  1 pod would leave Fargate profile jobs: no selector of any profile matches; the nearest is selector 0 of profile a-shop, which requires namespace shop (the pod is in jobs)
        stopped at once: 1 of 1
Deployment shop/cart
  fail  2 pods would move to Fargate profile a-shop, 0.5vCPU 2GB: selector 0 matches
        Fargate would refuse such a pod: spec.hostNetwork: Pod not supported on Fargate: fields not supported: HostNetwork [host-network]
        fix: remove hostNetwork: a Fargate pod does not share its node, so it needs no host network
Deployment shop/web
  warn  3 pods would change from Fargate profile web to a-shop, 0.5vCPU 2GB: selector 0 matches

When they are next created, of 6 pods 2 would move to Fargate, 1 leave it, 3 change profile, 0 change size; Fargate would refuse 2. Stopped at once: 1.
If all pods were created again, on Fargate: 4 pods, 1.75 vCPU 6.5 GB, $72.80 a month → 5 pods, 2.5 vCPU 10 GB, $106.32 (+$33.52)
An estimate by the public price of us-east-1, Linux/x86, as of 2026, since the region of the cluster is not known (--region): $0.04048 a vCPU-hour, $0.004445 a GB-hour, 730 hours a month.
`;

interface PlanRun extends CliRun {
  readonly folder: string;
}

/** Names of files in the arguments are those of {@link FILES}. */
async function plan(t: TestContext, ...args: readonly string[]): Promise<PlanRun> {
  const folder = await folderWith(t, FILES);
  const placed = args.map((argument) => (Object.hasOwn(FILES, argument) ? join(folder, argument) : argument));
  return { ...(await runCli(['plan', '--profiles', join(folder, 'now.yaml'), ...placed])), folder };
}

describe('plan, of manifests', () => {
  test('shows what becomes of each workload, and what it costs', async (t) => {
    const { code, output, errors } = await plan(
      t,
      '-f',
      'new.yaml',
      '--delete',
      'jobs',
      '--manifests',
      'workloads.yaml',
    );
    assert.equal(errors, '');
    assert.equal(code, 0);
    assert.ok(output.startsWith(PLAN_TEXT), output);
  });

  test('counts no pods of what is only a part of a workload, and says so', async (t) => {
    const { code, output, errors } = await plan(
      t,
      '--delete',
      'jobs',
      '--manifests',
      'workloads.yaml',
      '--manifests',
      'patch.yaml',
    );
    assert.equal(code, 0);
    assert.match(output, /^When they are next created, of 6 pods /m);
    assert.match(
      errors,
      /patch\.yaml:1: Deployment \w* ?is skipped: only a part of a workload, such as a patch: [^\n]*\n$/,
    );
  });

  test('prints a comment on a pull request', async (t) => {
    const { output } = await plan(t, '--delete', 'jobs', '--manifests', 'workloads.yaml', '-o', 'markdown');
    assert.match(output, /^\*\*Fargate Admission\*\*: When they are next created&#44; of 6 pods .*\n\n<details>\n/);
    assert.match(
      output,
      /\n<pre>\n- profile jobs would be deleted, which stops its pods\n[\s\S]*\n<\/pre>\n\n<\/details>\n$/,
    );
  });

  test('prints the same as JSON', async (t) => {
    const { output } = await plan(t, '--delete', 'jobs', '--manifests', 'workloads.yaml', '-o', 'json');
    const report = new Field(JSON.parse(output));
    assert.equal(report.get('kind').value, 'PlanReport');
    assert.deepEqual(report.get('profiles').value, [{ name: 'jobs', change: 'deleted', findings: [] }]);
    assert.equal(report.get('summary').get('stopped').value, 1);
  });

  test('ends with 1 for pods that are stopped or refused, where the user wants to stop at that', async (t) => {
    assert.equal((await plan(t, '--delete=jobs', '--manifests', 'workloads.yaml', '--fail-on=fail')).code, 1);
  });

  test('ends with 1 for pods that change, where the user wants to stop at that too', async (t) => {
    const shop = ['-f', 'new.yaml', '--manifests', 'workloads.yaml'] as const;
    assert.equal((await plan(t, ...shop, '--fail-on', 'warn')).code, 1);
  });

  test('reports what EKS would refuse about a new profile', async (t) => {
    const { code, output } = await plan(t, '-f', 'refused.yaml', '--manifests', 'workloads.yaml', '--fail-on', 'fail');
    assert.equal(code, 1);
    assert.match(output, /^ {2}error {2}.*reserved prefix.* \[profile-name-reserved\]$/m);
  });

  test('prints each finding under the profile that it is about', async (t) => {
    const { output } = await plan(t, '-f', 'several.yaml', '--manifests', 'workloads.yaml', '-o', 'json');
    const profiles = new Field(JSON.parse(output)).get('profiles').list();
    const codes = profiles.map((profile) => [
      profile.get('name').value,
      profile
        .get('findings')
        .list()
        .map((found) => found.get('code').value)
        .includes('selector-namespace-any'),
    ]);
    assert.deepEqual(codes, [
      ['team_good', false],
      ['team_wide', true],
    ]);
  });

  const mistakes: readonly (readonly [what: string, args: readonly string[], message: RegExp])[] = [
    ['nothing to plan', ['--manifests', 'workloads.yaml'], /^nothing to plan: give -f PATH, --delete NAME or both\n$/],
    [
      'a profile that is not there',
      ['--delete', 'nope', '--manifests', 'workloads.yaml'],
      /^--delete: the cluster has no Fargate profile "nope"\n$/,
    ],
    [
      'a cluster and manifests',
      ['--delete=web', '--manifests=x', '--context=y'],
      /^--context and --manifests: choose one\n$/,
    ],
    ['a file that is no YAML', ['-f', 'broken.yaml', '--manifests', 'workloads.yaml'], /broken\.yaml: line \d+: /],
    [
      'a file without a profile',
      ['-f', 'workloads.yaml', '--manifests', 'workloads.yaml'],
      /workloads\.yaml: holds no Fargate profile\n$/,
    ],
    [
      'manifests without a workload',
      ['--delete', 'web', '--manifests', 'new.yaml'],
      /new\.yaml: no workload in it, such as a Pod or a Deployment\n$/,
    ],
    ['manifests that cannot be read', ['--delete', 'web', '--manifests', 'broken.yaml'], /broken\.yaml/],
    ['a file that is not there', ['-f', 'none.yaml', '--manifests', 'workloads.yaml'], /none\.yaml: /],
  ];
  for (const [what, args, message] of mistakes) {
    test(`reports ${what} in one line, and ends with 2`, async (t) => {
      const { code, output, errors } = await plan(t, ...args);
      assert.match(errors, message);
      assert.equal(errors.split('\n').length, 2);
      assert.equal(output, '');
      assert.equal(code, 2);
    });
  }
});
