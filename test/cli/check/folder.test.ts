import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { deployment, reportOf, runCheck, SERVICE } from '../../support/cli/check.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { runCli } from '../../support/terminal.ts';

const TEMPLATE = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\n';

describe('in a folder, check counts and does not fail', () => {
  const cases: readonly (readonly [what: string, files: Readonly<Record<string, string>>, counted: string])[] = [
    ['what is no Kubernetes object', { 'values.yaml': 'replicas: 1\n' }, '1 document that is no Kubernetes object'],
    [
      'what is no YAML either',
      { 'ci.yml': 'a: [\n', 'tsconfig.json': '{' },
      '2 documents that are no Kubernetes objects',
    ],
    ['a template of Helm', { 'web/templates/web.yaml': TEMPLATE }, '1 Helm template, not rendered'],
    [
      'a template of Helm that is YAML by accident',
      {
        'web/Chart.yaml': 'name: web\n',
        'web/templates/a.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: "{{ .Values.a }}"}\n',
      },
      '1 Helm chart, not rendered (web: needs helm, which is not on the PATH), 1 document that is no Kubernetes object, 1 Helm template, not rendered',
    ],
    ['objects of other kinds', { 'service.yaml': SERVICE }, '1 object of another kind (1 Service)'],
    [
      'the patch of a kustomization, and the kustomization',
      { 'k/kustomization.yaml': 'patches: [{path: patch.yaml}]\n', 'k/patch.yaml': deployment('patched') },
      '1 kustomization, not rendered (k: needs kustomize or kubectl, which is not on the PATH), 1 file that a kustomization uses, such as patches',
    ],
    ['folders of tools', { '.git/a.yaml': 'a: [', 'node_modules/a.json': '{}' }, 'folders named .git, node_modules'],
  ];
  for (const [what, files, counted] of cases) {
    test(what, async (t) => {
      const { code, output, errors } = await runCheck(t, { files: { ...files, 'a/web.yaml': deployment('web') } });
      assert.match(output, /^1 workload checked, 1 bound for Fargate; /m);
      assert.ok(output.endsWith(`; not checked: ${counted}\n`), output);
      assert.deepEqual([code, errors], [0, '']);
    });
  }

  test('but reads hidden folders', async (t) => {
    const { output } = await runCheck(t, { files: { '.chainsaw-test/web.yaml': deployment('web') } });
    assert.match(output, /^Deployment shop\/web → /);
  });

  test('but checks plain manifests among the templates of a chart, and those with double braces of another tool', async (t) => {
    const files = {
      'web/Chart.yaml': 'apiVersion: v2\nname: web\n',
      'web/templates/plain.yaml': deployment('plain'),
      'workflow.yaml': deployment('braces', '      hostname: "{{inputs.parameters.name}}"\n'),
    };
    const { output } = await runCheck(t, { files });
    assert.match(output, /^2 workloads checked/m);
  });
});

describe('in a folder, check cannot read', () => {
  for (const [what, text] of [
    ['what says that it is a Kubernetes object and is broken', 'apiVersion: v1\nkind: Pod\nmetadata: [\n'],
    ['the same in JSON', '{\n  "apiVersion": "v1",\n  "kind": "Pod",\n'],
    ['what is broken beside a Kubernetes object', `${SERVICE}---\na: [\n`],
    [
      'an object of which the API server refuses a field',
      deployment('a').replace('metadata:', 'metadata:\n  labels: {a: 1}'),
    ],
    ['an item of a list that is no object', 'apiVersion: v1\nkind: List\nitems: [1]\n'],
    ['a profile of a kind that there is not', 'apiVersion: eks.amazonaws.com/v1\nkind: FargateProfile\n'],
  ] as const) {
    test(what, async (t) => {
      const { code, errors } = await runCheck(t, { files: { 'a.yaml': text } });
      assert.equal(code, 2);
      assert.match(errors, /^not readable: a\.yaml:\d+: [^\n]+\n$/);
    });
  }

  test('nothing at all', async (t) => {
    const { code, errors } = await runCheck(t, { files: { 'values.yaml': 'a: 1\n' } });
    assert.deepEqual([code, errors], [2, 'not readable: FOLDER: holds no Kubernetes object\n']);
  });

  test('templates or a kustomization alone, and says what to check instead', async (t) => {
    const chart = await runCheck(t, { files: { 'templates/web.yaml': TEMPLATE } });
    assert.deepEqual(
      [chart.code, chart.errors],
      [2, 'not readable: FOLDER: holds no Kubernetes object; check what `helm template` makes of the chart\n'],
    );
    const files = { 'kustomization.yaml': 'patches: [{path: a.yaml}]\n', 'a.yaml': deployment('a') };
    const { code, errors } = await runCheck(t, { files });
    const missing = 'needs kustomize or kubectl, which is not on the PATH';
    assert.deepEqual([code, errors], [2, `not readable: FOLDER: kustomization: ${missing}\n`]);
  });

  test('with --strict whatever is no Kubernetes object', async (t) => {
    const files = { 'a.yaml': deployment('a'), 'values.yaml': 'a: 1\n' };
    const { code, errors } = await runCheck(t, { files, flags: ['--strict'] });
    const reason = 'no Kubernetes object: it needs apiVersion and kind';
    assert.deepEqual([code, errors], [2, `not readable: values.yaml:1: ${reason}\n`]);
  });
});

