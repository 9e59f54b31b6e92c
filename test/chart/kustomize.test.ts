import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Field } from '../../src/documents/field.ts';
import { renderChart, type Values } from '../support/chart/rendered-chart.ts';
import { type OverlayOnTop, renderOverlay } from '../support/chart/rendered-overlay.ts';
import { copyManifests, generateLocalCa } from '../support/cluster/overlays.ts';
import { findHelm, findKubectl, skipWithout } from '../support/processes/programs.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { comparable } from './meant-differences.ts';

const REPOSITORY = 'registry.example/fargate-admission';
const CLUSTER = 'FARGATE_ADMISSION_CLUSTER_NAME=demo';

/** What both can install: the overlays and components, and the values that stand for them. */
const INSTALLATIONS: Readonly<
  Record<string, { readonly overlay: Omit<OverlayOnTop, 'image'>; readonly values: Values }>
> = {
  'self-signed': {
    overlay: { resources: ['overlays/self-signed'], settings: [CLUSTER] },
    values: {},
  },
  'cert-manager': {
    overlay: { resources: ['overlays/cert-manager'], settings: [CLUSTER] },
    values: { certificates: { mode: 'cert-manager' } },
  },
  'self-signed, enforced': {
    overlay: {
      resources: ['overlays/self-signed'],
      components: ['components/enforce'],
      settings: [CLUSTER, 'FARGATE_ADMISSION_MAX_SELECTORS=10'],
    },
    values: { enforce: { codes: ['errors'] }, settings: { maxSelectors: 10 } },
  },
  'cert-manager, enforced while the webhook is away too': {
    overlay: {
      resources: ['overlays/cert-manager'],
      components: ['components/enforce-fail'],
      settings: [CLUSTER],
    },
    values: { certificates: { mode: 'cert-manager' }, enforce: { codes: ['errors'], failurePolicy: 'Fail' } },
  },
  'policies in place of the webhook': {
    overlay: {
      resources: ['overlays/policies', 'overlays/audit'],
      components: ['components/policies-monitoring', 'components/audit-monitoring'],
      policiesSettings: [CLUSTER, 'FARGATE_ADMISSION_MAX_SELECTORS=10'],
      auditSettings: [CLUSTER],
    },
    values: {
      policies: { enabled: true },
      audit: { enabled: true },
      settings: { maxSelectors: 10 },
      serviceMonitor: { enabled: true },
      prometheusRule: { enabled: true },
      dashboard: { enabled: true },
    },
  },
  'with everything': {
    overlay: {
      resources: ['overlays/self-signed', 'overlays/audit', 'overlays/validating-admission-policy'],
      components: [
        'components/enforce',
        'components/monitoring',
        'components/audit-monitoring',
        'components/network-policy',
        'components/security-group-policy',
      ],
      settings: [CLUSTER, 'AWS_REGION=eu-west-1'],
      auditSettings: [CLUSTER, 'AWS_REGION=eu-west-1'],
      patches: [
        {
          target: { kind: 'SecurityGroupPolicy' },
          patch: '[{"op":"replace","path":"/spec/securityGroups/groupIds","value":["sg-0123456789abcdef0"]}]',
        },
        {
          target: { kind: 'ServiceAccount' },
          patch:
            '[{"op":"add","path":"/metadata/annotations","value":{"eks.amazonaws.com/role-arn":"arn:aws:iam::111122223333:role/web"}}]',
        },
      ],
    },
    values: {
      region: 'eu-west-1',
      serviceAccount: roleOf('web'),
      enforce: { codes: ['errors'] },
      audit: { enabled: true, serviceAccount: roleOf('web') },
      policies: { profiles: { enabled: true } },
      serviceMonitor: { enabled: true },
      prometheusRule: { enabled: true },
      dashboard: { enabled: true },
      networkPolicy: { enabled: true },
      securityGroupIds: ['sg-0123456789abcdef0'],
    },
  },
};

describe('the chart and the overlays make the same objects', { skip: skipWithout(findHelm(), findKubectl()) }, () => {
  let directory: TemporaryFolder | undefined;
  let manifests = '';
  before(async () => {
    directory = await makeTemporaryFolder();
    manifests = await copyManifests(directory.path);
  });
  after(() => directory?.remove());

  for (const [name, { overlay, values }] of Object.entries(INSTALLATIONS)) {
    test(name, async () => {
      await assertSame(await renderOverlay(manifests, { ...overlay, image: REPOSITORY }), values);
    });
  }

  test('of a CA of their own, the chart with the name of the Secret and its CA', async () => {
    await generateLocalCa(manifests, ['--cluster-name=demo', '--role-arn=none', `--image=${REPOSITORY}:0.1.0`]);
    const overlay = await renderOverlay(manifests, { resources: ['overlays/local-ca'], image: REPOSITORY });
    const secret = overlay.find((object) => object.get('kind').value === 'Secret');
    const existing = {
      secretName: secret?.get('metadata').get('name').value,
      caBundle: await readFile(join(manifests, 'overlays/local-ca/generated/ca.crt'), 'utf8'),
    };
    await assertSame(overlay, { certificates: { mode: 'existing', existing } });
  });

  async function assertSame(overlay: readonly Field[], values: Values): Promise<void> {
    const chart = await renderChart({
      clusterName: 'demo',
      image: { repository: REPOSITORY, tag: '0.1.0' },
      ...values,
    });
    assert.deepEqual(comparable(chart), comparable(overlay));
  }
});

function roleOf(name: string) {
  return { annotations: { 'eks.amazonaws.com/role-arn': `arn:aws:iam::111122223333:role/${name}` } };
}
