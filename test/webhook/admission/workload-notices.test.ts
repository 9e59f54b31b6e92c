import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { profilesOf } from '../../support/reviews.ts';
import { deployment, HOST_NETWORK, validate } from '../../support/workload-reviews.ts';

describe('notices', () => {
  const cases: readonly (readonly [
    notices: 'fargate' | 'all',
    namespace: string,
    expected: readonly string[] | undefined,
  ])[] = [
    ['fargate', 'web', ['Deployment web: will run on Fargate profile web (0.25vCPU 0.5GB)']],
    ['fargate', 'other', undefined],
    ['all', 'web', ['Deployment web: will run on Fargate profile web (0.25vCPU 0.5GB)']],
    [
      'all',
      'other',
      [
        'Deployment web: will not run on Fargate: no selector of any profile matches; the nearest is selector 0 of profile web, which requires namespace web (the pod is in other)',
      ],
    ],
  ];
  for (const [notices, namespace, expected] of cases) {
    test(`${notices}, in namespace ${namespace}: ${expected === undefined ? 'none' : 'one'}`, () => {
      assert.deepEqual(validate(deployment({}), { namespace }, { notices }).response.warnings, expected);
    });
  }

  test('stand after the findings', () => {
    const warnings = validate(deployment({ topologySpreadConstraints: [{}] }), {}, { notices: 'all' }).response
      .warnings;
    assert.match(warnings?.[0] ?? '', /\[topology-spread\]$/);
    assert.equal(warnings?.[1], 'Deployment web: will run on Fargate profile web (0.25vCPU 0.5GB)');
  });

  test('promise nothing where Fargate will refuse the pods', () => {
    assert.deepEqual(validate(deployment({ hostNetwork: true }), {}, { notices: 'all' }).response.warnings, [
      HOST_NETWORK,
    ]);
  });

  test('promise nothing while no profiles are loaded', () => {
    const profiles = profilesOf(undefined);
    assert.deepEqual(validate(deployment({}), {}, { notices: 'all', profiles }).response.warnings, [
      'Deployment web: may run on Fargate: no Fargate profiles are loaded yet',
    ]);
    assert.equal(validate(deployment({}), {}, { notices: 'fargate', profiles }).response.warnings, undefined);
  });

  test('are not given for an update that leaves the template alone', () => {
    const parts = { operation: 'UPDATE', oldObject: deployment({}) } as const;
    assert.equal(validate(deployment({}), parts, { notices: 'all' }).response.warnings, undefined);
  });
});
