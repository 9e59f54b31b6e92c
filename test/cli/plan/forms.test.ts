import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run } from '../../../src/cli/program.ts';
import { folderWith } from '../../support/profile-files.ts';
import { FakeTerminal } from '../../support/terminal.ts';

const PREVIEW = fileURLToPath(new URL('../../fixtures/profiles/pulumi-preview.json', import.meta.url));

const WORKLOADS = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: old, namespace: gone}
spec: {template: {spec: {containers: [{name: main, image: main, resources: {requests: {cpu: 500m, memory: 1Gi}}}]}}}
`;

const CHANGE_SET = {
  ChangeSetName: 'release',
  Changes: [
    {
      ResourceChange: {
        Action: 'Remove',
        ResourceType: 'AWS::EKS::FargateProfile',
        LogicalResourceId: 'Gone',
        PhysicalResourceId: 'demo|gone',
        BeforeContext: JSON.stringify({
          Properties: { ClusterName: 'demo', FargateProfileName: 'gone', Selectors: [{ Namespace: 'gone' }] },
        }),
      },
    },
  ],
};

const FOREIGN = 'apiVersion: fargate.example.com/v1\nkind: FargateProfile\nmetadata: {name: p7}\n';

function input(name: string, clusterName: string, namespace: string): object {
  return { fargateProfileName: name, clusterName, podExecutionRoleArn: 'arn', selectors: [{ namespace }] };
}

/** Of the texts, by the names of their files; `flags` name the files. */
async function runPlan(t: TestContext, texts: Readonly<Record<string, string>>, flags: readonly string[]) {
  const files = { 'workloads.yaml': WORKLOADS, ...texts };
  const folder = await folderWith(t, files);
  const inFolder = flags.map((flag) => (flag in files ? join(folder, flag) : flag));
  const terminal = new FakeTerminal();
  const code = await run(['plan', '--manifests', join(folder, 'workloads.yaml'), ...inFolder], terminal);
  return { code, output: terminal.output, errors: terminal.errors };
}

describe('plan of a Pulumi preview', () => {
  test('that shows all resources needs nothing else', async (t) => {
    const { code, output, errors } = await runPlan(t, {}, ['-f', PREVIEW]);
    assert.equal(errors, '');
    assert.equal(code, 0);
    assert.match(output, /^- profile pulumi-batch would be deleted.*\n\+ profile pulumi-edge would be created\n/);
    assert.match(
      output,
      /Deployment gone\/old\n {2}fail {2}1 pod may run on Fargate or not: Fargate profile pulumi-edge may match/,
    );
  });

  test('that leaves resources out asks for the rest, unless the profiles before it are given', async (t) => {
    const preview = {
      steps: [{ op: 'same', urn: 'urn:pulumi:a::b::pulumi:pulumi:Stack::a' }],
      changeSummary: { same: 9 },
    };
    const texts = {
      'preview.json': JSON.stringify(preview),
      'before.json': JSON.stringify(input('gone', 'demo', 'gone')),
    };
    const alone = await runPlan(t, texts, ['-f', 'preview.json']);
    assert.match(alone.errors, /the plan leaves out 8 resources that stay as they are; give .* --show-sames/);
    assert.notEqual(alone.code, 0);
    assert.equal((await runPlan(t, texts, ['-f', 'preview.json', '--profiles', 'before.json'])).code, 0);
  });
});

describe('plan of a change set', () => {
  const texts = {
    'changes.json': JSON.stringify(CHANGE_SET),
    'before.json': JSON.stringify(input('gone', 'demo', 'gone')),
  };

  test('shows what it deletes', async (t) => {
    const { code, output } = await runPlan(t, texts, ['-f', 'changes.json', '--profiles', 'before.json']);
    assert.equal(code, 0);
    assert.match(output, /^- profile gone would be deleted, which stops its pods\n/);
    assert.match(output, /1 pod would leave Fargate profile gone/);
  });

  test('needs the profiles that stay as well, and says how to give them', async (t) => {
    const { code, errors } = await runPlan(t, texts, ['-f', 'changes.json']);
    assert.match(errors, /the plan lists what changes alone, .*: --cluster-name or --profiles\n/);
    assert.notEqual(code, 0);
  });
});

describe('plan', () => {
  test('says that a profile of an unknown operator is not read', async (t) => {
    const texts = { 'a.yaml': `${FOREIGN}---\n${JSON.stringify(input('new', 'demo', 'a'))}\n`, 'before.json': '[]' };
    const { errors } = await runPlan(t, texts, ['-f', 'a.yaml', '--profiles', 'before.json']);
    assert.match(
      errors,
      /^skipped: .*a\.yaml, document 1: FargateProfile of "fargate\.example\.com\/v1" is of an operator/,
    );
  });

  test('ignores the profiles of another cluster than the one that is named', async (t) => {
    const texts = {
      'a.json': JSON.stringify([input('ours', 'demo', 'a'), input('theirs', 'other', 'b')]),
      'before.json': '[]',
    };
    const flags = ['-f', 'a.json', '--profiles', 'before.json', '--cluster-name', 'demo'];
    const { output, errors } = await runPlan(t, texts, flags);
    assert.match(output, /^\+ profile ours would be created\n\n/);
    assert.equal(errors, 'profile theirs belongs to cluster other and is ignored\n');
  });
});
