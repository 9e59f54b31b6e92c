import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { Field } from '../../src/documents/field.ts';
import { parsePod } from '../../src/documents/workloads/pod.ts';
import { capacityOf } from '../../src/fargate/capacity.ts';
import { SETTINGS } from '../../src/settings/table.ts';
import { EKS_WEBHOOK } from '../../src/webhook/observation.ts';
import { readBase, readBaseObject, readKustomization, strings, valueAt } from '../support/manifests.ts';

const LABELS = { 'app.kubernetes.io/name': 'fargate-admission' };

describe('the objects of manifests/base', () => {
  test('are those of every file in the folder', () => {
    const folder = new URL('../../manifests/base', import.meta.url);
    const files = readdirSync(folder).filter((name) => name !== 'kustomization.yaml');
    assert.deepEqual(strings(readKustomization('base').get('resources')).toSorted(), files.toSorted());
  });

  test('get the label that the emergency command selects them by', () => {
    assert.deepEqual(readKustomization('base').get('labels').value, [{ pairs: LABELS }]);
  });

  test('lie in the namespace of the webhook where they lie in one', () => {
    const namespaced = readBase().filter(
      (object) => !/^Cluster|^Namespace$|WebhookConfiguration$/.test(object.get('kind').string() ?? ''),
    );
    const places = namespaced.map((object) => valueAt(object, 'metadata.namespace'));
    assert.deepEqual(
      places,
      namespaced.map(() => 'fargate-admission'),
    );
  });

  test('let the webhook read its own configurations and that of EKS by name, and do nothing else', () => {
    const role = readBaseObject('ClusterRole');
    const rules = role.get('rules').list();
    for (const rule of rules) assert.deepEqual(rule.get('verbs').value, ['get']);
    assert.deepEqual(
      rules.flatMap((rule) => strings(rule.get('resources')).flatMap((resource) => namesOf(rule, resource))),
      [
        'mutatingwebhookconfigurations/fargate-admission',
        `mutatingwebhookconfigurations/${EKS_WEBHOOK}`,
        'validatingwebhookconfigurations/fargate-admission',
        'validatingwebhookconfigurations/fargate-admission-enforce',
      ],
    );
    assert.equal(valueAt(readBaseObject('ServiceAccount'), 'automountServiceAccountToken'), false);
  });

  test('hold the namespace to Pod Security "restricted"', () => {
    const labels = readBaseObject('Namespace').get('metadata').get('labels').stringMap();
    assert.equal(labels['pod-security.kubernetes.io/enforce'], 'restricted');
  });

  test('let a node be drained one replica at a time', () => {
    assert.deepEqual(readBaseObject('PodDisruptionBudget').get('spec').value, {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: LABELS },
    });
  });

  test('send what reaches port 443 of the Service to the HTTPS port of the pods', () => {
    assert.deepEqual(readBaseObject('Service').get('spec').value, {
      selector: LABELS,
      ports: [{ name: 'webhook', port: 443, targetPort: 'webhook' }],
    });
  });
});

describe('the Deployment', () => {
  const deployment = readBaseObject('Deployment');
  const template = deployment.get('spec').get('template');
  const pod = template.get('spec');
  const [container = pod] = pod.get('containers').list();

  test('runs two replicas, and never fewer while it rolls', () => {
    assert.equal(valueAt(deployment, 'spec.replicas'), 2);
    assert.equal(valueAt(deployment, 'spec.strategy.rollingUpdate.maxUnavailable'), 0);
  });

  test('selects the pods that it makes, and spreads them without insisting', () => {
    const constraints = pod.get('topologySpreadConstraints').list();
    const selectors = constraints.map((constraint) => valueAt(constraint, 'labelSelector.matchLabels'));
    assert.deepEqual(template.get('metadata').get('labels').value, LABELS);
    assert.deepEqual(valueAt(deployment, 'spec.selector.matchLabels'), LABELS);
    assert.deepEqual(selectors, [LABELS, LABELS]);
    assert.deepEqual(
      constraints.map((constraint) => constraint.get('whenUnsatisfiable').value),
      ['ScheduleAnyway', 'ScheduleAnyway'],
    );
  });

  test('makes pods that Pod Security "restricted" admits', () => {
    const { runAsNonRoot, seccompProfile } = objectOf(pod.get('securityContext'));
    assert.deepEqual(
      { runAsNonRoot, seccompProfile },
      { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    );
    assert.deepEqual(container.get('securityContext').value, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('gives its pods the token that the ClusterRole is for, and no Service variables', () => {
    assert.equal(pod.get('automountServiceAccountToken').value, true);
    assert.equal(pod.get('enableServiceLinks').value, false);
  });

  test('asks for exactly what the smallest Fargate size holds', () => {
    const { requests, limits } = objectOf(container.get('resources'));
    assert.deepEqual(requests, limits);
    const capacity = capacityOf(parsePod(template, 'fargate-admission'));
    assert.deepEqual(capacity, { kind: 'provisioned', vcpu: 0.25, memoryGB: 0.5 });
    assert.deepEqual(requests, { cpu: '250m', memory: '256Mi' });
  });

  test('lets a pod answer on while endpoints forget it, without a shell', () => {
    assert.deepEqual(container.get('lifecycle').value, { preStop: { sleep: { seconds: 5 } } });
  });

  test('gives a pod time for preStop, its quiet period, and the calls and probes that are still being answered', () => {
    const longestCallMs = 10_000;
    const preStopMs = Number(valueAt(container, 'lifecycle.preStop.sleep.seconds')) * 1000;
    const graceMs = Number(pod.get('terminationGracePeriodSeconds').value) * 1000;
    assert.ok(graceMs > preStopMs + SETTINGS.quietPeriodMs.default + 2 * longestCallMs);
  });

  test('is scheduled before ordinary pods, and is not evicted for them', () => {
    assert.equal(pod.get('priorityClassName').value, 'system-cluster-critical');
  });

  test('opens the default ports of the program', () => {
    const ports = container.get('ports').list();
    assert.deepEqual(
      ports.map((port) => port.value),
      [
        { name: 'webhook', containerPort: SETTINGS.port.default },
        { name: 'ops', containerPort: SETTINGS.opsPort.default },
      ],
    );
  });

  test('asks whether it lives and whether it is ready, each on the ops port', () => {
    const probes = ['startupProbe', 'livenessProbe', 'readinessProbe'].map((probe) => container.get(probe));
    assert.deepEqual(
      probes.map((probe) => probe.get('httpGet').value),
      [
        { path: '/livez', port: 'ops' },
        { path: '/livez', port: 'ops' },
        { path: '/readyz', port: 'ops' },
      ],
    );
  });

  test('names the folder where the Secret with its certificate is mounted', () => {
    const folder = '/etc/fargate-admission/tls';
    const [certificate, key] = [SETTINGS.tlsCertFile.flag, SETTINGS.tlsKeyFile.flag];
    assert.deepEqual(container.get('args').value, [
      'serve',
      `--${certificate}=${folder}/tls.crt`,
      `--${key}=${folder}/tls.key`,
    ]);
    assert.deepEqual(container.get('volumeMounts').value, [{ name: 'tls', mountPath: folder, readOnly: true }]);
  });
});

function namesOf(rule: Field, resource: string): readonly string[] {
  return strings(rule.get('resourceNames')).map((name) => `${resource}/${name}`);
}

function objectOf(field: Field): Readonly<Record<string, unknown>> {
  return Object.fromEntries(field.entries().map(([key, { value }]) => [key, value]));
}
