import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { renderGitlab } from '../../../src/cli/check/gitlab.ts';
import { renderJunit } from '../../../src/cli/check/junit.ts';
import { renderMarkdown } from '../../../src/cli/check/markdown.ts';
import { deployment, ON_HOST_NETWORK, reportOf, SPREAD } from '../../support/cli/check.ts';
import { findXmllint, pathOf, skipWithout } from '../../support/processes/programs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const PATCH = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: patch}\nspec: {replicas: 2}\n';
const MIXED = [ON_HOST_NETWORK, SPREAD, PATCH, 'a: [\n'].join('---\n');
const HOSTILE = `${deployment('"<b>&amp;]]>\\uFFFE\\"@team #1 ![x](y) | `a`"')}      hostNetwork: true\n`;

describe('JUnit XML', () => {
  const xmllint = findXmllint();
  const schema = fileURLToPath(new URL('../../fixtures/junit/junit-10.xsd', import.meta.url));

  async function validate(t: TestContext, text: string): Promise<void> {
    const file = join(await temporaryFolder(t), 'junit.xml');
    await writeFile(file, text);
    execFileSync(pathOf(xmllint), ['--nonet', '--noout', '--schema', schema, file], { stdio: 'pipe' });
  }

  for (const [what, text] of [
    ['findings, a part of a workload and what is not readable', MIXED],
    ['nothing', ''],
    ['hostile names', HOSTILE],
  ] as const) {
    test(`is valid against the schema of Jenkins: ${what}`, { skip: skipWithout(xmllint) }, async (t) => {
      await validate(t, renderJunit(await reportOf(text)));
    });
  }

  test('fails the case of each object with an error, and no other', async () => {
    const text = renderJunit(await reportOf(MIXED));
    assert.match(text, /<testsuite name="fargate-admission check" tests="4" failures="1" errors="1" skipped="1">/);
    assert.match(
      text,
      /<testcase classname="web\.yaml" name="Deployment shop\/host">\n {6}<failure type="host-network" message="/,
    );
    assert.match(
      text,
      /<testcase classname="web\.yaml" name="Deployment shop\/spread">\n {6}<system-out>hint web\.yaml:21 /,
    );
    assert.match(text, /name="Deployment default\/patch">\n {6}<skipped message="/);
    assert.match(text, /<error type="not-readable" message="/);
  });
});

describe('a Code Quality report', () => {
  const schema = new URL('../../fixtures/gitlab/codeclimate.json', import.meta.url);
  const validate = new Ajv.default({ strict: false }).compile(JSON.parse(readFileSync(schema, 'utf8')));

  test('holds issues as GitLab takes them', async () => {
    const issues = JSON.parse(renderGitlab(await reportOf(MIXED, './deploy/web.yaml')));
    assert.deepEqual(
      issues.map((issue: { check_name: string; severity: string }) => [issue.check_name, issue.severity]),
      [
        ['not-readable', 'blocker'],
        ['host-network', 'critical'],
        ['topology-spread', 'info'],
      ],
    );
    for (const issue of issues) {
      validate(issue);
      assert.deepEqual(validate.errors ?? [], []);
    }
    assert.equal(issues[1].location.path, 'deploy/web.yaml');
    assert.equal(issues[1].location.lines.begin, 10);
  });

  test('knows an issue again that has moved, and two that are alike apart', async () => {
    const fingerprints = async (text: string): Promise<readonly string[]> =>
      JSON.parse(renderGitlab(await reportOf(text))).map((issue: { fingerprint: string }) => issue.fingerprint);
    const [before] = await fingerprints(ON_HOST_NETWORK);
    assert.deepEqual(await fingerprints(`# A comment.\n${ON_HOST_NETWORK}`), [before]);
    const twice = await fingerprints(`${ON_HOST_NETWORK}---\n${ON_HOST_NETWORK}`);
    assert.equal(twice[0], before);
    assert.notEqual(twice[1], before);
  });

  test('of nothing is empty', async () => {
    assert.equal(renderGitlab(await reportOf('')), '[]\n');
  });
});

describe('Markdown', () => {
  test('is a line, and a table that is collapsed', async () => {
    const lines = renderMarkdown(await reportOf(ON_HOST_NETWORK)).split('\n');
    assert.equal(
      lines[0],
      '**Fargate Admission**: 1 workload checked&#44; 1 bound for Fargate&#59; 1 error&#44; 0 warnings&#44; 0 hints',
    );
    assert.deepEqual(lines.slice(1, 7), [
      '',
      '<details>',
      '<summary>1 finding</summary>',
      '',
      '| | where | what |',
      '| --- | --- | --- |',
    ]);
    assert.match(lines[7] ?? '', /^\| error \| web&#46;yaml&#58;10 \| Deployment shop&#47;host<br>spec&#46;/);
    assert.deepEqual(lines.slice(8), ['', '</details>', '']);
  });

  test('is the line alone where there is nothing to say', async () => {
    assert.equal(renderMarkdown(await reportOf(deployment('a'))).split('\n').length, 2);
  });

  test('holds no markup, link or mention of a stranger', async () => {
    const [, row = ''] = /\n(\| error .*)\n/.exec(renderMarkdown(await reportOf(HOSTILE))) ?? [];
    assert.ok(row.includes('&#60;b&#62;') && row.includes('&#64;&#8203;team &#35;&#8203;1'), row);
    assert.doesNotMatch(
      row
        .replaceAll('<br>', '')
        .replaceAll(/&#\d+;/g, '')
        .slice('| error | '.length),
      /[<>@#`[\]!*_]/,
    );
  });

  test('fits into a comment, and says how much does not', async () => {
    const text = renderMarkdown(await reportOf(Array(300).fill(ON_HOST_NETWORK).join('---\n')));
    assert.ok(text.length < 65_536);
    assert.match(text, /\n\| … \d+ more \| \| \|\n/);
  });
});
