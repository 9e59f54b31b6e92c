import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, type TestContext, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { Field } from '../../../src/documents/field.ts';
import { readManifest } from '../../support/manifests.ts';
import { fileWith } from '../../support/profile-files.ts';
import { type CliRun, runCli } from '../../support/terminal.ts';

const ROOT = new URL('../../../', import.meta.url);
const OVERLAY_POLICY = 'overlays/validating-admission-policy/policy.yaml';
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

describe('policies --only profiles', () => {
  test('prints the policy and the binding of the overlay validating-admission-policy', async (t) => {
    const { output } = await policies(t, SHOP, '--only=profiles', '-o=json');
    const [policy, binding] = new Field(JSON.parse(output)).get('items').list();
    const overlay = 'overlays/validating-admission-policy';
    assert.deepEqual(policy?.get('spec').value, readManifest(`${overlay}/policy.yaml`).get('spec').value);
    assert.deepEqual(binding?.get('spec').value, readManifest(`${overlay}/binding.yaml`).get('spec').value);
  });

  test('has its rules from a file that the overlay has a copy of, byte for byte', () => {
    const [own, overlay] = ['src/cli/policies/assets/profile-policy.yaml', `manifests/${OVERLAY_POLICY}`].map((path) =>
      readFileSync(new URL(path, ROOT), 'utf8'),
    );
    assert.equal(overlay, own);
  });

  test('has the quotas that it is asked for', async (t) => {
    const { output } = await policies(t, SHOP, '--only=profiles', '-o=json', '--max-selectors=7', '--max-labels=8');
    const variables = new Field(JSON.parse(output)).get('items').list()[0]?.get('spec').get('variables').list();
    assert.deepEqual(
      variables?.slice(0, 2).map((variable) => variable.get('expression').value),
      ['7', '8'],
    );
  });
});

describe('policies --explain', () => {
  test('prints every finding and whether the policies cover it, without profiles', async () => {
    const { code, output } = await runCli(['policies', '--explain']);
    assert.equal(code, 0);
    assert.match(output, /^CODE +SEVERITY +COVERED +DIFFERENCE\n/);
    assert.match(output, /^host-network +error +yes$/m);
    assert.match(output, /^near-miss +warning +in part +misspelt letters are not found/m);
    assert.match(output, /^size-step +hint +no +hints are not compiled/m);
  });
});

describe('policies --enforce', () => {
  test('prints a policy that denies, and rejects what is no code', async (t) => {
    const { output } = await policies(t, SHOP, '--enforce=errors', '--only=mutate');
    const names = parseAllDocuments(output).map((document) => document.getIn(['metadata', 'name']));
    assert.deepEqual(names, ['fargate-pods', 'fargate-pods', 'fargate-enforce', 'fargate-enforce']);
    const { code, errors } = await policies(t, SHOP, '--enforce=nothing');
    assert.equal(code, 2);
    assert.match(errors, /--enforce: expected codes of findings about workloads, or errors/);
  });
});

test('policies says where it leaves near misses out', async (t) => {
  const selectors = Array.from(
    { length: 51 },
    (_, index) => `{namespace: n${index}, labels: {a: b, c: d, e: f, g: h, i: j}}`,
  );
  const { code, errors } = await policies(t, `fargateProfileName: wide\nselectors: [${selectors.join(', ')}]\n`);
  assert.deepEqual(
    [code, errors],
    [0, 'note: near-miss is not compiled: the profiles have more than 250 label pairs\n'],
  );
});
