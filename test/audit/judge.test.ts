import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Controllers } from '../../src/audit/controllers.ts';
import { judgePod } from '../../src/audit/judge.ts';
import { Field } from '../../src/documents/field.ts';
import { AUDIT_CASES, type AuditCase } from '../support/audit/cases.ts';
import { clusterFacts, clusterPodOf } from '../support/audit/cluster-facts.ts';

function verdictOn(one: AuditCase) {
  return judgePod(clusterPodOf(one), clusterFacts([one])).verdict;
}

function caseNamed(name: string): AuditCase {
  const found = AUDIT_CASES.find((one) => one.name === name);
  assert.ok(found, name);
  return found;
}

describe('the verdict on a pod', () => {
  for (const one of AUDIT_CASES) {
    test(`is ${one.code} for pod ${one.name}`, () => {
      assert.equal(verdictOn(one).code, one.code);
    });
  }

  const sentences: readonly (readonly [name: string, message: string, fix: string])[] = [
    ['well', 'is on Fargate profile web, as a new pod would be', ''],
    [
      'before-profile',
      'is on node ip-10-0-0-2.ec2.internal, off Fargate; profile late would take a new pod: it is older than the profile',
      'delete the pod and create it again: kubectl delete pod before-profile -n shop',
    ],
    [
      'orphan',
      'is on Fargate profile gone, which does not exist in the cluster; profile web would take a new pod',
      'create profile gone again, or let another profile select the pod',
    ],
    [
      'grown',
      'has 1vCPU 2GB; a new pod would get 0.25vCPU 0.5GB',
      'delete the pod and create it again: kubectl delete pod grown -n shop',
    ],
    [
      'refused',
      'is pending on Fargate profile web: Pod not supported on Fargate: fields not supported: HostNetwork (host-network at spec.hostNetwork)',
      'remove hostNetwork: a Fargate pod does not share its node, so it needs no host network; then delete and create pod refused again',
    ],
    [
      'other-key-pending',
      'is pending off Fargate: selector 0 of Fargate profile web matches except for label app=web (the pod has app.kubernetes.io/name=web) (0/4 nodes are available: 4 node(s) had untolerated taint {eks.amazonaws.com/compute-type: fargate}. preemption: 0/4 nodes are available.)',
      'correct the labels of the pod, or add the annotation eks.amazonaws.com/compute-type: ec2',
    ],
    [
      'too-early',
      'is pending off Fargate, and stays pending: profile web takes new pods like it, but EKS decides only when a pod is created',
      'delete the pod and create it again: kubectl delete pod too-early -n shop',
    ],
  ];
  for (const [name, message, fix] of sentences) {
    test(`says of pod ${name} what is so, and what to do`, () => {
      assert.deepEqual(verdictOn(caseNamed(name)), { code: caseNamed(name).code, message, fix });
    });
  }

  test('comes from a condition where the event is gone', () => {
    const pending = clusterPodOf({ ...caseNamed('new') });
    const pod = { ...pending, unscheduled: 'Fargate capacity is unavailable at this time.' };
    assert.equal(judgePod(pod, clusterFacts()).verdict.code, 'no-capacity');
  });

  test('is stuck once a pod waits for over five minutes without a word', () => {
    const facts = clusterFacts();
    const waiting = clusterPodOf(caseNamed('new'));
    const at = (minutes: number) =>
      judgePod(waiting, { ...facts, nowMs: waiting.createdAtMs + minutes * 60_000 }).verdict;
    assert.equal(at(5).code, 'starting');
    assert.equal(at(6).code, 'stuck');
    assert.equal(at(6).message, 'is pending on Fargate profile web since 2026-11-26T12:00:00Z: EKS gives no reason');
  });

  test('takes a node for Fargate by its label, whatever its name', () => {
    const pod = clusterPodOf({ ...caseNamed('well'), node: 'ec2' });
    const facts = { ...clusterFacts(), fargateNodes: new Set(['ip-10-0-0-2.ec2.internal']) };
    assert.equal(judgePod(pod, facts).verdict.code, 'on-fargate');
  });

  test('is nothing that our own annotations say', () => {
    const annotations = { 'fargate-admission/prediction': 'fargate', 'fargate-admission/profile': 'web' };
    assert.equal(verdictOn({ ...caseNamed('elsewhere'), annotations }).code, 'off-fargate');
  });

  test('is toleration-only for what the kubelet of a Fargate node has refused', () => {
    assert.equal(verdictOn({ ...caseNamed('squatter'), phase: 'Failed' }).code, 'toleration-only');
  });
});

describe('the verdict on a pod of a controller', () => {
  const owned = (kind: string, name: string) => ({
    ownerReferences: [{ apiVersion: 'apps/v1', kind, name, controller: true }],
  });

  function replicaSet(labels: object): Controllers {
    const controllers = new Controllers();
    const metadata = { name: 'moved-1', namespace: 'shop', ...owned('Deployment', 'moved') };
    controllers.add('ReplicaSet', new Field({ metadata, spec: { template: { metadata: { labels } } } }));
    return controllers;
  }

  const moved: AuditCase = {
    name: 'moved-1-x',
    code: 'another-profile',
    labels: { app: 'moved' },
    takenBy: 'web',
    node: 'fargate',
  };

  test('is another-profile where the template leaves the choice to EKS', () => {
    const facts = clusterFacts([], replicaSet({ app: 'moved' }));
    const { verdict, workload } = judgePod(clusterPodOf(moved, owned('ReplicaSet', 'moved-1')), facts);
    assert.deepEqual(workload, { apiGroup: 'apps', kind: 'Deployment', namespace: 'shop', name: 'moved' });
    assert.deepEqual(verdict, {
      code: 'another-profile',
      message:
        'is on Fargate profile web; a new pod would get profile a-first, the matching ACTIVE profile whose name sorts first',
      fix: 'kubectl rollout restart deployment/moved -n shop',
    });
  });

  test('is about the profile that the template names', () => {
    const labels = { app: 'moved', 'eks.amazonaws.com/fargate-profile': 'a-first' };
    const facts = clusterFacts([], replicaSet(labels));
    const { verdict } = judgePod(clusterPodOf(moved, owned('ReplicaSet', 'moved-1')), facts);
    assert.equal(
      verdict.message,
      'is on Fargate profile web; a new pod would get profile a-first, which the template names',
    );
  });

  test('takes the label for a wish where the template is not known', () => {
    const wished = clusterPodOf({ ...moved, labels: { app: 'web' } }, owned('Rollout', 'moved'));
    assert.equal(judgePod(wished, clusterFacts()).verdict.code, 'on-fargate');
  });

  test('takes the label for a wish no longer than it leads to Fargate', () => {
    const { verdict } = judgePod(clusterPodOf(moved, owned('Rollout', 'moved')), clusterFacts());
    assert.equal(verdict.code, 'another-profile');
  });

  test('is daemon-set for one of a DaemonSet', () => {
    const pod = clusterPodOf({ name: 'agent-1', code: 'daemon-set', node: 'ec2' }, owned('DaemonSet', 'agent'));
    assert.equal(judgePod(pod, clusterFacts()).verdict.code, 'daemon-set');
  });

  test('is daemon-set too for one that waits for its node', () => {
    const pod = clusterPodOf(
      { name: 'agent-2', code: 'daemon-set', labels: { app: 'web' } },
      owned('DaemonSet', 'agent'),
    );
    assert.equal(judgePod(pod, clusterFacts()).verdict.code, 'daemon-set');
  });
});
