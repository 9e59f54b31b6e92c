import type {
  CheckedFinding,
  CheckedItem,
  CheckReport,
  SkippedItem,
  UnreadableItem,
} from '../../inspection/check-report.ts';
import { describeObject, describePlace } from '../../inspection/object-reference.ts';
import { printable } from '../shared/terminal-text.ts';
import { describeSummary } from './table.ts';

/**
 * JUnit XML: a test case for each object, in a class for each file. It fails with an error; what is less severe is its
 * output, since a test case has no other way to say it.
 *
 * Source: the XML schema of Jenkins, `junit-10.xsd`.
 */
export function renderJunit({ items, skipped, unreadable, summary }: CheckReport): string {
  const cases = [...items.map(checkedCase), ...unreadable.map(unreadableCase), ...skipped.map(skippedCase)];
  const failures = items.filter(({ findings }) => findings.some(isError)).length;
  const counts = attributes({ tests: cases.length, failures, errors: unreadable.length });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="fargate-admission"${counts}>`,
    `  <testsuite name="fargate-admission check"${counts}${attributes({ skipped: skipped.length })}>`,
    ...cases,
    `    <system-out>${xmlText(describeSummary(summary))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function isError({ severity }: CheckedFinding): boolean {
  return severity === 'error';
}

function checkedCase({ object, location, findings }: CheckedItem): string {
  const errors = findings.filter(isError);
  const others = findings.filter((finding) => !isError(finding));
  const [worst] = errors;
  const failure = worst === undefined ? [] : [failureOf(worst, errors)];
  const output = others.length === 0 ? [] : [`      <system-out>${xmlText(describeAll(others))}</system-out>`];
  return testCase(location.file, describeObject(object), [...failure, ...output]);
}

function failureOf({ code, message }: CheckedFinding, errors: readonly CheckedFinding[]): string {
  return `      <failure${attributes({ type: code, message })}>${xmlText(describeAll(errors))}</failure>`;
}

function describeAll(findings: readonly CheckedFinding[]): string {
  return findings
    .map(({ severity, code, field, message, fix, location }) =>
      printable(`${severity} ${describePlace(location)} ${field}: ${message} [${code}]; fix: ${fix}`),
    )
    .join('\n');
}

function unreadableCase({ file, location, reason }: UnreadableItem): string {
  const name = location === undefined ? file : describePlace(location);
  return testCase(file, name, [`      <error${attributes({ type: 'not-readable', message: reason })}/>`]);
}

function skippedCase({ object, location, reason }: SkippedItem): string {
  return testCase(location.file, describeObject(object), [`      <skipped${attributes({ message: reason })}/>`]);
}

function testCase(file: string, name: string, content: readonly string[]): string {
  const start = `    <testcase${attributes({ classname: file, name })}`;
  return content.length === 0 ? `${start}/>` : [`${start}>`, ...content, '    </testcase>'].join('\n');
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(printable(String(value)))}"`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Of what is printable: two more characters are none of XML. Source: XML 1.0, section 2.2. */
function xmlText(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? '').replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD');
}
