import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Field } from '../../src/documents/field.ts';
import { skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useInstallation } from '../support/cluster/installation.ts';
import { eventually } from '../support/eventually.ts';
import type { ProgramResult } from '../support/processes/run-program.ts';
import { PROFILES_FOLDER } from '../support/workload-fixtures.ts';

const PROFILES = `--profiles=${fileURLToPath(PROFILES_FOLDER)}`;
const SCHEMAS = ['argo-rollouts', 'argo-workflows', 'jobset'].map((name) =>
  fileURLToPath(new URL(`../fixtures/workload-schemas/${name}.yaml`, import.meta.url)),
);
const AUDIT_POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  rules: [
    { level: 'Metadata', omitStages: ['RequestReceived'], resources: [{ group: 'argoproj.io' }] },
    { level: 'None' },
  ],
};
const CONTAINER = { name: 'main', image: 'registry.k8s.io/pause:3.10', securityContext: { privileged: true } };
const TEMPLATE = { metadata: { labels: { app: 'web' } }, spec: { containers: [CONTAINER] } };

const ROLLOUT = object('argoproj.io/v1alpha1', 'Rollout', { replicas: 1, template: TEMPLATE });
const WORKFLOW = object('argoproj.io/v1alpha1', 'Workflow', {
  entrypoint: 'main',
  templates: [{ name: 'main', container: CONTAINER }],
});
const JOB_SET = object('jobset.x-k8s.io/v1alpha2', 'JobSet', {
  replicatedJobs: [{ name: 'workers', replicas: 1, template: { spec: { template: TEMPLATE } } }],
});

describe('the webhook for kinds of operators', { skip: skipWithoutControlPlane() }, () => {
  const installation = useInstallation({ auditPolicy: AUDIT_POLICY, flags: [PROFILES] });

  before(async () => {
    const { createNamespace, kubectlOutput } = installation().controlPlane;
    await createNamespace('shop');
    for (const file of SCHEMAS) await kubectlOutput(['apply', '--server-side', `--filename=${file}`]);
    await kubectlOutput(['wait', '--for=condition=Established', '--timeout=60s', 'crd', '--all']);
  });

  for (const made of [ROLLOUT, WORKFLOW, JOB_SET]) {
    test(`warns of a ${made.kind} as check does`, async () => {
      const { code, stderr } = await eventually(async () => {
        const result = await apply(made, ['--dry-run=server']);
        assert.match(result.stderr, /\[privileged\]$/m);
        return result;
      });
      assert.equal(code, 0);
      assert.match(stderr, new RegExp(`^Warning: ${made.kind} web\\b.*securityContext\\.privileged: `, 'm'));
    });
  }

  test('is not called for what controllers write: status, labels, annotations, replicas and flags', async () => {
    for (const made of [ROLLOUT, WORKFLOW]) assert.equal((await apply(made)).code, 0);
    const before = reviews().length;
    const changes: readonly (readonly string[])[] = [
      ['patch', 'rollout', 'web', '--subresource=status', '--type=merge', '--patch={"status":{"phase":"Healthy"}}'],
      ['patch', 'workflow', 'web', '--type=merge', '--patch={"status":{"phase":"Running"}}'],
      ['annotate', 'rollout', 'web', 'rollout.argoproj.io/revision=2'],
      ['label', 'workflow', 'web', 'workflows.argoproj.io/phase=Running'],
      ['patch', 'rollout', 'web', '--type=merge', '--patch={"spec":{"replicas":5,"paused":true}}'],
      ['patch', 'workflow', 'web', '--type=merge', '--patch={"spec":{"suspend":true}}'],
    ];
    for (const change of changes) {
      const { code, stderr } = await kubectl([...change, '--namespace=shop']);
      assert.deepEqual([code, stderr], [0, '']);
    }
    const image = '--patch={"spec":{"template":{"metadata":{"labels":{"app":"new"}}}}}';
    const changed = await kubectl(['patch', 'rollout', 'web', '--type=merge', image, '--namespace=shop']);
    assert.match(changed.stderr, /^Warning: Rollout web: .*\[privileged\]$/m);
    await eventually(() => assert.equal(reviews().length, before + 1));
    assert.equal((await patchesInAuditLog()).length, changes.length + 1);
  });

  function reviews(): readonly Field[] {
    const lines = installation()
      .webhook.logLines()
      .map((line) => new Field(line));
    return lines.filter((line) => line.get('webhook').value === 'validate-workloads');
  }

  /** Every change reached the API server. */
  async function patchesInAuditLog(): Promise<readonly Field[]> {
    const log = await readFile(installation().controlPlane.auditLogFile, 'utf8');
    const events = log.split('\n').filter((line) => line !== '');
    return events.map((line) => new Field(JSON.parse(line))).filter((event) => isPatch(event));
  }

  function isPatch(event: Field): boolean {
    const isByUser = event.at(['userAgent']).value?.toString().startsWith('kubectl') === true;
    return isByUser && event.get('verb').value === 'patch' && event.at(['objectRef', 'namespace']).value === 'shop';
  }

  function kubectl(args: readonly string[], input?: string): Promise<ProgramResult> {
    return installation().controlPlane.kubectl(args, input === undefined ? {} : { input });
  }

  function apply(made: object, flags: readonly string[] = []): Promise<ProgramResult> {
    return kubectl(['apply', '--filename=-', ...flags], JSON.stringify(made));
  }
});

function object(apiVersion: string, kind: string, spec: object) {
  return { apiVersion, kind, metadata: { name: 'web', namespace: 'shop' }, spec };
}
