import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { evaluate } from '../../src/playground/evaluate.ts';
import { applyEachFix } from '../support/fixes.ts';

const PROFILES = `fargateProfileName: web
selectors:
  - namespace: shop
    labels: {app.kubernetes.io/part-of: shop, tier: frontend}
`;

function deployment(metadata: string, podLabels: string, selector = '{app: web}'): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop${metadata}}
spec:
  selector: {matchLabels: ${selector}}
  template:
    metadata:
      labels:
        app: web
${podLabels}    spec:
      containers: [{name: app, image: app, resources: {requests: {cpu: 500m, memory: 768Mi}}}]
`;
}

const PART_OF = '        app.kubernetes.io/part-of: shop\n';

/** The titles of the fixes, and where the pods run after each. */
async function fixesOf(workloads: string, profiles = PROFILES) {
  const input = { workloads, profiles };
  const applied = await applyEachFix(input, await evaluate(input));
  return applied.map(({ fix, result, input: fixed }) => ({
    title: fix.title,
    profile: result.explanations.items[0]?.decision.profile,
    text: fixed.workloads,
  }));
}

describe('a near miss is fixed', () => {
  for (const [kind, text, title, line] of [
    [
      'by another value',
      deployment('', `${PART_OF}        tier: frontedn # the shop\n`),
      'Set the label tier to frontend',
      '        tier: frontend # the shop\n',
    ],
    [
      'by another key',
      deployment('', `${PART_OF}        teir: frontend\n`),
      'Rename the label teir to tier',
      '        tier: frontend\n',
    ],
    [
      'by a label that the workload has',
      deployment(', labels: {tier: frontend}', PART_OF),
      'Add the label tier=frontend',
      '        app.kubernetes.io/part-of: shop\n        tier: frontend\n',
    ],
  ] as const) {
    test(kind, async () => {
      const [fix, ...more] = await fixesOf(text);
      assert.deepEqual([fix?.title, fix?.profile, more], [title, 'web', []]);
      assert.ok(fix?.text.includes(line), fix?.text);
    });
  }

  test('by all that it takes', async () => {
    const profiles =
      'fargateProfileName: web\nselectors: [{namespace: shop, labels: {environment: prod, tier: frontend}}]\n';
    const [fix] = await fixesOf(deployment('', '        enviroment: prod\n        tier: frontedn\n'), profiles);
    assert.deepEqual(
      [fix?.title, fix?.profile],
      ['Rename the label enviroment to environment and set the label tier to frontend', 'web'],
    );
  });

  test('by a label that is absent', async () => {
    const profiles = 'fargateProfileName: web\nselectors: [{namespace: shop, labels: {app: web, compute: fargate}}]\n';
    const [fix] = await fixesOf(deployment('', ''), profiles);
    assert.deepEqual([fix?.title, fix?.profile], ['Add the label compute=fargate', 'web']);
  });
});

describe('a near miss is not fixed where', () => {
  test('the selector of the workload names the label', async () => {
    const text = deployment('', `${PART_OF}        tier: frontedn\n`, '{tier: frontedn}');
    assert.deepEqual(await fixesOf(text), []);
  });

  test('the value is a pattern, which does not say what to write', async () => {
    const profiles = 'fargateProfileName: web\nselectors: [{namespace: shop, labels: {app: web, compute: "far*"}}]\n';
    const { check, fixes } = await evaluate({ workloads: deployment('', ''), profiles });
    assert.deepEqual([check.items[0]?.findings.map(({ code }) => code), fixes], [['near-miss'], []]);
  });
});

test('an annotation that names a profile that does not exist stays', async () => {
  const named = deployment('', '').replace(
    '    metadata:\n',
    '    metadata:\n      annotations: {eks.amazonaws.com/fargate-profile: wbe}\n',
  );
  const { check, fixes } = await evaluate({ workloads: named, profiles: PROFILES });
  assert.deepEqual([check.items[0]?.findings.map(({ code }) => code), fixes], [['profile-annotation'], []]);
});
