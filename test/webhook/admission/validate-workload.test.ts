import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { FieldTypeError } from '../../../src/documents/field.ts';
import { REVIEWED_KINDS } from '../../../src/documents/workloads/kubernetes-kinds.ts';
import { FINDINGS } from '../../../src/fargate/finding.ts';
import { BadReviewError } from '../../../src/webhook/admission/review.ts';
import type { WarningChoice } from '../../../src/webhook/admission/warning.ts';
import { profileSet } from '../../support/profiles.ts';
import { profilesOf } from '../../support/reviews.ts';
import { FIXTURE_PROFILES, workloadFixtures } from '../../support/workload-fixtures.ts';
import {
  ALL_SHOWN,
  CONTAINER,
  CONTROLLED,
  deployment,
  HOST_NETWORK,
  validate,
} from '../../support/workload-reviews.ts';

describe('/validate/workloads', () => {
  test('warns of what Fargate will refuse, and allows it', () => {
    const { response, prediction, findings } = validate(deployment({ hostNetwork: true }));
    assert.deepEqual(
      { allowed: response.allowed, warnings: response.warnings, prediction, findings },
      { allowed: true, warnings: [HOST_NETWORK], prediction: 'fargate', findings: ['host-network'] },
    );
  });

  test('says nothing of what is well, nor of what does not concern Fargate', () => {
    assert.equal(validate(deployment({})).response.warnings, undefined);
    assert.equal(validate(deployment({ hostNetwork: true }), { namespace: 'other' }).response.warnings, undefined);
  });

  test('says nothing while no profiles are loaded', () => {
    const { response, prediction } = validate(
      deployment({ hostNetwork: true }),
      {},
      { profiles: profilesOf(undefined) },
    );
    assert.deepEqual([response.allowed, response.warnings, prediction], [true, undefined, 'unknown']);
  });

  test('says that labels are too many to be compared, whatever the notices', () => {
    const selectors = [{ namespace: 'shop', labels: { [`*${'a?'.repeat(29)}*`]: '*' } }];
    const labels = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`${index}${'a'.repeat(190)}`, 'x']));
    const object = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { template: { metadata: { labels }, spec: { containers: [CONTAINER] } } },
    };
    const { response } = validate(object, {}, { profiles: profilesOf(profileSet({ name: 'web', selectors })) });
    assert.deepEqual(response.warnings, [
      'Deployment web: may run on Fargate: the pod has too many labels to compare with the wildcard keys of the selectors',
    ]);
  });

  describe('where the fargate-scheduler and a profile are named that does not match', () => {
    const metadata = { labels: { 'eks.amazonaws.com/fargate-profile': 'web' } };
    const spec = { schedulerName: 'fargate-scheduler', containers: [CONTAINER] };

    test('warns of a template that its pods stay Pending', () => {
      const template = { metadata, spec };
      const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { template } };
      const { response, prediction } = validate(object, { namespace: 'other' });
      assert.equal(prediction, 'not-fargate');
      assert.deepEqual(response.warnings, [
        'Deployment web: spec.template.spec.schedulerName: the pod stays Pending: Fargate profile web does not match it: namespace web (the pod is in other); remove schedulerName and the profile label, or change a profile or the labels so that they match [fargate-scheduler]',
      ]);
    });

    test('warns of a pod, which EKS has seen, with less certainty', () => {
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', ...metadata }, spec };
      const { response, prediction } = validate(pod, { namespace: 'other' });
      assert.equal(prediction, 'eks-unconfirmed');
      assert.match(response.warnings?.[0] ?? '', /the pod may stay Pending: .*\[profile-not-matching\]$/);
    });
  });

  test('reports the worst first', () => {
    const spec = { topologySpreadConstraints: [{}], containers: [{ ...CONTAINER, ports: [{ containerPort: 10250 }] }] };
    const { findings } = validate(deployment({ ...spec, hostPID: true }));
    assert.deepEqual(findings, ['host-pid', 'kubelet-port', 'topology-spread']);
  });

  test('calls what is made from generateName by that', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'web-' }, spec: { hostPID: true } };
    assert.match(validate(pod, { name: '' }).response.warnings?.[0] ?? '', /^Pod web-: spec\.hostPID: /);
  });

  test('a dry run gets the same answer', () => {
    const broken = deployment({ hostNetwork: true });
    assert.deepEqual(validate(broken, { dryRun: true }), validate(broken));
  });

  for (const { name, namespace, document } of workloadFixtures()) {
    test(`of the fixture ${name}: every warning fits, and says the whole fix`, () => {
      const { response, findings } = validate(
        document.value,
        { namespace },
        { profiles: profilesOf(FIXTURE_PROFILES) },
      );
      const warnings = response.warnings ?? [];
      assert.ok(warnings.reduce((sum, warning) => sum + [...warning].length, 0) <= 3072);
      const subject = `${document.get('kind').string()} ${document.get('metadata').get('name').string()}: `;
      for (const [index, code] of findings.entries()) {
        const warning = warnings[index] ?? '';
        assert.ok(warning.startsWith(subject) && warning.endsWith(`; ${FINDINGS[code].fix} [${code}]`), warning);
      }
      assert.equal(warnings.length, findings.length);
    });
  }

  describe('a choice of warnings', () => {
    const spec = {
      hostNetwork: true,
      topologySpreadConstraints: [{}],
      containers: [{ ...CONTAINER, ports: [{ containerPort: 10250 }] }],
    };
    const codesShown = (choice: Partial<WarningChoice>) => {
      const { response, findings } = validate(deployment(spec), {}, { choice: { ...ALL_SHOWN, ...choice } });
      assert.deepEqual(findings, ['host-network', 'kubelet-port', 'topology-spread']);
      return response.warnings?.map((warning) => /\[([a-z-]+)\]$/.exec(warning)?.[1]);
    };

    test('leaves out hints, and still counts them', () => {
      assert.deepEqual(codesShown({ warnOn: 'warning' }), ['host-network', 'kubelet-port']);
    });

    test('leaves out warnings too', () => {
      assert.deepEqual(codesShown({ warnOn: 'error' }), ['host-network']);
    });

    test('leaves out muted codes', () => {
      assert.deepEqual(codesShown({ mutedCodes: new Set(['host-network', 'topology-spread']) }), ['kubelet-port']);
    });
  });

  test('says nothing of the host ports that hostNetwork brings', () => {
    const containers = [{ ...CONTAINER, ports: [{ containerPort: 80, hostPort: 80 }] }];
    assert.deepEqual(validate(deployment({ hostNetwork: true, containers })).findings, ['host-network']);
    assert.deepEqual(validate(deployment({ containers })).findings, ['host-port']);
  });

  describe('an update', () => {
    const update = { operation: 'UPDATE' } as const;

    test('that leaves the template alone gets no warning, whatever else it changes', () => {
      const before = deployment({ hostNetwork: true });
      const after = { ...before, metadata: { name: 'web', labels: { a: 'b' } }, spec: { ...before.spec, replicas: 5 } };
      const { response, prediction } = validate(after, { ...update, oldObject: before });
      assert.deepEqual([response.warnings, prediction], [undefined, undefined]);
    });

    test('that changes the template gets all warnings', () => {
      const oldObject = deployment({ hostNetwork: true, hostPID: true });
      assert.deepEqual(validate(deployment({ hostNetwork: true }), { ...update, oldObject }).response.warnings, [
        HOST_NETWORK,
      ]);
    });

    test('does not mind the order of keys', () => {
      const oldObject = deployment({ hostPID: true, hostNetwork: true });
      assert.equal(
        validate(deployment({ hostNetwork: true, hostPID: true }), { ...update, oldObject }).response.warnings,
        undefined,
      );
    });

    test("of a CronJob is looked at in its Jobs' template", () => {
      const cronJob = (schedule: string, hostNetwork: boolean) => ({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'web' },
        spec: { schedule, jobTemplate: { spec: { ttlSecondsAfterFinished: 1, template: { spec: { hostNetwork } } } } },
      });
      const oldObject = cronJob('@daily', true);
      assert.deepEqual(validate(cronJob('@hourly', true), { ...update, oldObject }).findings, []);
      assert.deepEqual(validate(cronJob('@daily', true), { ...update, oldObject: cronJob('@daily', false) }).findings, [
        'host-network',
        'no-requests',
      ]);
    });

    test('of a pod gets none: it stays where it is', () => {
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { hostNetwork: true } };
      assert.deepEqual(validate(pod, { ...update, oldObject: { ...pod, spec: {} } }).findings, []);
    });

    for (const subResource of ['status', 'resize', 'binding']) {
      test(`of ${subResource} gets none`, () => {
        const oldObject = deployment({});
        assert.deepEqual(validate(deployment({ hostPID: true }), { ...update, subResource, oldObject }).findings, []);
      });
    }
  });

  test('lets every other operation pass', () => {
    for (const operation of ['DELETE', 'CONNECT'] as const) {
      assert.deepEqual(validate(undefined, { operation }).findings, []);
    }
  });

  test('passes over what names a controller', () => {
    const { response, findings } = validate({ ...deployment({ hostNetwork: true }), metadata: CONTROLLED });
    assert.deepEqual([response.allowed, response.warnings, findings], [true, undefined, []]);
  });

  describe('many warnings', () => {
    const ports = Array.from({ length: 13 }, (_, index) => ({ containerPort: 8000 + index, hostPort: 8000 + index }));

    test('are cut after ten, and the rest is counted', () => {
      const { response, findings } = validate(deployment({ containers: [{ ...CONTAINER, ports }] }));
      assert.equal(findings.length, 13);
      assert.equal(response.warnings?.length, 11);
      assert.match(response.warnings?.at(-1) ?? '', /^Deployment web: \+3 more; /);
    });

    test('leave room for other webhooks under the limit of the API server, whatever the names', () => {
      const names = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 });
      fc.assert(
        fc.property(names, names, (name, volume) => {
          const volumes = Array.from({ length: 20 }, () => ({ name: volume, hostPath: {} }));
          const { warnings = [] } = validate({ ...deployment({ volumes }), metadata: { name } }).response;
          assert.ok(warnings.length <= 11);
          assert.ok(warnings.reduce((sum, warning) => sum + [...warning].length, 0) <= 3072);
          for (const warning of warnings) assert.doesNotMatch(warning, /\p{Cc}/u);
        }),
      );
    });
  });

  test('refuses as a bad review what is no kind of workload', () => {
    for (const [apiVersion, kind] of [
      ['v1', 'Service'],
      ['autoscaling/v1', 'Scale'],
      ['example.com/v1', 'Deployment'],
    ]) {
      assert.throws(() => validate({ apiVersion, kind }), BadReviewError);
    }
  });

  test('names the field of a wrong type', () => {
    assert.throws(() => validate(deployment({ hostNetwork: 1 })), {
      name: 'FieldTypeError',
      message: 'spec.template.spec.hostNetwork: expected a boolean, got a number',
    });
  });

  test('any JSON at all gets an answer or a bad review, and never a denial', () => {
    const kinds = fc.constantFrom(
      ...REVIEWED_KINDS.map(({ apiVersions: [apiVersion], kind }) => ({ apiVersion, kind })),
    );
    const anything = fc.jsonValue({ maxDepth: 6 });
    fc.assert(
      fc.property(kinds, anything, anything, (kind, spec, podSpec) => {
        for (const value of [spec, { template: { spec: podSpec } }])
          answersOrRefuses({ ...kind, metadata: {}, spec: value });
      }),
    );
    fc.assert(fc.property(anything, answersOrRefuses));
  });

  function answersOrRefuses(object: unknown): void {
    try {
      assert.equal(validate(object, { oldObject: object }).response.allowed, true);
    } catch (error) {
      assert.ok(error instanceof BadReviewError || error instanceof FieldTypeError, String(error));
    }
  }
});
