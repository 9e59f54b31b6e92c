import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { renderSarif } from '../../../src/cli/check/sarif.ts';
import { Field } from '../../../src/documents/field.ts';
import type { CheckReport } from '../../../src/inspection/check-report.ts';
import { createPolicy } from '../../../src/suppression/policy.ts';
import { deployment, reportOf, runCheck } from '../../support/cli/check.ts';

const HOST = '      hostNetwork: true';

/** A Deployment that Fargate refuses, with annotations on the object or on its pod template. */
function annotated(annotations: string, where: 'object' | 'template' = 'object'): string {
  const text = deployment('web', `${HOST}\n`);
  const [before, after] = where === 'object' ? ['  name: web\n', '  '] : ['  template:\n', '    '];
  const lines = `metadata:\n${after}  annotations: ${annotations}\n`;
  if (where === 'object') return text.replace(before, `${before}  annotations: ${annotations}\n`);
  return text.replace(before, `${before}    ${lines}`);
}

const IGNORE = "{fargate-admission/ignore: 'host-network', fargate-admission/ignore-reason: 'for the demo'}";

/** What is shown and what is suppressed, as codes. */
function codesOf({ items }: CheckReport) {
  return {
    shown: items.flatMap(({ findings }) => findings.map(({ code, location }) => `${code}:${location.line}`)),
    suppressed: items.flatMap(({ suppressed }) =>
      suppressed.map(({ code, suppression }) => `${code} by ${suppression.by}: ${suppression.reason}`),
    ),
  };
}

describe('check', () => {
  for (const where of ['object', 'template'] as const) {
    test(`sets apart what an annotation of the ${where} suppresses`, async () => {
      const report = await reportOf(annotated(IGNORE, where));
      assert.deepEqual(codesOf(report), { shown: [], suppressed: ['host-network by annotation: for the demo'] });
      assert.deepEqual([report.summary.errors, report.summary.suppressed], [0, 1]);
    });
  }

  test('sets apart what a comment on the line of the field or above it suppresses', async () => {
    const comment = '# fargate-admission:ignore host-network -- for the demo';
    const suppressed = { shown: [], suppressed: ['host-network by comment: for the demo'] };
    assert.deepEqual(codesOf(await reportOf(deployment('web', `${HOST} ${comment}\n`))), suppressed);
    assert.deepEqual(codesOf(await reportOf(deployment('web', `      ${comment}\n${HOST}\n`))), suppressed);
  });

  test('takes no comment for another field, or for another object', async () => {
    const comment = '# fargate-admission:ignore host-network\n';
    assert.deepEqual(codesOf(await reportOf(`${comment}${deployment('web', `${HOST}\n`)}`)).shown, ['host-network:11']);
    const two = `${deployment('a', `${HOST} ${comment}`)}---\n${deployment('b', `${HOST}\n`)}`;
    assert.deepEqual(codesOf(await reportOf(two)).shown, ['host-network:21']);
  });

  test('warns of a word in a suppression that is no code, at its place', async () => {
    const annotation = await reportOf(annotated("{fargate-admission/ignore: 'host-netwrk'}"));
    assert.deepEqual(codesOf(annotation).shown, ['host-network:11', 'ignore-unknown:5']);
    const [, finding] = annotation.items[0]?.findings ?? [];
    assert.equal(finding?.message, '"host-netwrk" is no code of a finding; the nearest is host-network');
    const comment = await reportOf(deployment('web', '      # fargate-admission:ignore windos\n'));
    assert.deepEqual(codesOf(comment).shown, ['ignore-unknown:10']);
  });

  test('reports what suppresses nothing where that is wanted', async () => {
    const text = `${annotated("{fargate-admission/ignore: 'host-network,windows'}")}      # fargate-admission:ignore size-step\n      hostPID: false\n`;
    assert.deepEqual(codesOf(await reportOf(text)).shown, []);
    const report = await reportOf(text, 'web.yaml', false, createPolicy({ reportsUnused: true }));
    assert.deepEqual(codesOf(report).shown, ['ignore-unused:5', 'ignore-unused:12']);
  });

  test('says of a profile what EKS would do, whatever is suppressed', async () => {
    const profile =
      "apiVersion: eks.services.k8s.aws/v1alpha1\nkind: FargateProfile\nmetadata: {name: web, annotations: {fargate-admission/ignore: 'selectors-required,pod-execution-role-required'}}\nspec: {name: web}\n";
    const { items } = await reportOf(profile);
    assert.deepEqual(
      items.map((item) => [item.type === 'profile' && item.accepted, item.findings.length, item.suppressed.length]),
      [[false, 0, 2]],
    );
  });

  test('does not fail for what is suppressed, counts it, and shows it with --show-suppressed', async (t) => {
    const files = { 'web.yaml': annotated(IGNORE) };
    const quiet = await runCheck(t, { files });
    assert.equal(quiet.code, 0);
    assert.match(quiet.output, /; 0 errors, 0 warnings, 0 hints; 1 suppressed\n$/);
    assert.doesNotMatch(quiet.output, /host-network/);
    const { output } = await runCheck(t, { files, flags: ['--show-suppressed'] });
    assert.match(output, /web\.yaml:11 .*\[host-network\]\n +suppressed by an annotation: for the demo\n/);
    const github = await runCheck(t, { files, flags: ['-o', 'github', '--show-suppressed'] });
    assert.match(github.output, /^Deployment shop\/web \[host-network\] .*suppressed by an annotation: for the demo\n/);
  });

  test('fails for a suppression that suppresses nothing at --fail-on warning', async (t) => {
    const files = { 'web.yaml': deployment('web', '      # fargate-admission:ignore windows\n      hostPID: false\n') };
    const flags = ['--fail-on', 'warning'];
    assert.equal((await runCheck(t, { files, flags })).code, 0);
    assert.equal((await runCheck(t, { files, flags: [...flags, '--report-unused'] })).code, 1);
  });

  test('keeps what is suppressed in SARIF, with its justification', async () => {
    const sarif = new Field(JSON.parse(renderSarif(await reportOf(annotated(IGNORE)), { version: '1.0.0' })));
    const [result] = sarif.get('runs').list()[0]?.get('results').list() ?? [];
    assert.deepEqual(
      [result?.get('ruleId').value, result?.get('suppressions').value],
      ['host-network', [{ kind: 'inSource', justification: 'for the demo' }]],
    );
  });
});

describe('the fixture', () => {
  for (const name of ['ignore-unknown', 'ignore-unused']) {
    test(`of ${name} has that finding`, async () => {
      const text = readFileSync(new URL(`../../fixtures/suppressions/${name}.yaml`, import.meta.url), 'utf8');
      const { shown } = codesOf(await reportOf(text, 'web.yaml', false, createPolicy({ reportsUnused: true })));
      assert.ok(shown.some((found) => found.startsWith(`${name}:`)));
    });
  }
});
