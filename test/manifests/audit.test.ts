import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { REPORT_KINDS, REPORT_NAME } from '../../src/audit/report/namespace-report.ts';
import { auditCommand } from '../../src/cli/audit/command.ts';
import { EVERY_FLAG } from '../../src/cli/audit/repetition.ts';
import type { Field } from '../../src/documents/field.ts';
import { parsePod } from '../../src/documents/workloads/pod.ts';
import { capacityOf } from '../../src/fargate/capacity.ts';
import { LISTED_RESOURCES } from '../../src/kubernetes/listed-resources.ts';
import { SETTINGS } from '../../src/settings/table.ts';
import { readBaseObject, readKustomization, readManifest, strings, valueAt } from '../support/manifests.ts';

const NAME = 'fargate-admission-audit';
const LABELS = { 'app.kubernetes.io/name': NAME };

const kustomization = readKustomization('overlays/audit');
const deployment = readManifest('overlays/audit/deployment.yaml');
const template = deployment.get('spec').get('template');
const pod = template.get('spec');
const [container = pod] = pod.get('containers').list();

describe('the overlay of the audit', () => {
  test('does not hold the Namespace of the webhook: to delete the one leaves the other alone', () => {
    assert.deepEqual(strings(kustomization.get('resources')), [
      'service-account.yaml',
      'cluster-role.yaml',
      'cluster-role-binding.yaml',
      'deployment.yaml',
    ]);
  });

  test('makes pods that the Service of the webhook does not select', () => {
    assert.deepEqual(template.get('metadata').get('labels').value, LABELS);
    assert.deepEqual(valueAt(deployment, 'spec.selector.matchLabels'), LABELS);
    assert.notDeepEqual(valueAt(readBaseObject('Service'), 'spec.selector'), LABELS);
  });

  test('runs one process at a time', () => {
    assert.deepEqual(
      [valueAt(deployment, 'spec.replicas'), valueAt(deployment, 'spec.strategy')],
      [1, { type: 'Recreate' }],
    );
  });

  test('runs the audit every ten minutes, on its default ports', () => {
    assert.deepEqual(container.get('args').value, [auditCommand.name, `--${EVERY_FLAG.name}=10m`]);
    assert.deepEqual(container.get('ports').value, [
      { name: 'ops', containerPort: SETTINGS.opsPort.default },
      { name: 'report', containerPort: 8081 },
    ]);
  });

  test("starts the image's own program, but for how large the heap may grow", () => {
    const dockerfile = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');
    const [, entrypoint = ''] = /^ENTRYPOINT (.*)$/m.exec(dockerfile) ?? [];
    const words: readonly string[] = JSON.parse(entrypoint);
    assert.deepEqual(
      strings(container.get('command')).filter((word) => word !== '--optimize-for-size'),
      words.filter((word) => !word.startsWith('--max-semi-space-size')),
    );
  });

  test('takes the name of the cluster from a ConfigMap of its own: to delete it leaves that of the webhook', () => {
    const [generator] = kustomization.get('configMapGenerator').list();
    assert.equal(generator?.get('name').value, `${NAME}-settings`);
    assert.deepEqual(generator?.get('literals').value, [`${SETTINGS.clusterName.environmentVariable}=`]);
    assert.deepEqual(container.get('envFrom').value, [{ configMapRef: { name: `${NAME}-settings` } }]);
  });

  test('makes pods that Pod Security "restricted" admits, as those of the webhook', () => {
    const base = readBaseObject('Deployment').get('spec').get('template').get('spec');
    assert.deepEqual(pod.get('securityContext').value, base.get('securityContext').value);
    assert.deepEqual(container.get('securityContext').value, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    assert.equal(pod.get('enableServiceLinks').value, false);
  });

  test('asks for exactly what the smallest Fargate size holds', () => {
    const capacity = capacityOf(parsePod(template, 'fargate-admission'));
    assert.deepEqual(capacity, { kind: 'provisioned', vcpu: 0.25, memoryGB: 0.5 });
  });

  test('asks on the ops port whether it lives and whether it is ready', () => {
    const probes = ['startupProbe', 'livenessProbe', 'readinessProbe'].map((probe) => container.get(probe));
    assert.deepEqual(
      probes.map((probe) => valueAt(probe, 'httpGet.path')),
      ['/livez', '/livez', '/readyz'],
    );
  });
});

describe('the rights of the audit', () => {
  const rules = readManifest('overlays/audit/cluster-role.yaml').get('rules').list();
  const resourcesOf = (rule: Field) => strings(rule.get('resources'));

  test('are the token of its own service account, which the Deployment alone asks for', () => {
    assert.equal(pod.get('serviceAccountName').value, NAME);
    assert.equal(pod.get('automountServiceAccountToken').value, true);
    assert.equal(valueAt(readManifest('overlays/audit/service-account.yaml'), 'automountServiceAccountToken'), false);
  });

  test('are to list what a repeated audit reads', () => {
    const listed = rules.filter((rule) => !rule.get('resourceNames').isPresent);
    assert.deepEqual(
      listed.map((rule) => rule.get('verbs').value),
      listed.map(() => ['list']),
    );
    // A person who may not list the cluster reads the first, and one who plans an upgrade the others.
    const { namespaces: _, nodeStatuses: __, podDisruptionBudgets: ___, ...read } = LISTED_RESOURCES;
    assert.deepEqual(
      listed.flatMap(resourcesOf).toSorted(),
      Object.values(read)
        .map(({ plural }) => plural)
        .toSorted(),
    );
  });

  test('are to keep reports of one name', () => {
    const kept = rules.filter((rule) => rule.get('resourceNames').isPresent);
    assert.deepEqual(
      kept.map((rule) => [strings(rule.get('apiGroups')), resourcesOf(rule)]),
      Object.values(REPORT_KINDS).map(({ group, plural }) => [[group], [plural]]),
    );
    for (const rule of kept) {
      assert.deepEqual(rule.get('resourceNames').value, [REPORT_NAME]);
      assert.deepEqual(rule.get('verbs').value, ['list', 'create', 'patch', 'delete']);
    }
  });
});

describe('the monitoring of the audit', () => {
  const service = readManifest('components/audit-monitoring/service.yaml');
  const monitor = readManifest('components/audit-monitoring/service-monitor.yaml').get('spec');

  test('selects the Service of the ops port by a label that nothing else carries', () => {
    const label = { 'app.kubernetes.io/component': 'audit-metrics' };
    assert.deepEqual(valueAt(monitor, 'selector.matchLabels'), label);
    assert.deepEqual(valueAt(service, 'metadata.labels'), { ...LABELS, ...label });
    assert.deepEqual(valueAt(service, 'spec.selector'), LABELS);
  });

  test('leaves the port of the page out', () => {
    assert.deepEqual(valueAt(service, 'spec.ports'), [{ name: 'ops', port: 8080, targetPort: 'ops' }]);
  });

  test('adds no label to what it is put beside', () => {
    assert.equal(readKustomization('components/audit-monitoring').get('labels').isPresent, false);
  });
});