test('a file that is named has to be what it claims, also beside its folder', async (t) => {
  const { code } = await runCheck(t, { files: { 'a.yaml': deployment('a'), 'values.yaml': 'a: 1\n' } });
  assert.equal(code, 0);
  const fixtures = join(import.meta.dirname, '../../fixtures/workloads');
  const named = join(import.meta.dirname, '../../../tsconfig.json');
  const run = await runCli(['check', '-f', fixtures, '-f', named, '--profiles', `${fixtures}/profiles`]);
  assert.equal(run.code, 2);
  assert.match(run.errors, /tsconfig\.json:1: no Kubernetes object/);
});

test('a Fargate profile of an operator that is not known is skipped, with the kinds that are known', async () => {
  const { skipped, unreadable } = await reportOf(
    'apiVersion: fargate.example.com/v1\nkind: FargateProfile\nmetadata: {name: a}\n',
  );
  assert.deepEqual(unreadable, []);
  assert.match(
    skipped[0]?.reason ?? '',
    /^FargateProfile of "fargate\.example\.com\/v1" is of an operator that is not known/,
  );
});

test('a file for another tool is skipped in a folder and said to be one, and is not readable where it is named', async (t) => {
  const program = 'resources:\n  web:\n    type: aws:eks:FargateProfile\n';
  const files = { 'Pulumi.yaml': program, 'web.yaml': deployment('web') };
  const { output, code } = await runCheck(t, { files });
  assert.match(
    output,
    /^Document a program of Pulumi → skipped: is a program of Pulumi, which is not run; give .* \(Pulumi\.yaml:1\)$/m,
  );
  assert.equal(code, 0);
  assert.match((await reportOf(program)).unreadable[0]?.reason ?? '', /^is a program of Pulumi, /);
});

test('the folder of cdk synth is checked for its templates, and the rest is counted', async (t) => {
  const properties = { PodExecutionRoleArn: 'arn', Selectors: [{ Namespace: 'a_b' }] };
  const template = { Resources: { P: { Type: 'AWS::EKS::FargateProfile', Properties: properties } } };
  const files = {
    'cdk.out/cdk.out': '{}',
    'cdk.out/manifest.json': '{}',
    'cdk.out/App.template.json': JSON.stringify(template),
    'cdk.out/asset.1/deployment.yaml': deployment('asset'),
  };
  const { output, code } = await runCheck(t, { files });
  assert.match(output, /Resources\.P\.Properties\.Selectors\[0\]\.Namespace: no namespace can match/);
  assert.match(output, /^0 workloads checked.*; not checked: 2 files that cdk synth writes beside its templates\n$/m);
  assert.equal(code, 1);
});

describe('a Fargate profile of an API that does not exist', () => {
  for (const apiVersion of [
    'eks.amazonaws.com/v1',
    'v1',
    'eks.amazonaws.com/v1beta1',
    'fargateprofile.eks.amazonaws.com/v1',
  ]) {
    test(`such as of ${apiVersion} is not readable, with the kinds that are known`, async () => {
      const { unreadable } = await reportOf(`apiVersion: ${apiVersion}\nkind: FargateProfile\nmetadata: {name: a}\n`);
      const [{ location, reason } = { location: undefined, reason: '' }] = unreadable;
      assert.equal(location?.line, 1);
      assert.ok(reason.startsWith(`FargateProfile of "${apiVersion}" does not exist, and no profile is read from it`));
      assert.match(reason, /; known are FargateProfile of eks\.services\.k8s\.aws, /);
    });
  }
});

describe('Terraform configuration', () => {
  const TF = 'resource "aws_eks_fargate_profile" "web" {}\n';

  test('in a folder is reported once', async (t) => {
    const { output, code } = await runCheck(t, {
      files: { 'a.tf': TF, 'b.tf': TF, 'c.tofu': TF, 'd.tf.json': '{}', 'web.yaml': deployment('a') },
    });
    assert.match(
      output,
      /; not checked: Terraform configuration, not evaluated \(give `terraform show -json` of its plan\)\n$/,
    );
    assert.equal(code, 0);
  });

  test('that is named is an error with the command that gives the plan', async (t) => {
    const path = join(await temporaryFolder(t), 'main.tf');
    await writeFile(path, TF);
    const { errors, code } = await runCheck(t, { flags: ['-f', path] });
    assert.match(errors, /main\.tf: is Terraform configuration, .* terraform show -json tfplan > tfplan\.json\n$/);
    assert.equal(code, 2);
  });
});
