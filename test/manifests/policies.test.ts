import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { policiesCommand } from '../../src/cli/policies/command.ts';
import { EVERY_FLAG, REPETITION_FLAGS } from '../../src/cli/policies/repetition.ts';
import { parsePod } from '../../src/documents/workloads/pod.ts';
import { capacityOf } from '../../src/fargate/capacity.ts';
import { POLICY_NAMES } from '../../src/policies/policy-object.ts';
import { SETTINGS } from '../../src/settings/table.ts';
import { readKustomization, readManifest, strings, valueAt } from '../support/manifests.ts';

const NAME = 'fargate-admission-policies';
const LABELS = { 'app.kubernetes.io/name': NAME };

const kustomization = readKustomization('overlays/policies');
const deployment = readManifest('overlays/policies/deployment.yaml');
const template = deployment.get('spec').get('template');
const pod = template.get('spec');
const [container = pod] = pod.get('containers').list();
const audit = readManifest('overlays/audit/deployment.yaml').get('spec').get('template').get('spec');
const [auditContainer = audit] = audit.get('containers').list();

describe('the overlay of the policies', () => {
  test('holds neither the Namespace nor a policy', () => {
    assert.deepEqual(strings(kustomization.get('resources')), [
      'service-account.yaml',
      'cluster-role.yaml',
      'cluster-role-binding.yaml',
      'deployment.yaml',
    ]);
  });

  test('keeps the policies up to date every minute, owned by the ClusterRole of the overlay', () => {
    assert.deepEqual(container.get('args').value, [
      policiesCommand.name,
      `--${EVERY_FLAG.name}=1m`,
      `--${REPETITION_FLAGS.owner.name}=${NAME}`,
    ]);
    assert.equal(valueAt(readManifest('overlays/policies/cluster-role.yaml'), 'metadata.name'), NAME);
  });

  test('runs one process at a time, in a pod that neither Service of the others selects', () => {
    assert.deepEqual(
      [valueAt(deployment, 'spec.replicas'), valueAt(deployment, 'spec.strategy')],
      [1, { type: 'Recreate' }],
    );
    assert.deepEqual(template.get('metadata').get('labels').value, LABELS);
    assert.deepEqual(valueAt(deployment, 'spec.selector.matchLabels'), LABELS);
  });

  test('takes the name of the cluster from a ConfigMap of its own', () => {
    const [generator] = kustomization.get('configMapGenerator').list();
    assert.equal(generator?.get('name').value, `${NAME}-settings`);
    assert.deepEqual(generator?.get('literals').value, [`${SETTINGS.clusterName.environmentVariable}=`]);
    assert.deepEqual(container.get('envFrom').value, [{ configMapRef: { name: `${NAME}-settings` } }]);
  });

  test('makes pods as restricted, as probed and as small as those of the audit', () => {
    assert.deepEqual(pod.get('securityContext').value, audit.get('securityContext').value);
    for (const key of ['command', 'securityContext', 'resources', 'startupProbe', 'livenessProbe', 'readinessProbe']) {
      assert.deepEqual(container.get(key).value, auditContainer.get(key).value, key);
    }
    assert.deepEqual(container.get('ports').value, [{ name: 'ops', containerPort: SETTINGS.opsPort.default }]);
    const capacity = capacityOf(parsePod(template, 'fargate-admission'));
    assert.deepEqual(capacity, { kind: 'provisioned', vcpu: 0.25, memoryGB: 0.5 });
  });
});

describe('the rights of the policies', () => {
  const rules = readManifest('overlays/policies/cluster-role.yaml').get('rules').list();

  test('are the token of its own service account, which the Deployment alone asks for', () => {
    assert.equal(pod.get('serviceAccountName').value, NAME);
    assert.equal(pod.get('automountServiceAccountToken').value, true);
    assert.equal(
      valueAt(readManifest('overlays/policies/service-account.yaml'), 'automountServiceAccountToken'),
      false,
    );
  });

  test('are on every policy that can be compiled, by its name, and on no other object but the owner', () => {
    assert.deepEqual(
      rules.map((rule) => [strings(rule.get('resourceNames')), strings(rule.get('verbs'))]),
      [
        [POLICY_NAMES.MutatingAdmissionPolicy, ['get', 'create', 'patch', 'delete']],
        [POLICY_NAMES.ValidatingAdmissionPolicy, ['get', 'create', 'patch', 'delete']],
        [[NAME], ['get']],
      ],
    );
  });
});

describe('the monitoring of the policies', () => {
  const service = readManifest('components/policies-monitoring/service.yaml');

  test('selects the Service of the ops port by a label that nothing else carries', () => {
    const monitor = readManifest('components/policies-monitoring/service-monitor.yaml').get('spec');
    const label = { 'app.kubernetes.io/component': 'policies-metrics' };
    assert.deepEqual(valueAt(monitor, 'selector.matchLabels'), label);
    assert.deepEqual(valueAt(service, 'metadata.labels'), { ...LABELS, ...label });
    assert.deepEqual(valueAt(service, 'spec.selector'), LABELS);
  });

  test('adds no label to what it is put beside', () => {
    assert.equal(readKustomization('components/policies-monitoring').get('labels').isPresent, false);
  });
});
