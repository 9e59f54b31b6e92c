import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Controllers } from '../../src/audit/controllers.ts';
import { judgePod } from '../../src/audit/judge.ts';
import { Field } from '../../src/documents/field.ts';
import { compileProfiles } from '../../src/fargate/profile-set.ts';
import type { AuditCase } from '../support/audit/cases.ts';
import { clusterFacts, clusterPodOf, NOW_MS } from '../support/audit/cluster-facts.ts';
import { profileSet } from '../support/profiles.ts';

const owned = (kind: string, name: string) => ({
  ownerReferences: [{ apiVersion: 'apps/v1', kind, name, controller: true }],
});

describe('the verdict on a pod', () => {
  describe('of a DaemonSet that waits for a Fargate node', () => {
    const pinned = (nodeName: string) =>
      clusterPodOf(
        {
          name: 'agent-3',
          code: 'daemon-set-pending',
          spec: {
            tolerations: [{ operator: 'Exists' }],
            affinity: {
              nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [nodeName] }] }],
                },
              },
            },
          },
        },
        owned('DaemonSet', 'agent'),
      );

    test('is daemon-set-pending, and says how to keep it off', () => {
      assert.deepEqual(judgePod(pinned('fargate-ip-10-0-0-1.ec2.internal'), clusterFacts()).verdict, {
        code: 'daemon-set-pending',
        message: 'is pending for Fargate node fargate-ip-10-0-0-1.ec2.internal, where no DaemonSet pod runs',
        fix: 'keep DaemonSet agent off Fargate nodes: require a node affinity eks.amazonaws.com/compute-type NotIn [fargate], or remove its toleration of that taint',
      });
    });

    test('is that too where only its label names the node', () => {
      const facts = { ...clusterFacts(), fargateNodes: new Set(['node-1']) };
      assert.equal(judgePod(pinned('node-1'), facts).verdict.code, 'daemon-set-pending');
    });

    test('is daemon-set where the node is another', () => {
      assert.equal(judgePod(pinned('ip-10-0-0-2.ec2.internal'), clusterFacts()).verdict.code, 'daemon-set');
    });
  });

  test('asks for no profile where the pod of a DaemonSet is on a Fargate node', () => {
    const pod = clusterPodOf(
      { name: 'agent-4', code: 'toleration-only', node: 'fargate' },
      owned('DaemonSet', 'agent'),
    );
    const { code, fix } = judgePod(pod, clusterFacts()).verdict;
    assert.equal(code, 'toleration-only');
    assert.match(fix, /^keep DaemonSet agent off Fargate nodes: /);
  });

  describe('that has opted out and waits, where only Fargate nodes exist', () => {
    const OPTED_OUT = { 'eks.amazonaws.com/compute-type': 'ec2' };
    const PATCH = `--type json -p='[{"op":"remove","path":"/spec/template/metadata/annotations/eks.amazonaws.com~1compute-type"}]'`;
    const coreDns = profileSet({
      name: 'dns',
      selectors: [{ namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }],
    });

    function facts(profiles = coreDns) {
      const controllers = new Controllers();
      for (const [namespace, name] of [
        ['kube-system', 'coredns'],
        ['shop', 'web'],
      ]) {
        const metadata = { name: `${name}-1`, namespace, ...owned('Deployment', name ?? '') };
        controllers.add('ReplicaSet', new Field({ metadata, spec: { template: {} } }));
      }
      const known = clusterFacts([], controllers);
      return { ...known, profiles, hasFargateNodesOnly: true, nowMs: known.nowMs + 600_000 };
    }

    const waiting = (parts: Partial<AuditCase> = {}, owner = owned('ReplicaSet', 'coredns-1')) =>
      clusterPodOf(
        {
          name: 'coredns-1-x',
          code: 'opted-out-pending',
          namespace: 'kube-system',
          labels: { 'k8s-app': 'kube-dns' },
          annotations: OPTED_OUT,
          ...parts,
        },
        owner,
      );

    test('is opted-out-pending for CoreDNS, with both ways out', () => {
      assert.deepEqual(judgePod(waiting(), facts()).verdict, {
        code: 'opted-out-pending',
        message:
          'is pending: its annotation eks.amazonaws.com/compute-type: ec2 keeps CoreDNS off Fargate, and the cluster has no other nodes; without it, profile dns would take a new pod',
        fix: `remove the annotation: kubectl patch deployment coredns -n kube-system ${PATCH}; or, where CoreDNS is an EKS add-on: aws eks update-addon --cluster-name CLUSTER --addon-name coredns --configuration-values '{"computeType":"Fargate"}'`,
      });
    });

    test('asks for a profile first where none selects CoreDNS', () => {
      const { fix } = judgePod(waiting(), facts(profileSet())).verdict;
      const create =
        "create a Fargate profile for CoreDNS (aws eks create-fargate-profile --cluster-name CLUSTER --fargate-profile-name coredns --pod-execution-role-arn ROLE_ARN --subnets SUBNET_IDS --selectors 'namespace=kube-system,labels={k8s-app=kube-dns}'); then ";
      assert.ok(
        fix.startsWith(
          `${create}remove the annotation: kubectl patch deployment coredns -n kube-system ${PATCH}; or, `,
        ),
        fix,
      );
    });

    test('names the cluster in its commands where the profiles say it', () => {
      const { profile: dns } = coreDns.byName.get('dns') ?? {};
      const profiles = compileProfiles(dns === undefined ? [] : [{ ...dns, clusterName: 'blue' }]);
      assert.match(judgePod(waiting(), facts(profiles)).verdict.fix, /aws eks update-addon --cluster-name blue /);
    });

    test('names nodes as the other way out for any other workload', () => {
      const web = waiting({ namespace: 'shop', labels: {} }, owned('ReplicaSet', 'web-1'));
      const { fix } = judgePod(web, facts(profileSet({ name: 'shop', selectors: [{ namespace: 'shop' }] }))).verdict;
      assert.equal(fix, `remove the annotation: kubectl patch deployment web -n shop ${PATCH}; or add nodes on EC2`);
    });

    test('is opted-out where there are other nodes, or where they are not known', () => {
      assert.equal(judgePod(waiting(), { ...facts(), hasFargateNodesOnly: false }).verdict.code, 'opted-out');
    });

    test('is opted-out for five minutes, in which a node may come', () => {
      assert.equal(judgePod(waiting(), { ...facts(), nowMs: NOW_MS }).verdict.code, 'opted-out');
    });
  });
});
