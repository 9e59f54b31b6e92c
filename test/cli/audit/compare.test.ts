import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import { Field } from '../../../src/documents/field.ts';
import { answersWith, audit, ON_FARGATE, OTHER_KEY, pod } from '../../support/cli/audit.ts';
import { fileWith } from '../../support/profile-files.ts';
import type { CliRun } from '../../support/terminal.ts';

const LATER = [ON_FARGATE, pod({ name: 'web-2', isOnFargate: true })];

/** The report of an audit of `api`, off Fargate, and `web-1`; the path of its file. */
async function earlierReport(t: TestContext): Promise<string> {
  const { output } = await audit(t, answersWith([ON_FARGATE, OTHER_KEY]), ['-o', 'json']);
  return fileWith(t, 'old.json', output.replace(/"at": "[^"]*"/, '"at": "2026-11-25T12:00:00.000Z"'));
}

async function compare(t: TestContext, ...args: readonly string[]): Promise<CliRun> {
  return audit(t, answersWith(LATER), ['--compare', await earlierReport(t), ...args]);
}

const SUMMARY = 'Since 2026-11-25T12:00:00.000Z: 1 workload new, 1 gone, 0 changed, 1 as before';

describe('audit --compare', () => {
  test('says in the table what has changed, with the cost then and now', async (t) => {
    const { code, output, errors } = await compare(t);
    assert.deepEqual([code, errors], [0, '']);
    const [section = ''] = output.split('\n\n').filter((part) => part.startsWith('Since '));
    assert.equal(
      section,
      `${SUMMARY}; $9.01 a month then, $18.02 now
  new  Pod shop/web-2: $0.00 → $9.01 a month
    appeared  hint no-requests at spec.containers: no container requests cpu or memory, so the pod gets 0.25vCPU 0.5GB (unless a LimitRange of the namespace sets requests)
  gone  Pod shop/api
    resolved  warn near-miss: is on node ip-10-0-0-2, off Fargate: selector 0 of Fargate profile web matches except for label app=web (the pod has k8s-app=web)
    resolved  warning near-miss at metadata.labels: selector 0 of Fargate profile web matches except for label app=web (the pod has k8s-app=web)`,
    );
  });

  test('is part of the report as JSON and as YAML, and a report that was compared can be compared again', async (t) => {
    const { output } = await compare(t, '-o', 'json');
    const json = new Field(JSON.parse(output)).get('comparison');
    const yaml = new Field(parse((await compare(t, '-o', 'yaml')).output)).get('comparison');
    assert.deepEqual(json.get('counts').value, { new: 1, gone: 1, changed: 0, unchanged: 1 });
    assert.deepEqual(json.value, yaml.value);
    const again = await audit(t, answersWith(LATER), ['--compare', await fileWith(t, 'again.json', output)]);
    assert.match(again.output, /: 0 workloads new, 0 gone, 0 changed, 2 as before; /);
  });

  test('is in the summary of Markdown, and on the page', async (t) => {
    assert.match((await compare(t, '-o', 'markdown')).output, /<br>\nSince 2026.{0,150} 1 workload new&#44; 1 gone/);
    assert.match((await compare(t, '-o', 'html')).output, /"comparison":\{"since":"2026-11-25T12:00:00\.000Z"/);
  });

  test('changes neither the rows of CSV nor the reports of namespaces', async (t) => {
    for (const form of ['csv', 'policyreport']) {
      assert.equal((await compare(t, '-o', form)).output, (await audit(t, answersWith(LATER), ['-o', form])).output);
    }
  });
});

describe('audit --compare refuses, before any cluster is asked,', () => {
  const cases: readonly (readonly [what: string, content: string, message: RegExp])[] = [
    [
      'what is no JSON',
      'kind: AuditReport',
      /^--compare: .*old\.json: .*JSON.*; give a report that audit -o json wrote$/,
    ],
    ['a list', '[]', /: the document: expected an object, got a list; give a report/],
    [
      'an object of another kind',
      '{"apiVersion":"v1","kind":"List"}',
      /: kind: expected AuditReport, got "List"; give/,
    ],
    [
      'a report of several clusters',
      '{"apiVersion":"fargate-admission/v1alpha1","kind":"FleetAuditReport"}',
      /: kind: the report is of several clusters: give that of one; /,
    ],
    [
      'a report of another version of the API',
      '{"apiVersion":"fargate-admission/v2","kind":"AuditReport"}',
      /: apiVersion: expected fargate-admission\/v1alpha1, got "fargate-admission\/v2"; /,
    ],
    [
      'a report that ends early',
      '{"apiVersion":"fargate-admission/v1alpha1","kind":"AuditReport","audited":{}}',
      /: audited\.at: is missing; /,
    ],
  ];
  for (const [what, content, message] of cases) {
    test(what, async (t) => {
      const { code, errors } = await audit(t, {}, ['--compare', await fileWith(t, 'old.json', content)]);
      assert.equal(code, 2);
      assert.match(errors.trimEnd(), message);
    });
  }

  test('a file that is not there', async (t) => {
    const { code, errors } = await audit(t, {}, ['--compare', '/nowhere/old.json']);
    assert.equal(code, 2);
    assert.match(errors, /^--compare: \/nowhere\/old\.json: cannot be read: ENOENT/);
  });

  test('a report of another cluster', async (t) => {
    const { output } = await audit(t, answersWith([ON_FARGATE]), ['-o', 'json']);
    const other = output.replace('"cluster": "test"', '"cluster": "staging"');
    const { code, errors } = await audit(t, {}, ['--compare', await fileWith(t, 'old.json', other)]);
    assert.equal(code, 2);
    assert.match(errors, /: it is a report of "staging", and this audit is of "test": choose the same context/);
  });

  test('a report where the audit is repeated, or of several clusters', async (t) => {
    const file = await earlierReport(t);
    const repeated = await audit(t, {}, ['--every=1h', '--compare', file]);
    assert.match(repeated.errors, /^--every and --compare: choose one$/m);
    assert.match((await audit(t, {}, ['--all-contexts', '--compare', file])).errors, /^--compare: not with several/m);
    assert.equal(repeated.code, 2);
  });
});
