import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FindingCode } from '../../../src/fargate/finding.ts';
import { deployment, enforce, HOST_NETWORK, validate } from '../../support/workload-reviews.ts';

function ignoring(codes: string, where: 'object' | 'template' = 'object') {
  const object = deployment({ hostNetwork: true });
  const annotations = { 'fargate-admission/ignore': codes };
  if (where === 'object') return { ...object, metadata: { ...object.metadata, annotations } };
  const { template } = object.spec;
  return { ...object, spec: { template: { ...template, metadata: { ...template.metadata, annotations } } } };
}

const enforcing = (...codes: readonly FindingCode[]) => ({ deniedCodes: new Set(codes) });

describe('the annotation fargate-admission/ignore', () => {
  for (const where of ['object', 'template'] as const) {
    test(`of the ${where} suppresses a warning, which is counted all the same`, () => {
      const { response, findings } = validate(ignoring('host-network, size-step', where));
      assert.deepEqual([response.allowed, response.warnings, findings], [true, undefined, ['host-network']]);
    });
  }

  test('suppresses no other warning', () => {
    assert.deepEqual(validate(ignoring('host-pid')).response.warnings, [HOST_NETWORK]);
  });

  test('leads to a warning where a word of it is no code', () => {
    const { response, findings } = validate(ignoring('host-network,size-stp'));
    assert.deepEqual(response.warnings, [
      'Deployment web: metadata.annotations[fargate-admission/ignore]: "size-stp" is no code of a finding; the nearest is size-step; correct the code [ignore-unknown]',
    ]);
    assert.deepEqual(findings, ['host-network', 'ignore-unknown']);
  });

  test('suppresses no denial, which says so', () => {
    const { response } = enforce(ignoring('host-network'), {}, enforcing('host-network'));
    assert.equal(response.allowed, false);
    assert.match(
      response.status?.message ?? '',
      /\(the annotation fargate-admission\/ignore suppresses warnings, not denials\)/,
    );
  });

  test('suppresses warnings of a workload that is denied for something else', () => {
    const object = ignoring('host-network');
    const { template } = object.spec;
    const both = { ...object, spec: { template: { ...template, spec: { ...template.spec, hostPID: true } } } };
    const { response } = enforce(both, {}, enforcing('host-pid'));
    assert.deepEqual([response.allowed, response.warnings], [false, undefined]);
    assert.doesNotMatch(response.status?.message ?? '', /suppresses warnings/);
  });

  test('suppresses a denial where the operator allows it', () => {
    const options = { ...enforcing('host-network'), denyRespectsIgnore: true };
    const { response, findings } = enforce(ignoring('host-network'), {}, options);
    assert.deepEqual([response.allowed, response.warnings, findings], [true, undefined, ['host-network']]);
    assert.equal(enforce(ignoring('host-pid'), {}, options).response.allowed, false);
  });
});
