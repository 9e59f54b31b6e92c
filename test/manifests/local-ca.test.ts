import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBaseObject, readKustomization, strings, valueAt } from '../support/manifests.ts';

const overlay = readKustomization('overlays/local-ca');

test('the overlay adds to the base the Secret and the ConfigMap that its Deployment asks for', () => {
  const pod = readBaseObject('Deployment').get('spec').get('template').get('spec');
  const [container = pod] = pod.get('containers').list();
  const [volume = pod] = pod.get('volumes').list();
  const [environment = pod] = container.get('envFrom').list();
  assert.deepEqual(strings(overlay.get('resources')), ['../../base', 'generated/secret.json']);
  // Where the script's patch puts the Secret of its own making.
  assert.equal(volume.get('name').value, 'tls');
  assert.equal(valueAt(environment, 'configMapRef.name'), generatedName('configMapGenerator'));
});

test('what the overlay generates carries the label that everything carries', () => {
  assert.deepEqual(overlay.get('generatorOptions').value, {
    labels: { 'app.kubernetes.io/name': 'fargate-admission' },
  });
});

test('each webhook trusts the CA in the Secret', () => {
  const [replacement = overlay] = overlay.get('replacements').list();
  const target = (kind: string) => ({
    select: { kind },
    fieldPaths: ['webhooks.*.clientConfig.caBundle'],
    options: { create: true },
  });
  assert.deepEqual(replacement.value, {
    source: { kind: 'Secret', fieldPath: 'data.[ca.crt]' },
    targets: [target('MutatingWebhookConfiguration'), target('ValidatingWebhookConfiguration')],
  });
});

function generatedName(generator: string): unknown {
  return overlay.get(generator).list()[0]?.get('name').value;
}
