import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FindingCode } from '../../../src/fargate/finding.ts';
import { profileSet } from '../../support/profiles.ts';
import { profilesOf } from '../../support/reviews.ts';
import { CONTROLLED, deployment, enforce, HOST_NETWORK } from '../../support/workload-reviews.ts';

describe('/enforce/workloads', () => {
  const enforcing = (...codes: readonly FindingCode[]) => ({ deniedCodes: new Set(codes) });

  test('denies a workload with one of the chosen findings, in the words of Kubernetes itself', () => {
    const { response, findings } = enforce(deployment({ hostNetwork: true }), {}, enforcing('host-network'));
    assert.equal(response.allowed, false);
    assert.deepEqual(
      { code: response.status?.code, reason: response.status?.reason, details: response.status?.details },
      {
        code: 422,
        reason: 'Invalid',
        details: {
          name: 'web',
          group: 'apps',
          kind: 'Deployment',
          causes: [
            {
              reason: 'FieldValueForbidden',
              message:
                'Forbidden: Pod not supported on Fargate: fields not supported: HostNetwork (Fargate profile web takes the pod); remove hostNetwork: a Fargate pod does not share its node, so it needs no host network [host-network]',
              field: 'spec.template.spec.hostNetwork',
            },
          ],
        },
      },
    );
    assert.deepEqual(findings, ['host-network']);
  });

  test('warns of the findings that are not chosen', () => {
    const { response, findings } = enforce(deployment({ hostNetwork: true }), {}, enforcing('host-pid'));
    assert.deepEqual([response.allowed, response.warnings, findings], [true, [HOST_NETWORK], ['host-network']]);
  });

  test('says each finding once: as the cause of a denial, or as a warning', () => {
    const broken = deployment({ hostNetwork: true, hostPID: true });
    const { response, findings } = enforce(broken, {}, enforcing('host-pid'));
    const causes = response.status?.details?.causes.map(({ field }) => field);
    assert.deepEqual([causes, response.warnings], [['spec.template.spec.hostPID'], [HOST_NETWORK]]);
    assert.deepEqual(findings, ['host-network', 'host-pid']);
  });

  test('shows no warning that was not chosen to be shown', () => {
    const choice = { warnOn: 'warning', mutedCodes: new Set(['host-network'] as const) } as const;
    const broken = deployment({ hostNetwork: true, topologySpreadConstraints: [{}] });
    const { response } = enforce(broken, {}, { ...enforcing('host-pid'), choice });
    assert.deepEqual([response.allowed, response.warnings], [true, undefined]);
  });

  test('denies a workload whose labels are too many to be compared', () => {
    const selectors = [{ namespace: 'shop', labels: { [`*${'a?'.repeat(29)}*`]: '*' } }];
    const labels = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`${index}${'a'.repeat(190)}`, 'x']));
    const template = { metadata: { labels }, spec: { hostNetwork: true, containers: [{ name: 'web', image: 'web' }] } };
    const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { template } };
    const options = { ...enforcing('host-network'), profiles: profilesOf(profileSet({ name: 'web', selectors })) };
    const { response, prediction } = enforce(object, {}, options);
    assert.deepEqual([response.allowed, response.status?.code, prediction], [false, 413, 'unknown']);
    assert.match(response.status?.message ?? '', /^Deployment "web" cannot be checked: the pod has too many labels /);
  });

  test('warns no controller', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: CONTROLLED, spec: { hostNetwork: true } };
    const { response } = enforce(pod, {}, enforcing('host-pid'));
    assert.deepEqual([response.allowed, response.warnings], [true, undefined]);
  });

  test('names every chosen finding, in the causes and in the message', () => {
    const { response } = enforce(
      deployment({ hostNetwork: true, hostPID: true, hostIPC: true }),
      {},
      enforcing('host-network', 'host-pid'),
    );
    assert.deepEqual(
      response.status?.details?.causes.map(({ field }) => field),
      ['spec.template.spec.hostNetwork', 'spec.template.spec.hostPID'],
    );
    assert.match(response.status?.message ?? '', /hostNetwork: .*; spec\.template\.spec\.hostPID: /);
  });

  test('is not fooled by a made-up controller', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: CONTROLLED, spec: { hostNetwork: true } };
    assert.equal(enforce(pod, {}, enforcing('host-network')).response.allowed, false);
  });

  test('denies ephemeral containers', () => {
    const ephemeralContainers = [{ name: 'debug', securityContext: { privileged: true } }];
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: CONTROLLED, spec: { ephemeralContainers } };
    const parts = { operation: 'UPDATE', subResource: 'ephemeralcontainers', oldObject: { ...pod, spec: {} } } as const;
    assert.equal(enforce(pod, parts, enforcing('privileged')).response.allowed, false);
  });

  test('lets an update pass that leaves the template alone, and what does not concern Fargate', () => {
    const broken = deployment({ hostNetwork: true });
    const options = enforcing('host-network');
    assert.equal(enforce(broken, { operation: 'UPDATE', oldObject: broken }, options).response.allowed, true);
    assert.equal(enforce(broken, { namespace: 'other' }, options).response.allowed, true);
  });

  test('lets everything pass while no profiles are loaded', () => {
    const options = { ...enforcing('host-network'), profiles: profilesOf(undefined) };
    assert.equal(enforce(deployment({ hostNetwork: true }), {}, options).response.allowed, true);
  });
});
