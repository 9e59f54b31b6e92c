import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { renderText } from '../../../src/cli/explain/text.ts';
import { paintFor } from '../../../src/cli/shared/terminal-text.ts';
import { FINDINGS } from '../../../src/fargate/finding.ts';
import { explained, pod, textOf } from '../../support/cli/explained.ts';

const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    template: {
      metadata: { labels: { tier: 'frontend' } },
      spec: {
        hostPID: true,
        containers: [{ name: 'web', resources: { requests: { cpu: '1', memory: '1536Mi' } } }],
      },
    },
  },
};

const FRONTEND = { labels: { tier: 'frontend' } };

describe('an explanation as text', () => {
  test('says where the pods go and why, every selector, how the size comes about, and what is wrong', () => {
    assert.equal(
      textOf(DEPLOYMENT),
      `Deployment shop/web, web.yaml:1
  Its pods are bound for Fargate profile web: selector 1 matches.
  Fargate refuses such a pod, which then stays Pending: see the errors below.

  Profiles, in the order in which EKS prefers them:
    ✗ batch, ACTIVE
      ✗ selector 0: namespace batch (the pod is in shop)
    ✓ web, ACTIVE: takes the pod
      ✗ selector 0
        ✗ namespace prod-* (the pod is in shop)
        ✓ label tier=* (the pod has tier=frontend)
      ✓ selector 1: namespace shop

  Size: 1vCPU 2GB
                        cpu  memory
    container web         1  1536Mi
    sum                   1  1536Mi
    + Fargate itself          256Mi
    needed                1  1792Mi
    provisioned       1vCPU     2GB  the cheapest size that holds it

  Findings, worst first:
    error host-pid at spec.template.spec.hostPID
      Pod not supported on Fargate: fields not supported: HostPID
      Fix: ${FINDINGS['host-pid'].fix}
`,
    );
  });

  test('is in colour where that is wanted', () => {
    const paint = paintFor({ environment: {}, outputIsTerminal: true });
    const lines = renderText([explained(DEPLOYMENT)], { paint, showsSuppressed: false }).split('\n');
    assert.equal(lines[0], '\u001b[1mDeployment shop/web, web.yaml:1\u001b[22m');
    assert.ok(lines.includes('    \u001b[31m✗\u001b[39m batch, ACTIVE'));
    assert.ok(lines.includes('    \u001b[31merror\u001b[39m host-pid at spec.template.spec.hostPID'));
  });

  test('shows no control character that an object brings along', () => {
    const evil = '\u001b[2J\n::error::x';
    const metadata = { name: evil, labels: { tier: evil } };
    const spec = {
      nodeSelector: { [evil]: evil },
      containers: [{ name: evil, resources: { requests: { cpu: evil } } }],
    };
    assert.doesNotMatch(textOf(pod({ metadata, spec })).replaceAll('\n', ''), /\p{Cc}/u);
    assert.doesNotMatch(textOf(pod({ metadata, spec })), /^::/m);
  });

  test('of several workloads comes one after the other', () => {
    const text = renderText([explained(DEPLOYMENT), explained(pod({}))], {
      paint: (_tone, plain) => plain,
      showsSuppressed: false,
    });
    assert.match(text, /\n\nPod shop\/web-0, web\.yaml:1\n/);
  });

  test('names a pod that has no name yet by what its name will begin with', () => {
    assert.match(textOf(pod({ metadata: { name: '', generateName: 'web-' } })), /^Pod shop\/web-…,/);
    assert.match(textOf(pod({ metadata: { name: '' } })), /^Pod shop\/\(no name\),/);
  });
});

describe('the findings, as text', () => {
  test('are none where nothing is wrong', () => {
    const resources = { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '250m', memory: '256Mi' } };
    const well = pod({ metadata: FRONTEND, spec: { containers: [{ name: 'web', resources }] } });
    assert.match(textOf(well), /\n\n {2}Findings: none\n$/);
  });
});
