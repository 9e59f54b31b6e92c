import type { Command } from 'commander';
import { FileError } from '../../documents/files/file-error.ts';
import { STANDARD_INPUT } from '../../documents/files/read-text.ts';
import { isAtLeast, type Severity } from '../../fargate/finding.ts';
import {
  type Checked,
  type CheckReport,
  createReport,
  nothingFound,
  type UnreadableItem,
} from '../../inspection/check-report.ts';
import type { CheckedText } from '../../inspection/check-text.ts';
import { describePlace } from '../../inspection/object-reference.ts';
import { ProfileLoadError } from '../../profiles/source.ts';
import { EXIT, type Terminal } from '../shared/command.ts';
import { findInputs } from '../shared/inputs.ts';
import { describeNotChecked } from '../shared/not-checked-text.ts';
import { writeOutputs } from '../shared/outputs.ts';
import { reportProblems, reportProfileFailure } from '../shared/problems.ts';
import { createProgress } from '../shared/progress.ts';
import { printable } from '../shared/terminal-text.ts';
import { applyBaseline, readBaseline } from './baseline.ts';
import { type PreparedCheck, prepareCheck } from './prepare.ts';
import { type CheckRequest, readRequest } from './request.ts';
import { isNothingChecked, NOTHING_CHECKED } from './table.ts';

/**
 * Checks everything that can be read, and reports what cannot. Resolves to the exit code: 2 for bad usage and for what cannot
 * be read or written, 1 for findings at or over `--fail-on` and where EKS does not answer, 0 otherwise.
 */
export async function runCheck(command: Command, terminal: Terminal): Promise<number> {
  const result = await readRequest(command, terminal);
  if (result.kind === 'invalid') return reportProblems(result.problems.map(printable), terminal);
  const { request } = result;
  if (!request.isWatching) return checkOnce(request, terminal);
  const { checkWhileWatching } = await import('./watch.ts');
  return checkWhileWatching(watchedPaths(request), terminal, () => checkOnce(request, terminal));
}

/** What a person edits. */
function watchedPaths({ paths, profileOrigin, charts, baseline }: CheckRequest): readonly string[] {
  const read = baseline.read === undefined ? [] : [baseline.read];
  return [...paths, ...charts.values, ...read, ...(profileOrigin.kind === 'files' ? [profileOrigin.path] : [])];
}

async function checkOnce(request: CheckRequest, terminal: Terminal): Promise<number> {
  const { profileOrigin } = request;
  try {
    const baseline = await readBaseline(request.baseline);
    const check = await prepareCheck(request, terminal);
    const checked = await checkPaths(request, check, terminal);
    if (profileOrigin.kind === 'missing' && checked.items.some(({ type }) => type === 'workload')) {
      return reportProblems([profileOrigin.problem], terminal);
    }
    const report = createReport(await applyBaseline(checked, request.baseline, { baseline, terminal }));
    const written = await writeOutputs(report, request, terminal);
    reportUnreadable(report, terminal);
    reportNothingChecked(report, terminal);
    reportUnusedRules(request, terminal);
    reportFailedClusters(report, terminal);
    return written === EXIT.ok ? exitCode(report, request.failOn) : written;
  } catch (error) {
    if (error instanceof FileError) return reportProblems([printable(error.message)], terminal);
    if (!(error instanceof ProfileLoadError) || profileOrigin.kind === 'missing') throw error;
    return reportProfileFailure(error, { kind: profileOrigin.kind === 'files' ? 'files' : 'eks' }, terminal);
  }
}

async function checkPaths(
  { paths, isStrict, namespace, charts }: CheckRequest,
  { check, clusters }: PreparedCheck,
  terminal: Terminal,
): Promise<Checked> {
  const { inputs, errors, ...found } = await findInputs(paths, terminal, { ...charts, namespace, isStrict });
  const unreadable: UnreadableItem[] = errors.map(unreadableFile);
  const checked: CheckedText[] = [];
  const progress = createProgress(terminal, () => performance.now());
  for (const [index, input] of inputs.entries()) {
    progress.show(`${index} of ${inputs.length} files checked`);
    try {
      const source = { ...input, isFound: input.isFound && !isStrict, text: await input.read() };
      checked.push(detached(await check(source)));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      unreadable.push(unreadableFile(error));
    }
  }
  progress.end();
  const notChecked = [...found.notChecked, ...checked.flatMap((text) => text.notChecked)];
  const unread = [...unreadable, ...checked.flatMap((text) => text.unreadable)];
  const isNothing = unread.length === 0 && checked.every(({ objectCount }) => objectCount === 0);
  return {
    items: checked.flatMap(({ items }) => items),
    skipped: checked.flatMap(({ skipped }) => skipped),
    unreadable: isNothing ? [nothingFound(paths.map(shownName), notChecked)] : unread,
    notChecked,
    ...(clusters === undefined ? {} : { clusters }),
  };
}

/**
 * Without the texts that it was made from. V8 keeps a part of a text as a reference to all of it, so that the name of one
 * object keeps its file in memory. What is reported can be written as JSON.
 */
function detached(checked: CheckedText): CheckedText {
  return JSON.parse(JSON.stringify(checked));
}

function shownName(path: string): string {
  return path === '-' ? STANDARD_INPUT : path;
}

function unreadableFile({ path, reason }: FileError): UnreadableItem {
  return { file: path, reason };
}

/** Prints it on standard error too, so that a person sees it where the report goes into a file. */
function reportUnreadable({ unreadable }: CheckReport, { printError }: Terminal): void {
  for (const { file, location, reason } of unreadable) {
    const place = location === undefined ? file : describePlace(location);
    printError(`${printable(`not readable: ${place}: ${reason}`)}\n`);
  }
}

/** A rule of the configuration file belongs to no object that could have a finding. */
function reportUnusedRules({ policy }: CheckRequest, { printError }: Terminal): void {
  if (!policy.reportsUnused) return;
  for (const { place, codes } of policy.rules.without((suppressor) => policy.usage.isUsed(suppressor))) {
    printError(`${printable(`${place}: the suppression of ${codes.join(', ')} suppresses nothing`)}\n`);
  }
}

function reportFailedClusters({ summary }: CheckReport, { printError }: Terminal): void {
  for (const cluster of summary.clusters ?? []) {
    if ('problem' in cluster) {
      printError(`${printable(`no profiles of cluster ${cluster.clusterName}: ${cluster.problem}`)}\n`);
    }
  }
}

/** Exit code 0 and an empty report would look like a successful check. */
function reportNothingChecked({ summary }: CheckReport, { printError }: Terminal): void {
  if (!isNothingChecked(summary) || summary.unreadable > 0) return;
  const rest = describeNotChecked(summary.notChecked);
  printError(`${printable(`${NOTHING_CHECKED}${rest === undefined ? '' : `; not checked: ${rest}`}`)}\n`);
}

function exitCode({ items, unreadable, summary }: CheckReport, failOn: Severity): number {
  if (unreadable.length > 0) return EXIT.usage;
  if (summary.clusters?.some((cluster) => 'problem' in cluster)) return EXIT.failure;
  const isBad = items.some(({ findings }) => findings.some(({ severity }) => isAtLeast(severity, failOn)));
  return isBad ? EXIT.failure : EXIT.ok;
}
