import { FINDINGS, type FindingCode, type FindingKind, type Severity } from '../../fargate/finding.ts';
import type {
  CheckedFinding,
  CheckReport,
  CheckSummary,
  SkippedItem,
  SuppressedFinding,
  UnreadableItem,
} from '../../inspection/check-report.ts';
import {
  describeObject,
  type Location,
  type ObjectReference,
  shownPosition,
} from '../../inspection/object-reference.ts';
import { describeSuppression } from '../../suppression/suppress.ts';
import { describeKinds, describeNotChecked } from '../shared/not-checked-text.ts';
import type { OutputContext } from '../shared/outputs.ts';
import { fileUri } from '../shared/repository-path.ts';
import { printable, printableJson } from '../shared/terminal-text.ts';

/**
 * SARIF 2.1.0, which code hosts take and show as findings in the lines of a pull request.
 *
 * Source: OASIS, Static Analysis Results Interchange Format Version 2.1.0.
 */
export function renderSarif(
  { items, skipped, unreadable, summary }: CheckReport,
  { version }: Pick<OutputContext, 'version'>,
): string {
  const results = items.flatMap(({ object, findings, suppressed }) => [
    ...findings.map((found) => resultOf(found, object)),
    ...suppressed.map((found) => ({ ...resultOf(found, object), suppressions: [suppressionOf(found)] })),
  ]);
  const run = {
    tool: { driver: { name: 'fargate-admission', version, rules: RULES.map(ruleOf) } },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: unreadable.length === 0,
        toolExecutionNotifications: [
          ...unreadable.map(notificationOf),
          ...skipped.map(skippedNotification),
          ...notCheckedNotification(summary),
        ],
      },
    ],
    results,
  };
  return `${printableJson({ $schema: SCHEMA, version: '2.1.0', runs: [run] })}\n`;
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  hint: 'note',
};
const RULES: readonly (readonly [code: string, kind: FindingKind])[] = Object.entries(FINDINGS);

function ruleOf([id, { severity, title, fix }]: readonly [code: string, kind: FindingKind]) {
  return {
    id,
    shortDescription: { text: title },
    help: { text: `Fix: ${fix}.` },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function resultOf({ code, severity, field, message, fix, location }: CheckedFinding, object: ObjectReference) {
  const subject = describeObject(object);
  return {
    ruleId: code,
    ruleIndex: ruleIndexOf(code),
    level: LEVELS[severity],
    message: { text: messageText(`${subject}: ${field}: ${message}; ${fix}`) },
    locations: [
      {
        physicalLocation: physicalLocation(location.file, location),
        logicalLocations: [{ fullyQualifiedName: printable(`${subject} ${field}`), kind: 'object' }],
      },
    ],
  };
}

/** Source: SARIF 2.1.0, section 3.35: `inSource` for what the checked file holds, `external` for the rest. */
function suppressionOf({ suppression: { by, reason } }: SuppressedFinding) {
  const kind = by === 'annotation' || by === 'comment' ? 'inSource' : 'external';
  const justification = by === 'baseline' || by === 'severities' ? describeSuppression({ by, reason }) : reason;
  return { kind, ...(justification === '' ? {} : { justification: messageText(justification) }) };
}

function ruleIndexOf(code: FindingCode): number {
  return RULES.findIndex(([id]) => id === code);
}

/** `[text](target)` would be a link. Source: SARIF 2.1.0, section 3.11.6. */
function messageText(text: string): string {
  return printable(text).replaceAll('](', '\\](');
}

function physicalLocation(file: string, location: Location | undefined) {
  const artifactLocation = { uri: fileUri(printable(file)) };
  if (location === undefined) return { artifactLocation };
  const { line, column } = shownPosition(location);
  return { artifactLocation, region: { startLine: line, startColumn: column } };
}

function notificationOf({ file, location, reason }: UnreadableItem) {
  return {
    descriptor: { id: 'not-readable' },
    level: 'error',
    message: { text: messageText(`${file}: ${reason}`) },
    locations: [{ physicalLocation: physicalLocation(file, location) }],
  };
}

/** For the run as a whole: each file that is none of ours would hide what counts. */
function notCheckedNotification({ notChecked, skipped, skippedKinds }: CheckSummary) {
  const rest = describeNotChecked(notChecked);
  const parts = [
    ...(skipped === 0 ? [] : [`${skipped} skipped (${describeKinds(skippedKinds)})`]),
    ...(rest === undefined ? [] : [`not checked: ${rest}`]),
  ];
  if (parts.length === 0) return [];
  return [{ descriptor: { id: 'not-checked' }, level: 'note', message: { text: messageText(parts.join('; ')) } }];
}

function skippedNotification({ object, location, reason }: SkippedItem) {
  return {
    descriptor: { id: 'skipped' },
    level: 'note',
    message: { text: messageText(`${describeObject(object)}: ${reason}`) },
    locations: [{ physicalLocation: physicalLocation(location.file, location) }],
  };
}
