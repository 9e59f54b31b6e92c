import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { podFindingCodes, podFindings } from '../../src/fargate/check-pod.ts';
import { predict } from '../../src/fargate/prediction.ts';
import { pod } from '../support/pods.ts';
import { profileSet } from '../support/profiles.ts';

const CONTAINER = fc.record(
  {
    name: fc.constant('x'),
    securityContext: fc.record({ privileged: fc.boolean(), allowPrivilegeEscalation: fc.boolean() }),
    ports: fc.array(fc.record({ containerPort: fc.constantFrom(80, 10_250), hostPort: fc.constantFrom(0, 80) })),
    resources: fc.record({
      limits: fc.record({ cpu: fc.constantFrom('1', '20') }),
      requests: fc.constant({ cpu: '1' }),
    }),
  },
  { requiredKeys: ['name'] },
);

const SPEC = fc.record({ hostNetwork: fc.boolean(), containers: fc.array(CONTAINER, { maxLength: 4 }) });

/** Takes the pods of `default`, and would have taken those of `elsewhere` with the same label under another key. */
const PROFILES = profileSet(
  { name: 'web', selectors: [{ namespace: 'default' }, { namespace: 'elsewhere', labels: { app: 'web' } }] },
  { name: 'also', selectors: [{ namespace: 'default' }] },
);

describe('the findings of a pod', () => {
  test('have the same codes without words, each once', () => {
    fc.assert(
      fc.property(SPEC, fc.constantFrom('default', 'elsewhere'), fc.boolean(), (spec, namespace, keepsFinishedPods) => {
        const subject = pod({ namespace, metadata: { labels: { 'k8s-app': 'web' } }, spec });
        const prediction = predict(subject, PROFILES);
        const options = { pod: subject, prediction, profiles: PROFILES, workloadLabels: {}, keepsFinishedPods };
        const codes = new Set(podFindings(options).map(({ code }) => code));
        assert.deepEqual(podFindingCodes(options).toSorted(), [...codes].toSorted());
      }),
    );
  });
});
