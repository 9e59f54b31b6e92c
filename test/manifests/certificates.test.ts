import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { SETTINGS } from '../../src/settings/table.ts';
import { readBaseObject, readKustomization, readManifest, strings, valueAt } from '../support/manifests.ts';

const HOUR = /^(\d+)h/;
const hours = (text: unknown): number => Number(HOUR.exec(String(text))?.[1]);

describe('the overlay cert-manager', () => {
  const certificate = readManifest('overlays/cert-manager/certificate.yaml');
  const ca = readManifest('overlays/cert-manager/ca.yaml');

  test('puts a certificate for the Service where the Deployment looks for it', () => {
    const pod = readBaseObject('Deployment').get('spec').get('template').get('spec');
    const [volume = pod] = pod.get('volumes').list();
    assert.equal(valueAt(certificate, 'spec.secretName'), valueAt(volume, 'secret.secretName'));
    const { namespace, name } = SETTINGS.service.default;
    assert.deepEqual(valueAt(certificate, 'spec.dnsNames'), [
      `${name}.${namespace}.svc`,
      `${name}.${namespace}.svc.cluster.local`,
    ]);
  });

  test('renews what is ECDSA P-256, for 90 days, at two thirds of its life', () => {
    assert.deepEqual(valueAt(certificate, 'spec.privateKey'), {
      algorithm: 'ECDSA',
      size: 256,
      rotationPolicy: 'Always',
    });
    assert.equal(hours(valueAt(certificate, 'spec.duration')), 90 * 24);
    for (const spec of [certificate.get('spec'), ca.get('spec')]) {
      assert.equal(hours(spec.get('renewBefore').value) * 3, hours(spec.get('duration').value));
    }
  });

  test('keeps the key of the CA, so that what it has signed stays trusted when it is renewed', () => {
    assert.equal(valueAt(ca, 'spec.privateKey.rotationPolicy'), 'Never');
    assert.equal(valueAt(ca, 'spec.isCA'), true);
  });

  test('has each link signed by the one before', () => {
    const root = readManifest('overlays/cert-manager/root-issuer.yaml');
    const issuer = readManifest('overlays/cert-manager/issuer.yaml');
    assert.deepEqual(root.get('spec').value, { selfSigned: {} });
    assert.equal(valueAt(ca, 'spec.issuerRef.name'), valueAt(root, 'metadata.name'));
    assert.equal(valueAt(issuer, 'spec.ca.secretName'), valueAt(ca, 'spec.secretName'));
    assert.equal(valueAt(certificate, 'spec.issuerRef.name'), valueAt(issuer, 'metadata.name'));
  });

  test('has the CA injected from the Certificate that is served', () => {
    const target = `${valueAt(certificate, 'metadata.namespace')}/${valueAt(certificate, 'metadata.name')}`;
    const patches = readKustomization('overlays/cert-manager').get('patches').list();
    const patched = patches.map((patch): unknown => parse(patch.get('patch').string() ?? ''));
    const annotations = { 'cert-manager.io/inject-ca-from': target };
    assert.deepEqual(
      patched,
      ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].map((kind) => ({
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind,
        metadata: { name: 'fargate-admission', annotations },
      })),
    );
  });
});

describe('the overlay self-signed', () => {
  test('starts the webhook in that mode, without a mounted certificate', () => {
    const patch = readManifest('overlays/self-signed/deployment.yaml').get('spec').get('template').get('spec');
    const [container = patch] = patch.get('containers').list();
    assert.deepEqual(container.get('args').value, ['serve', `--${SETTINGS.selfSigned.flag}`]);
    assert.deepEqual(patch.get('volumes').value, [{ name: 'tls', $patch: 'delete' }]);
  });

  test('grants what that mode needs on one Secret and our own configurations, by name', () => {
    const [secrets] = readManifest('overlays/self-signed/role.yaml').get('rules').list();
    assert.deepEqual(secrets?.get('resourceNames').value, [SETTINGS.selfSignedSecret.default]);
    const rules = readManifest('overlays/self-signed/cluster-role.yaml').get('rules').list();
    const named = rules.flatMap((rule) => {
      const [kind = ''] = strings(rule.get('resources')).map((name) => name.replace('webhookconfigurations', ''));
      return strings(rule.get('resourceNames')).map((name) => ({ kind, name }));
    });
    assert.deepEqual(named, SETTINGS.webhookConfigurations.default);
    for (const rule of rules) assert.deepEqual(rule.get('verbs').value, ['get', 'patch']);
  });
});

describe('what differs from one installation to the next', () => {
  const settings = 'fargate-admission-settings';

  test('is a ConfigMap that each overlay without a script generates, and that the Deployment asks for', () => {
    const pod = readBaseObject('Deployment').get('spec').get('template').get('spec');
    const [container = pod] = pod.get('containers').list();
    const [environment = pod] = container.get('envFrom').list();
    assert.equal(valueAt(environment, 'configMapRef.name'), settings);
    for (const overlay of ['cert-manager', 'self-signed']) {
      const [generator] = readKustomization(`overlays/${overlay}`).get('configMapGenerator').list();
      assert.equal(generator?.get('name').value, settings);
    }
  });

  test('is no file that a clone lacks: these overlays build from a git reference', () => {
    for (const overlay of [
      'cert-manager',
      'self-signed',
      'audit',
      'policies',
      'example',
      'validating-admission-policy',
    ]) {
      const text = JSON.stringify(readKustomization(`overlays/${overlay}`).value);
      assert.doesNotMatch(text, /generated\/|"envs"|installation/);
    }
  });

  test('is in the example: an image, a cluster and a role', () => {
    const example = readKustomization('overlays/example');
    assert.deepEqual(example.get('configMapGenerator').list()[0]?.get('literals').value, [
      `${SETTINGS.clusterName.environmentVariable}=my-cluster`,
    ]);
    assert.equal(example.get('images').list()[0]?.get('name').value, 'fargate-admission');
    assert.match(JSON.stringify(example.get('patches').value), /eks\.amazonaws\.com\/role-arn/);
  });
});
