import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FINDINGS } from '../../../src/fargate/finding.ts';
import { explanationList } from '../../../src/inspection/explanation-list.ts';
import { explained, LOCATION, pod } from '../../support/cli/explained.ts';
import { profileSet } from '../../support/profiles.ts';

function jsonOf(object: object) {
  const profiles = profileSet({ name: 'web', selectors: [{ namespace: 'shop', labels: { tier: 'front*' } }] });
  const { items, ...list } = JSON.parse(JSON.stringify(explanationList([explained(object, profiles)])));
  assert.deepEqual(list, { apiVersion: 'fargate-admission/v1alpha1', kind: 'ExplanationList' });
  assert.equal(items.length, 1);
  return items[0];
}

const FRONTEND = { labels: { tier: 'frontend' } };

describe('an explanation as JSON', () => {
  test('says the same as the text', () => {
    const resources = { requests: { cpu: '250m' }, limits: { cpu: '250m', memory: '256Mi' } };
    const spec = { hostIPC: true, containers: [{ name: 'web', resources }] };
    assert.deepEqual(jsonOf(pod({ metadata: FRONTEND, spec })), {
      object: { apiVersion: 'v1', kind: 'Pod', name: 'web-0', namespace: 'shop' },
      location: LOCATION,
      decision: {
        outcome: 'fargate',
        onFargate: true,
        isPrediction: true,
        decidedBy: 'selector',
        profile: 'web',
        selectorIndex: 0,
        reason: 'selector 0 matches',
      },
      profiles: [
        {
          name: 'web',
          status: 'ACTIVE',
          healthIssues: [],
          result: 'matches',
          takesThePod: true,
          selectors: [
            {
              result: 'matches',
              parts: [
                { kind: 'namespace', result: 'matches', text: 'namespace shop' },
                { kind: 'label', result: 'matches', text: 'label tier=front* (the pod has tier=frontend)' },
              ],
            },
          ],
        },
      ],
      size: {
        provisioned: { vcpu: 0.25, memoryGB: 0.5 },
        containers: [
          { name: 'web', role: 'container', cpuMillis: 250, memoryBytes: 268_435_456, fromLimit: ['memory'] },
        ],
        cpuMillis: { starting: 0, running: 250, overhead: 0, needed: 250 },
        memoryBytes: { starting: 0, running: 268_435_456, overhead: 268_435_456, needed: 536_870_912 },
      },
      findings: [
        {
          severity: 'error',
          code: 'host-ipc',
          field: 'spec.hostIPC',
          message: 'Pod not supported on Fargate: fields not supported: HostIPC',
          fix: FINDINGS['host-ipc'].fix,
          location: LOCATION,
        },
      ],
      suppressed: [],
    });
  });

  test('says why a pod does not run on Fargate', () => {
    assert.deepEqual(jsonOf(pod({ spec: { schedulerName: 'mine' } })).decision, {
      outcome: 'not-fargate',
      onFargate: false,
      isPrediction: true,
      reason: 'spec.schedulerName is set to mine',
    });
  });

  test('shows what EKS has decided on a running pod and has provisioned, and where it runs', () => {
    const { object, node, decision } = jsonOf(
      pod({
        metadata: {
          uid: '1',
          generateName: 'web-',
          labels: { 'eks.amazonaws.com/fargate-profile': 'new' },
          annotations: { CapacityProvisioned: '0.25vCPU 0.5GB' },
        },
        spec: { schedulerName: 'fargate-scheduler', nodeName: 'fargate-ip-10-0-0-1' },
      }),
    );
    assert.equal(object.generateName, 'web-');
    assert.deepEqual(node, { name: 'fargate-ip-10-0-0-1', provisioned: '0.25vCPU 0.5GB' });
    assert.deepEqual(decision, {
      outcome: 'eks-unconfirmed',
      onFargate: true,
      isPrediction: false,
      profile: 'new',
      reason: 'EKS or the author of the pod chose it, but the pod names profile new, which the cluster does not have',
    });
  });

  test('says why there is no size', () => {
    const sizeFor = (requests: object) =>
      jsonOf(pod({ spec: { containers: [{ name: 'web', resources: { requests } }] } })).size;
    assert.deepEqual(sizeFor({ cpu: '1 core' }), { problem: '"1 core" is no quantity of cpu' });
    assert.match(sizeFor({ cpu: '17' }).problem, /^the pod needs 17 vCPU/);
  });

  test('has what replaces the requests of the containers', () => {
    const spec = { resources: { requests: { cpu: '2' } }, containers: [{ name: 'web' }] };
    const { cpuMillis } = jsonOf(pod({ spec })).size;
    assert.deepEqual(cpuMillis, { starting: 0, running: 0, podLevel: 2_000, overhead: 0, needed: 2_000 });
  });
});
