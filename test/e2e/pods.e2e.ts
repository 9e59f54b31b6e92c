import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { skipWithoutControllerManager, skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useInstallation } from '../support/cluster/installation.ts';
import { eventually } from '../support/eventually.ts';

const PREDICTION = {
  'fargate-admission/profile': 'web',
  'fargate-admission/selector': '0',
  'fargate-admission/capacity': '0.5vCPU 1GB',
};

const SPEC = {
  containers: [
    { name: 'web', image: 'registry.k8s.io/pause:3.10', resources: { requests: { cpu: '500m', memory: '512Mi' } } },
  ],
};

/** The requests and what is patched, of pods alone. */
const AUDIT_POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  rules: [{ level: 'Metadata', resources: [{ group: '', resources: ['pods'] }], verbs: ['create'] }, { level: 'None' }],
};

describe('pods through a real API server, profiles from EKS through the real SDK', {
  skip: skipWithoutControlPlane(),
}, () => {
  const installation = useInstallation({ auditPolicy: AUDIT_POLICY, flags: ['--refresh-cooldown=1s'] });

  before(async () => {
    for (const name of ['web-shop', 'other']) await installation().controlPlane.createNamespace(name);
  });

  test('a pod that a profile takes carries the prediction', async () => {
    await create('web-shop', { metadata: { name: 'in' } });
    assert.deepEqual(await annotationsOf('web-shop', 'in'), PREDICTION);
  });

  test('a pod that no profile takes carries nothing, and loses a prediction that was copied', async () => {
    await create('other', { metadata: { name: 'out', annotations: { ...PREDICTION, team: 'a' } } });
    assert.deepEqual(await annotationsOf('other', 'out'), { team: 'a' });
  });

  test('a pod made from generateName carries the prediction', async () => {
    const created = await create('web-shop', { metadata: { generateName: 'made-' } });
    assert.deepEqual(new Field(created).get('metadata').get('annotations').value, PREDICTION);
  });

  test('a server-side dry run shows the same, and stores nothing', async () => {
    const created = await create('web-shop', { metadata: { name: 'dry' } }, ['--dry-run=server']);
    assert.deepEqual(new Field(created).get('metadata').get('annotations').value, PREDICTION);
    assert.equal((await installation().controlPlane.kubectl(['get', 'pod', 'dry', '--namespace=web-shop'])).code, 1);
  });

  test('what EKS has decided about a profile that is not known yet is written on the pod', async () => {
    const decided = { labels: { 'eks.amazonaws.com/fargate-profile': 'brand-new' } };
    await create('other', {
      metadata: { name: 'decided', ...decided },
      spec: { ...SPEC, schedulerName: 'fargate-scheduler' },
    });
    assert.deepEqual(await annotationsOf('other', 'decided'), { 'fargate-admission/profile': 'brand-new' });
  });

  test("a Deployment's pods, made by the real controller, carry the prediction", {
    skip: skipWithoutControllerManager(),
  }, async () => {
    const { kubectlOutput } = installation().controlPlane;
    const template = { metadata: { labels: { app: 'web' } }, spec: SPEC };
    const spec = { replicas: 2, selector: { matchLabels: { app: 'web' } }, template };
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'web-shop' },
      spec,
    };
    await kubectlOutput(['create', '--filename=-'], { input: JSON.stringify(deployment) });
    await eventually(async () => {
      const path = '{.items[*].metadata.annotations.fargate-admission/profile}';
      const profiles = await kubectlOutput([
        'get',
        'pods',
        '--namespace=web-shop',
        '--selector=app=web',
        `--output=jsonpath=${path}`,
      ]);
      assert.equal(profiles, 'web web');
    });
  });

  test('a profile that EKS has made in the meantime is found, though a pod named it first', async () => {
    const { eks } = installation();
    eks.put({ fargateProfileName: 'late', clusterName: 'demo', status: 'ACTIVE', selectors: [{ namespace: 'other' }] });
    const naming = { labels: { 'eks.amazonaws.com/fargate-profile': 'late' } };
    await create('other', { metadata: { name: 'first', ...naming } });
    assert.deepEqual(await annotationsOf('other', 'first'), undefined);
    await eventually(async () => {
      const created = await create('other', { metadata: { generateName: 'next-', ...naming } }, ['--dry-run=server']);
      assert.equal(
        new Field(created).get('metadata').get('annotations').stringMap()['fargate-admission/profile'],
        'late',
      );
    });
  });

  test('the audit log says what was predicted, and its uid joins it with our log', async () => {
    const { controlPlane, webhook } = installation();
    const notes = await eventually(async () => {
      const events = (await readFile(controlPlane.auditLogFile, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => new Field(JSON.parse(line)));
      const event = events.find((candidate) => candidate.get('objectRef').get('name').value === 'in');
      assert.ok(event !== undefined);
      return event.get('annotations').stringMap();
    });
    const uid = notes['pods.fargate-admission.svc/uid'];
    assert.equal(notes['pods.fargate-admission.svc/prediction'], 'fargate');
    assert.equal(notes['pods.fargate-admission.svc/profile'], 'web');
    assert.equal(notes['pods.fargate-admission.svc/reason'], 'selector 0 matches');
    assert.equal(webhook.logLines().filter((line) => line['uid'] === uid).length, 1);
  });

  test('metrics count what was predicted and how it was answered', async () => {
    const metrics = await (await fetch(`${installation().webhook.opsUrl}/metrics`)).text();
    assert.match(metrics, /^fargate_admission_predictions_total\{outcome="fargate"\} [1-9]/m);
    assert.match(metrics, /^fargate_admission_reviews_total\{webhook="mutate-pods",result="patched"\} [1-9]/m);
    assert.match(metrics, /^fargate_admission_reviews_total\{webhook="mutate-pods",result="error"\} 0$/m);
  });

  async function create(namespace: string, pod: object, flags: readonly string[] = []): Promise<unknown> {
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: SPEC, ...pod });
    const args = ['create', '--filename=-', `--namespace=${namespace}`, '--output=json', ...flags];
    return JSON.parse(await installation().controlPlane.kubectlOutput(args, { input }));
  }

  async function annotationsOf(namespace: string, name: string): Promise<unknown> {
    const args = ['get', 'pod', name, `--namespace=${namespace}`, '--output=json'];
    const stored: unknown = JSON.parse(await installation().controlPlane.kubectlOutput(args));
    return new Field(stored).get('metadata').get('annotations').value;
  }
});
