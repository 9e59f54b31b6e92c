import assert from 'node:assert/strict';
import { unknownKindFindings } from '../../../src/documents/assessment/unknown-kind.ts';
import { assessWorkload } from '../../../src/documents/assessment/workload.ts';
import { parseWorkloads } from '../../../src/documents/workloads/workload.ts';
import { ALL_KINDS } from '../../../src/documents/workloads/workload-kinds.ts';
import { type Finding, type FindingKind, podFinding } from '../../../src/fargate/finding.ts';
import { KIND_FINDINGS } from '../../../src/fargate/kind-findings.ts';
import { PROFILE_FINDINGS } from '../../../src/fargate/profile-findings.ts';
import { SUPPRESSION_FINDINGS } from '../../../src/fargate/suppression-findings.ts';
import { WORKLOAD_FINDINGS } from '../../../src/fargate/workload-findings.ts';
import { unknownCodes, workloadIgnores } from '../../../src/suppression/annotations.ts';
import { describeUnused } from '../../../src/suppression/ignore.ts';
import { oneLine } from '../../../src/webhook/admission/warning.ts';
import { readFixtures } from '../fixtures.ts';
import { profileFixtureFindings } from '../profile-fixtures.ts';
import { assess, FIXTURE_PROFILES, workloadFixtures } from '../workload-fixtures.ts';

/** The reference of findings, in Markdown: every code, with the finding of its fixture as the example. */
export function findingsMarkdown(): string {
  return [
    ...section('Workloads', { kinds: WORKLOAD_FINDINGS, examples: workloadExamples() }),
    '',
    ...section('Kinds of workloads', { kinds: KIND_FINDINGS, examples: kindExamples() }),
    '',
    ...section('Fargate profiles', { kinds: PROFILE_FINDINGS, examples: profileExamples() }),
    '',
    ...section('Suppressions', { kinds: SUPPRESSION_FINDINGS, examples: suppressionExamples() }),
  ].join('\n');
}

interface Example {
  readonly path: string;
  readonly finding: Finding;
}

type Examples = ReadonlyMap<string, Example>;

interface Reference {
  readonly kinds: Readonly<Record<string, FindingKind>>;
  readonly examples: Examples;
}

function section(title: string, { kinds, examples }: Reference): readonly string[] {
  const header = ['| Code | Severity | Found | Example | Fix |', '| --- | --- | --- | --- | --- |'];
  const rows = Object.entries(kinds).map(([code, kind]) => row(code, kind, examples));
  return [`## ${title}`, '', ...header, ...rows];
}

function row(code: string, { severity, title, fix }: FindingKind, examples: Examples): string {
  const example = examples.get(code);
  assert.ok(example !== undefined, `${code}: no fixture`);
  const { path, finding } = example;
  const cells = [`\`${code}\``, severity, title, `[\`${shortField(finding)}\`](${path}): ${finding.message}`, fix];
  return `| ${cells.map(cell).join(' | ')} |`;
}

/** A tag key may be as long as a row. */
function shortField(finding: Finding): string {
  const field = finding.field.toString();
  return field.length <= 80 ? field : `${field.slice(0, 80)}…`;
}

/** No text may end its cell, or be taken for markup: many patterns contain `*`. */
function cell(text: string): string {
  return oneLine(text).replaceAll('|', '\\|').replaceAll('*', '\\*');
}

function workloadExamples(): Examples {
  return new Map(
    workloadFixtures().flatMap(({ name, document, namespace }) =>
      example(name, 'workloads', assess(document, namespace).findings),
    ),
  );
}

function kindExamples(): Examples {
  const unknown = readFixtures('unknown-kinds').flatMap(({ name, documents }) =>
    documents.flatMap((document) => example(name, 'unknown-kinds', unknownKindFindings(document))),
  );
  return new Map([...unknown, ...knownKindExamples()]);
}

function knownKindExamples(): Examples {
  return new Map(
    readFixtures('workload-kinds').flatMap(({ name, documents }) =>
      documents.flatMap((document) => {
        const workloads = parseWorkloads(document, 'default', ALL_KINDS) ?? [];
        const findings = workloads.flatMap((workload) => assessWorkload(workload, FIXTURE_PROFILES).findings);
        return findings
          .filter(({ code }) => code in KIND_FINDINGS)
          .map(
            (found) =>
              [found.code, { path: `../../test/fixtures/workload-kinds/${name}.yaml`, finding: found }] as const,
          );
      }),
    ),
  );
}

function profileExamples(): Examples {
  return new Map(
    readFixtures('profile-rules').flatMap((fixture) =>
      example(fixture.name, 'profile-rules', profileFixtureFindings(fixture)),
    ),
  );
}

/** What `check` says of them: the rules know no suppressions. */
function suppressionExamples(): Examples {
  return new Map(
    readFixtures('suppressions').flatMap(({ name, documents }) =>
      documents.flatMap((document) => {
        const { workload } = assess(document, 'shop');
        const ignores = workloadIgnores(document, workload);
        const unused = ignores.flatMap(({ codes, field }) =>
          codes.map((code) => podFinding('ignore-unused', field, describeUnused(code))),
        );
        return example(name, 'suppressions', [...unknownCodes(ignores), ...unused.slice(1)]);
      }),
    ),
  );
}

function example(name: string, folder: string, findings: readonly Finding[]): readonly (readonly [string, Example])[] {
  const finding = findings.find(({ code }) => code === name);
  return finding === undefined ? [] : [[name, { path: `../../test/fixtures/${folder}/${name}.yaml`, finding }]];
}
