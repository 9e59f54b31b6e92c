import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compilePattern } from '../../src/fargate/pattern.ts';
import { type SuppressionRule, SuppressionRules } from '../../src/suppression/rules.ts';
import { withSeverities } from '../../src/suppression/severities.ts';
import { codeSuppressor, split, Usage } from '../../src/suppression/suppress.ts';

const CLAIM = { code: 'volume-claim', severity: 'hint', field: 'spec.volumes[0]' } as const;
const NETWORK = { code: 'host-network', severity: 'error', field: 'spec.hostNetwork' } as const;

describe('findings', () => {
  test('are parted, with the reason of the first suppressor that fits', () => {
    const first = codeSuppressor(['volume-claim'], { by: 'annotation', reason: 'on EFS' });
    const second = codeSuppressor(['volume-claim'], { by: 'comment', reason: '' });
    assert.deepEqual(
      split([CLAIM, NETWORK], () => [first, second]),
      { shown: [NETWORK], suppressed: [{ ...CLAIM, suppression: { by: 'annotation', reason: 'on EFS' } }] },
    );
  });

  test('make each suppressor that fits a used one, for their code alone', () => {
    const first = codeSuppressor(['volume-claim', 'windows'], { by: 'annotation', reason: '' });
    const second = codeSuppressor(['volume-claim'], { by: 'comment', reason: '' });
    const usage = new Usage();
    split([CLAIM], () => [first, second], usage);
    assert.deepEqual(
      [usage.isUsedFor(first, 'volume-claim'), usage.isUsedFor(first, 'windows'), usage.isUsed(second)],
      [true, false, true],
    );
  });

  test('get the severity that is chosen for their code', () => {
    const severities = new Map([
      ['volume-claim', 'error'],
      ['host-network', 'off'],
    ] as const);
    assert.deepEqual(withSeverities([CLAIM, NETWORK], severities), [{ ...CLAIM, severity: 'error' }, NETWORK]);
  });
});

describe('a rule of the configuration', () => {
  const ANY = {
    codes: ['volume-claim'],
    kinds: undefined,
    namespaces: undefined,
    names: undefined,
    paths: undefined,
    reason: '',
    place: '',
  } as const satisfies SuppressionRule;
  const SUBJECT = { kind: 'Deployment', namespace: 'shop', name: 'web-1', path: 'deploy/shop/web.yaml' };
  const concerns = (rule: Partial<SuppressionRule>, subject = {}) =>
    new SuppressionRules([{ ...ANY, ...rule }]).of({ ...SUBJECT, ...subject }).length === 1;

  test('concerns every object where it names none', () => {
    assert.ok(concerns({}));
  });

  test('concerns an object by kind, namespace, name and path together', () => {
    const pattern = (text: string) => [compilePattern(text)];
    const rule = {
      kinds: ['Deployment'],
      namespaces: pattern('sh?p'),
      names: pattern('web-*'),
      paths: pattern('deploy/*'),
    };
    assert.ok(concerns(rule));
    assert.ok(!concerns(rule, { kind: 'Job' }));
    assert.ok(!concerns(rule, { namespace: 'other' }));
    assert.ok(!concerns(rule, { name: 'api' }));
    assert.ok(!concerns(rule, { path: 'test/web.yaml' }));
  });

  test('with a path concerns nothing that has none', () => {
    assert.ok(!concerns({ paths: [compilePattern('*')] }, { path: undefined }));
  });
});
