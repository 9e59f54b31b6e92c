import { readConfig } from '../../settings/config.ts';
import type { GivenValues } from '../../settings/reader.ts';
import { createReviewLog } from '../../telemetry/logger.ts';
import { startWebhook } from '../../webhook/start.ts';
import type { Terminal } from '../shared/command.ts';
import { packageVersion } from '../shared/package-version.ts';
import { reportProblems } from '../shared/problems.ts';
import { findRegionLazily } from '../shared/profile-flags.ts';
import { runUntilStopped } from '../shared/until-stopped.ts';

/** After the quiet period. Both listeners give running calls 10 s. */
const MAX_STOP_MS = 30_000;

/** Runs the webhook until a signal stops it. */
export async function runServe(given: GivenValues, terminal: Terminal): Promise<number> {
  const result = await readConfig(given, findRegionLazily);
  if (result.kind === 'invalid') return reportProblems(result.problems, terminal);
  const { config, changedSettings } = result;
  return runUntilStopped({
    terminal,
    logLevel: config.logLevel,
    maxStopMs: config.quietPeriodMs + MAX_STOP_MS,
    start: (logger, output) =>
      startWebhook({
        config,
        version: packageVersion(),
        changedSettings,
        logger,
        logReview: createReviewLog(logger, output),
        droppedLogLines: output.droppedLines,
        environment: terminal.environment,
        readInput: terminal.readInput,
      }),
  });
}
