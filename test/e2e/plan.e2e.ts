import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { AUDIT_PROFILES, type AuditCase } from '../support/audit/cases.ts';
import { skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { create, NODES, placePods } from '../support/cluster/placed-pods.ts';
import { runMain } from '../support/processes/main-process.ts';
import type { ProgramResult } from '../support/processes/run-program.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const SIZE = { CapacityProvisioned: '0.25vCPU 0.5GB' };

const PODS: readonly AuditCase[] = [
  { name: 'web-1', code: 'on-fargate', labels: { app: 'web' }, takenBy: 'web', node: 'fargate', annotations: SIZE },
  { name: 'web-2', code: 'on-fargate', labels: { app: 'web' }, takenBy: 'web', node: 'fargate', annotations: SIZE },
  { name: 'batch', code: 'off-fargate', namespace: 'tools', labels: { app: 'batch' }, node: 'ec2' },
  { name: 'agent', code: 'off-fargate', namespace: 'tools', node: 'ec2', spec: { hostPID: true } },
  { name: 'over', code: 'finished', namespace: 'tools', node: 'ec2', phase: 'Succeeded' },
];

const TOOLS = `fargateProfileName: tools
clusterName: test
podExecutionRoleArn: arn:aws:iam::123456789012:role/fargate
selectors: [{namespace: tools}]
`;

describe('plan, on the pods of a real API server', { skip: skipWithoutControlPlane() }, () => {
  const controlPlane = useControlPlane();
  let directory: TemporaryFolder;

  before(async () => {
    const cluster = controlPlane();
    directory = await makeTemporaryFolder();
    await writeFile(join(directory.path, 'now.json'), JSON.stringify(AUDIT_PROFILES));
    await writeFile(join(directory.path, 'tools.yaml'), TOOLS);
    for (const namespace of ['shop', 'tools']) await cluster.createNamespace(namespace);
    await create(cluster, NODES);
    await placePods(cluster, PODS);
  });

  after(() => directory.remove());

  function plan(...args: readonly string[]): Promise<ProgramResult> {
    const profiles = `--profiles=${join(directory.path, 'now.json')}`;
    return runMain(['plan', profiles, ...args], { env: { KUBECONFIG: controlPlane().adminKubeconfig } });
  }

  test('reports what a new profile takes, and what Fargate would refuse of it', async () => {
    const { code, stdout, stderr } = await plan('-f', join(directory.path, 'tools.yaml'));
    assert.equal(stderr, '');
    assert.equal(code, 0);
    const expected = `+ profile tools would be created

Pod tools/agent
  fail  1 pod would move to Fargate profile tools, 0.25vCPU 0.5GB: selector 0 matches
        Fargate would refuse such a pod: spec.hostPID: Pod not supported on Fargate: fields not supported: HostPID [host-pid]
        fix: remove hostPID, or keep the pod off Fargate
Pod tools/batch
  pass  1 pod would move to Fargate profile tools, 0.25vCPU 0.5GB: selector 0 matches

When they are next created, of 4 pods 2 would move to Fargate, 0 leave it, 0 change profile, 0 change size; Fargate would refuse 1. Stopped at once: 0.
If all pods were created again, on Fargate: 2 pods, 0.5 vCPU 1 GB, $18.02 a month → 4 pods, 1 vCPU 2 GB, $36.04 (+$18.02)
`;
    assert.ok(stdout.startsWith(expected), stdout);
  });

  test('reports which pods a deleted profile stops', async () => {
    const { code, stdout } = await plan('--delete', 'web', '-o', 'json', '--fail-on=fail');
    const summary = new Field(JSON.parse(stdout)).get('summary');
    assert.equal(code, 1);
    assert.equal(summary.get('stopped').value, 2);
    assert.equal(summary.get('changes').get('leaves-fargate').value, 2);
    assert.equal(summary.get('after').get('costPerMonth').value, 0);
  });
});
