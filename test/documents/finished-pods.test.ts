import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { parseWorkload } from '../../src/documents/workloads/workload.ts';

describe('the pods of a Job that succeeds', () => {
  test('stay', () => assert.equal(areKept({ kind: 'Job' }), true));

  test('go when their time to live is over', () => {
    assert.equal(areKept({ kind: 'Job', spec: { ttlSecondsAfterFinished: 0 } }), false);
  });

  test('go when the controller of the Job says so', () => {
    const ownerReferences = [{ kind: 'CronJob', name: 'nightly', controller: true }];
    assert.equal(areKept({ kind: 'Job', metadata: { ownerReferences } }), false);
  });
});

describe('the pods of a hook Job that succeeds', () => {
  const HELM = { 'helm.sh/hook': 'pre-upgrade' };
  const ARGO = { 'argocd.argoproj.io/hook': 'PreSync' };
  const cases: readonly (readonly [what: string, annotations: Readonly<Record<string, string>>, areKept: boolean])[] = [
    ['stay where Helm has no delete policy', HELM, true],
    ['go by hook-succeeded', { ...HELM, 'helm.sh/hook-delete-policy': 'hook-succeeded' }, false],
    [
      'go by hook-succeeded among others',
      { ...HELM, 'helm.sh/hook-delete-policy': 'before-hook-creation, hook-succeeded' },
      false,
    ],
    ['stay by before-hook-creation', { ...HELM, 'helm.sh/hook-delete-policy': 'before-hook-creation' }, true],
    ['stay by hook-failed', { ...HELM, 'helm.sh/hook-delete-policy': 'hook-failed' }, true],
    ['stay by a policy of no hook', { 'helm.sh/hook-delete-policy': 'hook-succeeded' }, true],
    ['stay where Argo CD has no delete policy', ARGO, true],
    ['go by HookSucceeded', { ...ARGO, 'argocd.argoproj.io/hook-delete-policy': 'HookSucceeded' }, false],
    [
      'go by HookSucceeded among others',
      { ...ARGO, 'argocd.argoproj.io/hook-delete-policy': 'HookFailed,HookSucceeded' },
      false,
    ],
    ['stay by BeforeHookCreation', { ...ARGO, 'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation' }, true],
    ['go where Argo CD reads the policy of Helm', { ...ARGO, 'helm.sh/hook-delete-policy': 'hook-succeeded' }, false],
    ["go where Argo CD runs Helm's hook", { ...HELM, 'argocd.argoproj.io/hook-delete-policy': 'HookSucceeded' }, false],
  ];
  for (const [what, annotations, expected] of cases) {
    test(what, () => assert.equal(areKept({ kind: 'Job', metadata: { annotations } }), expected));
  }

  test('go in the same way where the Job is one of a Helm test', () => {
    const annotations = { 'helm.sh/hook': 'test', 'helm.sh/hook-delete-policy': 'hook-succeeded' };
    assert.equal(areKept({ kind: 'Job', metadata: { annotations } }), false);
  });
});

describe('the pods of a CronJob that succeed', () => {
  const cases: readonly (readonly [what: string, spec: object, areKept: boolean])[] = [
    ['stay in its history', {}, true],
    ['stay where it keeps no Jobs that fail', { failedJobsHistoryLimit: 0 }, true],
    ['go where it keeps no Jobs that succeed', { successfulJobsHistoryLimit: 0 }, false],
    ['go when their time to live is over', { jobTemplate: { spec: { ttlSecondsAfterFinished: 9 } } }, false],
  ];
  for (const [what, spec, expected] of cases)
    test(what, () => assert.equal(areKept({ kind: 'CronJob', spec }), expected));
});

test('the pods of a Deployment do not finish', () => {
  assert.equal(areKept({ apiVersion: 'apps/v1', kind: 'Deployment' }), false);
});

function areKept(document: object): boolean | undefined {
  return parseWorkload(new Field({ apiVersion: 'batch/v1', ...document }), 'default')?.keepsFinishedPods;
}
