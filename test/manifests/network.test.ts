import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Field } from '../../src/documents/field.ts';
import { SETTINGS } from '../../src/settings/table.ts';
import { readBaseObject, readManifest, valueAt } from '../support/manifests.ts';

const networkPolicy = readManifest('components/network-policy/network-policy.yaml').get('spec');
const securityGroupPolicy = readManifest('components/security-group-policy/security-group-policy.yaml').get('spec');
const podLabels = valueAt(readBaseObject('Deployment'), 'spec.template.metadata.labels');

describe('both policies on the network', () => {
  test('apply to the pods of the Deployment', () => {
    assert.deepEqual(valueAt(networkPolicy, 'podSelector.matchLabels'), podLabels);
    assert.deepEqual(valueAt(securityGroupPolicy, 'podSelector.matchLabels'), podLabels);
  });
});

describe('the NetworkPolicy', () => {
  const [fromControlPlane = networkPolicy, fromPrometheus = networkPolicy] = networkPolicy.get('ingress').list();

  test('lets anybody call the webhook: no selector names an API server', () => {
    assert.deepEqual(portsOf(fromControlPlane), [SETTINGS.port.default]);
    assert.equal(fromControlPlane.get('from').isPresent, false);
  });

  test('keeps the ops port for the namespace of Prometheus', () => {
    assert.deepEqual(portsOf(fromPrometheus), [SETTINGS.opsPort.default]);
    const [from = networkPolicy] = fromPrometheus.get('from').list();
    assert.deepEqual(valueAt(from, 'namespaceSelector.matchLabels'), { 'kubernetes.io/metadata.name': 'monitoring' });
  });

  test('lets out DNS and HTTPS, and nothing else', () => {
    assert.deepEqual(networkPolicy.get('policyTypes').value, ['Ingress', 'Egress']);
    assert.deepEqual(networkPolicy.get('egress').list().map(portsOf), [[53, 53], [443]]);
  });
});

describe('the SecurityGroupPolicy', () => {
  test('names no group: an overlay has to', () => {
    assert.deepEqual(valueAt(securityGroupPolicy, 'securityGroups.groupIds'), []);
  });
});

function portsOf(rule: Field): readonly unknown[] {
  return rule
    .get('ports')
    .list()
    .map((port) => port.get('port').value);
}
