import { createHash } from 'node:crypto';
import type { Severity } from '../../fargate/finding.ts';
import type { CheckedFinding, CheckReport, UnreadableItem } from '../../inspection/check-report.ts';
import {
  describeObject,
  type Location,
  type ObjectReference,
  shownPosition,
} from '../../inspection/object-reference.ts';
import { repositoryPath } from '../shared/repository-path.ts';
import { printable, printableJson } from '../shared/terminal-text.ts';

/**
 * A Code Quality report, which GitLab shows in a merge request.
 *
 * Source: GitLab documentation, "Code Quality", "Code Quality report format"; Code Climate, engine specification, "Issues".
 */
export function renderGitlab({ items, unreadable }: CheckReport): string {
  const issues = [
    ...unreadable.map(unreadableIssue),
    ...items.flatMap(({ object, findings }) => findings.map((found) => findingIssue(found, object))),
  ];
  return `${printableJson(withFingerprints(issues))}\n`;
}

type GitlabSeverity = 'info' | 'minor' | 'major' | 'critical' | 'blocker';

const SEVERITIES: Readonly<Record<Severity, GitlabSeverity>> = { error: 'critical', warning: 'major', hint: 'info' };

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly severity: GitlabSeverity;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

function findingIssue(
  { severity, code, field, message, fix, location }: CheckedFinding,
  object: ObjectReference,
): Issue {
  return {
    description: printable(`${describeObject(object)}: ${field}: ${message}; ${fix}`),
    check_name: code,
    severity: SEVERITIES[severity],
    location: placeOf(location.file, location),
  };
}

function unreadableIssue({ file, location, reason }: UnreadableItem): Issue {
  return {
    description: printable(reason),
    check_name: 'not-readable',
    severity: 'blocker',
    location: placeOf(file, location),
  };
}

function placeOf(file: string, location: Location | undefined): Issue['location'] {
  const { line } = location === undefined ? { line: 1 } : shownPosition(location);
  return { path: printable(repositoryPath(file)), lines: { begin: line } };
}

/** Of two issues with one fingerprint GitLab drops one. It depends on no line: an issue that moves is the same. */
function withFingerprints(issues: readonly Issue[]): readonly (Issue & { readonly fingerprint: string })[] {
  const counts = new Map<string, number>();
  return issues.map((issue) => {
    const { description, check_name, location } = issue;
    const identity = JSON.stringify([check_name, location.path, description]);
    const number = counts.get(identity) ?? 0;
    counts.set(identity, number + 1);
    return { ...issue, fingerprint: createHash('sha256').update(`${identity}${number}`).digest('hex') };
  });
}
