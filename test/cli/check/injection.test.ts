import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parse } from 'yaml';
import { renderGithub } from '../../../src/cli/check/github.ts';
import { renderGitlab } from '../../../src/cli/check/gitlab.ts';
import { renderJunit } from '../../../src/cli/check/junit.ts';
import { renderMarkdown } from '../../../src/cli/check/markdown.ts';
import { renderSarif } from '../../../src/cli/check/sarif.ts';
import { renderTable } from '../../../src/cli/check/table.ts';
import { printableJson } from '../../../src/cli/shared/terminal-text.ts';
import { printableYaml } from '../../../src/cli/shared/yaml-output.ts';
import type { CheckReport } from '../../../src/inspection/check-report.ts';
import { reportOf, runCheck } from '../../support/cli/check.ts';

const RENDERERS: Readonly<Record<string, (report: CheckReport) => string>> = {
  table: (report) => renderTable(report, { paint: (_tone, text) => text, showsSuppressed: true }),
  json: printableJson,
  yaml: printableYaml,
  sarif: (report) => renderSarif(report, { version: '1.0.0' }),
  gitlab: renderGitlab,
  junit: renderJunit,
  markdown: renderMarkdown,
  github: (report) => renderGithub(report, { showsSuppressed: true }),
};

/** Names, labels and an unknown kind of volume that come from strangers, in a file of theirs. */
function hostileReport(text: string, file: string): Promise<CheckReport> {
  const annotations = { 'fargate-admission/ignore': `near-miss,${text}`, 'fargate-admission/ignore-reason': text };
  const metadata = { name: text, namespace: 'shop', labels: { [text]: text, a: text }, annotations };
  const container = { name: text, resources: { requests: { cpu: '1' }, limits: { cpu: '2', [text]: text } } };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: { containers: [container], volumes: [{ name: text, [text]: {} }], nodeSelector: { [text]: text } },
  };
  const profile = {
    apiVersion: 'eks.services.k8s.aws/v1alpha1',
    kind: 'FargateProfile',
    metadata,
    spec: { name: text },
  };
  const other = { apiVersion: text, kind: text, metadata: { labels: text } };
  const wrong = { ...pod, metadata: { ...metadata, labels: { [text]: 1 } } };
  return reportOf(
    [pod, profile, other, wrong, [text]].map((document) => JSON.stringify(document)).join('\n---\n'),
    file,
  );
}

const HOSTILE = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '\n',
        '\r',
        '::error::',
        '##[',
        '##vso[x]',
        '#',
        '%0A',
        '\u001b[2J',
        '\u009b',
        '\u2028',
        '\u202e',
        'a',
        ' ',
        '](x)',
        '\ud800',
      ),
    )
    .map((parts) => parts.join('')),
);

const OWN_COMMAND = /^::(?:error|warning|notice) [^\n]*::/;

describe('whatever strangers write,', () => {
  for (const [name, render] of Object.entries(RENDERERS)) {
    test(`neither a terminal nor a CI server obeys it: ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(HOSTILE, HOSTILE, async (text, file) => {
          const report = await hostileReport(text, file);
          const output = render(report);
          assert.doesNotMatch(output.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
          assert.ok(!output.includes('##'), 'a command of Azure or of old GitHub runners');
          const commands = output.split(/[\n\r]/).filter((line) => line.trimStart().startsWith('::'));
          const { errors, warnings, hints, unreadable } = report.summary;
          assert.equal(commands.length, name === 'github' ? errors + warnings + hints + unreadable : 0);
          assert.ok(commands.every((command) => OWN_COMMAND.test(command)));
        }),
      );
    });
  }

  test('JSON and YAML read back as what it was', async () => {
    await fc.assert(
      fc.asyncProperty(HOSTILE, async (text) => {
        const report = await hostileReport(text, text);
        assert.deepEqual(JSON.parse(printableJson(report)), report);
        if (text.isWellFormed()) assert.deepEqual(parse(printableYaml(report)), report);
      }),
    );
  });

  test('a finding of SARIF holds no link', async () => {
    const [result] = JSON.parse(
      renderSarif(await hostileReport('[docs](https://example.com)', 'a.yaml'), { version: '1' }),
    ).runs[0].results;
    assert.ok(result.message.text.includes('[docs\\](https://example.com)'));
  });

  test('standard error does not obey it either', async (t) => {
    const file = '::error::\n##[add-mask]\u001b[2J.yaml';
    const { errors } = await runCheck(t, { files: { [file]: 'apiVersion: v1\nkind: Pod\na: [' } });
    assert.match(errors, /^not readable: ::error::\\u\{a\}#\\u\{23\}\[add-mask\]\\u\{1b\}\[2J\.yaml:\d+: [^\n]+\n$/);
  });
});
