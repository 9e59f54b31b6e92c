import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DocumentError } from '../../src/documents/document-error.ts';
import { Field } from '../../src/documents/field.ts';
import { BaselineCount, baselineOf, formatBaseline, parseBaseline } from '../../src/suppression/baseline.ts';

const WEB = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const CLAIM = { code: 'volume-claim', object: WEB, field: 'spec.template.spec.volumes[1]' };

describe('a baseline', () => {
  test('holds an entry for each code, object and field, in an order of its own, one a line', () => {
    const other = { code: 'host-network', object: { ...WEB, name: 'api' }, field: 'spec.template.spec.hostNetwork' };
    assert.equal(
      formatBaseline(baselineOf([CLAIM, { ...CLAIM, field: 'spec.template.spec.volumes[3]' }, other])),
      `{
  "apiVersion": "fargate-admission/v1alpha1",
  "kind": "Baseline",
  "version": 1,
  "findings": [
    {"code":"host-network","object":"apps/Deployment shop/api","field":"spec.template.spec.hostNetwork","count":1},
    {"code":"volume-claim","object":"apps/Deployment shop/web","field":"spec.template.spec.volumes[]","count":2}
  ]
}
`,
    );
  });

  test('is read as it is written', () => {
    const baseline = baselineOf([CLAIM]);
    assert.deepEqual(parseBaseline(new Field(JSON.parse(formatBaseline(baseline)))), baseline);
    assert.deepEqual(parseBaseline(new Field(JSON.parse(formatBaseline([])))), []);
  });

  test('knows a finding as often as it was counted, also at another index, and counts what is left', () => {
    const count = new BaselineCount(baselineOf([CLAIM, CLAIM, CLAIM]));
    const moved = { ...CLAIM, field: 'spec.template.spec.volumes[0]' };
    assert.deepEqual([count.take(moved), count.take(CLAIM), count.left], [true, true, 1]);
    assert.deepEqual([count.take(CLAIM), count.take(CLAIM), count.left], [true, false, 0]);
  });

  test('knows no finding of another code, field, kind, namespace, name or role', () => {
    const count = new BaselineCount(baselineOf([CLAIM]));
    const others = [
      { ...CLAIM, code: 'size-step' },
      { ...CLAIM, field: 'spec.template.spec.volumes' },
      { ...CLAIM, object: { ...WEB, kind: 'ReplicaSet' } },
      { ...CLAIM, object: { ...WEB, namespace: 'other' } },
      { ...CLAIM, object: { ...WEB, name: 'web2' } },
      { ...CLAIM, object: { ...WEB, role: 'leader' } },
    ];
    assert.deepEqual(
      others.filter((found) => count.take(found)),
      [],
    );
  });

  test('knows a finding under another version of the API', () => {
    const count = new BaselineCount(baselineOf([CLAIM]));
    assert.ok(count.take({ ...CLAIM, object: { ...WEB, apiVersion: 'apps/v1beta2' } }));
  });

  for (const [what, value] of Object.entries({
    'of another kind': { kind: 'CheckReport' },
    'of another version': { kind: 'Baseline', version: 2 },
    'with a count of nothing': { kind: 'Baseline', version: 1, findings: [{ count: 0 }] },
    'with another type': { kind: 'Baseline', version: 1, findings: 'all' },
    'that is a list': [],
  })) {
    test(`${what} is refused`, () => {
      assert.throws(() => parseBaseline(new Field(value)), DocumentError);
    });
  }
});
