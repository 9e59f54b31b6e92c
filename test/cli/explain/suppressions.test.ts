import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Field } from '../../../src/documents/field.ts';
import { ALL_KINDS } from '../../../src/documents/workloads/workload-kinds.ts';
import { explain as explainSubject } from '../../../src/inspection/explanation.ts';
import { explanationList } from '../../../src/inspection/explanation-list.ts';
import { readSubject } from '../../../src/inspection/subjects.ts';
import { createPolicy } from '../../../src/suppression/policy.ts';
import { deployment } from '../../support/cli/check.ts';
import { explain } from '../../support/cli/explain.ts';
import { PROFILES, pod } from '../../support/cli/explained.ts';
import { folderWith } from '../../support/profile-files.ts';

const HOST = '      hostNetwork: true';
const COMMENTED = deployment('web', `${HOST} # fargate-admission:ignore host-network -- for the demo\n`);

/** What is shown and what is suppressed, as codes. */
function codesOf(output: string) {
  const [item] = new Field(JSON.parse(output)).get('items').list();
  const codes = (key: string) =>
    item
      ?.get(key)
      .list()
      .map((found) => found.get('code').value);
  return { shown: codes('findings'), suppressed: codes('suppressed') };
}

describe('explain', () => {
  test('sets apart what a comment suppresses, and still says that Fargate refuses the pod', async (t) => {
    const { code, output } = await explain(t, ['-f', '-'], { input: COMMENTED });
    assert.equal(code, 0);
    assert.match(output, /\n {2}Fargate refuses such a pod, which then stays Pending/);
    assert.match(output, /\n {2}Findings: none\n {2}Suppressed: 1, which --show-suppressed shows\n$/);
  });

  test('shows what is suppressed and why with --show-suppressed', async (t) => {
    const { output } = await explain(t, ['-f', '-', '--show-suppressed'], { input: COMMENTED });
    const lines = output.slice(output.indexOf('  Suppressed:')).split('\n');
    assert.equal(lines[1], '    error host-network at spec.template.spec.hostNetwork');
    assert.equal(lines[3], '      suppressed by a comment: for the demo');
  });

  test('holds in JSON what is suppressed, each with its place and the reason', async (t) => {
    const { output } = await explain(t, ['-f', '-', '-o', 'json'], { input: COMMENTED });
    assert.deepEqual(codesOf(output), { shown: [], suppressed: ['host-network'] });
    const [found] = JSON.parse(output).items[0].suppressed;
    assert.deepEqual(found.suppression, { by: 'comment', reason: 'for the demo' });
    assert.deepEqual([found.location.file, found.location.line], ['standard input', 10]);
  });

  test('reads a comment only for the object in whose lines it is', async (t) => {
    const input = `${deployment('api', `${HOST}\n`)}---\n${COMMENTED}`;
    const { output } = await explain(t, ['-f', '-', '-o', 'json'], { input });
    assert.deepEqual(codesOf(output), { shown: ['host-network'], suppressed: [] });
  });

  test('takes rules and severities of the configuration file', async (t) => {
    const rule = '{codes: host-network, names: we*, paths: [web.yaml], reason: agents}';
    const text = `severities: {host-pid: off}\nsuppressions: [${rule}]\n`;
    const web = deployment('web', `${HOST}\n      hostPID: true\n`);
    const folder = await folderWith(t, { 'c.yaml': text, 'web.yaml': web, 'other.yaml': web });
    const explainFile = (name: string) =>
      explain(t, ['-f', join(folder, name), '--config', join(folder, 'c.yaml'), '-o', 'json']);
    assert.deepEqual(codesOf((await explainFile('web.yaml')).output), {
      shown: [],
      suppressed: ['host-network', 'host-pid'],
    });
    assert.deepEqual(codesOf((await explainFile('other.yaml')).output), {
      shown: ['host-network'],
      suppressed: ['host-pid'],
    });
  });

  test('reads the annotations of an object of a cluster, and warns of a word that is no code', () => {
    const annotations = { 'fargate-admission/ignore': 'host-network, windos' };
    const object = pod({ metadata: { annotations }, spec: { hostNetwork: true, containers: [{ name: 'web' }] } });
    const context = { namespace: 'shop', kinds: ALL_KINDS, from: 'pod web-0' };
    const { subjects } = readSubject(new Field(object), context);
    const list = explanationList(subjects.map((subject) => explainSubject(subject, PROFILES, createPolicy({}))));
    const { findings, suppressed } = list.items[0] ?? {};
    assert.ok(findings?.some(({ code, location }) => code === 'ignore-unknown' && location === undefined));
    assert.deepEqual(
      suppressed?.map(({ code, suppression }) => [code, suppression.by]),
      [['host-network', 'annotation']],
    );
  });
});
