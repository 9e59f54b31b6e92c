import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { fileWith } from '../../support/profile-files.ts';
import { type CliRun, runCli } from '../../support/terminal.ts';

const SHOP = 'fargateProfileName: shop\nselectors: [{namespace: shop, labels: {app: web}}]\n';
const REST = 'fargateProfileName: rest\nselectors: [{namespace: "*"}]\n';

async function policies(t: TestContext, profiles: string, ...args: readonly string[]): Promise<CliRun> {
  return runCli(['policies', `--profiles=${await fileWith(t, 'profiles.yaml', profiles)}`, ...args]);
}

describe('policies', () => {
  test('prints YAML documents that kubectl applies', async (t) => {
    const { code, output } = await policies(t, SHOP, '--only=mutate');
    assert.deepEqual(
      parseAllDocuments(output).map((document) => [document.get('kind'), document.getIn(['metadata', 'name'])]),
      [
        ['MutatingAdmissionPolicy', 'fargate-pods'],
        ['MutatingAdmissionPolicyBinding', 'fargate-pods'],
      ],
    );
    assert.equal(code, 0);
  });

  test('prints the same objects as a list in JSON', async (t) => {
    const yaml = await policies(t, SHOP);
    const json = await policies(t, SHOP, '-o', 'json');
    const objects = parseAllDocuments(yaml.output).map((document) => document.toJS());
    assert.deepEqual(JSON.parse(json.output), { apiVersion: 'v1', kind: 'List', items: objects });
  });

  test('prints the same bytes for the same profiles in another order', async (t) => {
    const one = await policies(t, `${SHOP}---\n${REST}`);
    const other = await policies(t, `${REST}---\n${SHOP}`);
    assert.equal(one.output, other.output);
  });

  test('prints the version and the annotations that it is asked for', async (t) => {
    const { output } = await policies(
      t,
      SHOP,
      '--api-version=v1beta1',
      '--annotation-prefix=example.com',
      '--only=mutate',
    );
    assert.ok(output.includes('apiVersion: "admissionregistration.k8s.io/v1beta1"'));
    assert.ok(output.includes("'example.com/profile'") && !output.includes("'fargate-admission/profile'"));
  });

  test('reports every invalid flag at once', async (t) => {
    const { code, errors } = await policies(t, SHOP, '--only=all', '--api-version=v2', '--output=table');
    assert.equal(code, 2);
    assert.match(errors, /--only: expected .*mutate.*; got "all"/);
    assert.match(errors, /--api-version: expected .*v1.*; got "v2"/);
    assert.match(errors, /--output: expected one of yaml, json; got "table"/);
  });

  test('refuses profiles that no policy can hold, and prints nothing', async (t) => {
    const selectors = Array.from({ length: 2_000 }, (_, index) => `{namespace: a-rather-long-namespace-${index}}`);
    const { code, output, errors } = await policies(
      t,
      `fargateProfileName: wide\nselectors: [${selectors.join(', ')}]\n`,
    );
    assert.match(errors, /has an expression of \d+ characters, and the API server takes 100000/);
    assert.deepEqual([code, output], [2, '']);
  });
});
