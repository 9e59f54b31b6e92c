import { STANDARD_INPUT } from '../../documents/files/read-text.ts';
import type { Severity } from '../../fargate/finding.ts';
import type { CheckedItem, CheckReport, SkippedItem, UnreadableItem } from '../../inspection/check-report.ts';
import { describeObject, describePlace, type Location, shownPosition } from '../../inspection/object-reference.ts';
import { describeSuppression } from '../../suppression/suppress.ts';
import type { OutputContext } from '../shared/outputs.ts';
import { repositoryPath } from '../shared/repository-path.ts';
import { printable } from '../shared/terminal-text.ts';
import { describeSummary } from './table.ts';

/**
 * Workflow commands: GitHub Actions shows them as annotations of the lines that they name.
 *
 * Source: GitHub documentation, "Workflow commands for GitHub Actions"; actions/toolkit `command.ts` for the escapes.
 */
export function renderGithub(
  { items, skipped, unreadable, summary }: CheckReport,
  { showsSuppressed }: Pick<OutputContext, 'showsSuppressed'>,
): string {
  const findings = items.flatMap(({ object, findings }) =>
    findings.map(({ severity, code, field, message, fix, location }) => {
      const title = `${describeObject(object)} [${code}]`;
      return command({
        level: LEVELS[severity],
        title,
        message: `${field}: ${message}; ${fix}`,
        file: location.file,
        location,
      });
    }),
  );
  return [
    ...findings,
    ...unreadable.map(unreadableCommand),
    ...skipped.map(skippedLine),
    ...(showsSuppressed ? items.flatMap(suppressedLines) : []),
    describeSummary(summary),
    '',
  ].join('\n');
}

const LEVELS: Readonly<Record<Severity, Level>> = { error: 'error', warning: 'warning', hint: 'notice' };

type Level = 'error' | 'warning' | 'notice';

interface Annotation {
  readonly level: Level;
  readonly title: string;
  readonly message: string;
  readonly file: string;
  /** Absent for the file as a whole. */
  readonly location?: Location | undefined;
}

function unreadableCommand({ file, location, reason }: UnreadableItem): string {
  return command({ level: 'error', title: 'Not readable', message: `${file}: ${reason}`, file, location });
}

/** Only in the log: GitHub shows few annotations, and there is nothing to fix. */
function skippedLine({ object, location, reason }: SkippedItem): string {
  return printable(`${describeObject(object)} is skipped: ${reason} (${describePlace(location)})`);
}

/** Only in the log too: an annotation of the code is what the suppression is to prevent. */
function suppressedLines({ object, suppressed }: CheckedItem): readonly string[] {
  return suppressed.map(({ code, field, message, location, suppression }) =>
    printable(
      `${describeObject(object)} [${code}] ${field}: ${message} (${describePlace(location)}), ${describeSuppression(suppression)}`,
    ),
  );
}

function command({ level, title, message, ...place }: Annotation): string {
  const properties = [...placeProperties(place), ['title', title] as const];
  const list = properties.map(([key, value]) => `${key}=${escapeProperty(printable(value))}`).join(',');
  return `::${level} ${list}::${escapeData(printable(message))}`;
}

/** Standard input is no file that could have an annotation. */
function placeProperties({
  file,
  location,
}: Pick<Annotation, 'file' | 'location'>): readonly (readonly [key: string, value: string])[] {
  if (file === STANDARD_INPUT) return [];
  const ofFile = ['file', repositoryPath(file)] as const;
  if (location === undefined) return [ofFile];
  const { line, column } = shownPosition(location);
  return [ofFile, ['line', String(line)], ['col', String(column)]];
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
