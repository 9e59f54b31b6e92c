import { readConfig } from '../../settings/config.ts';
import type { GivenValues } from '../../settings/reader.ts';
import { standardOutput } from '../../telemetry/log-output.ts';
import { createLogger, createReviewLog } from '../../telemetry/logger.ts';
import { endAfterFault } from '../../webhook/crash.ts';
import { startWebhook } from '../../webhook/start.ts';
import { EXIT, type Terminal } from '../shared/command.ts';
import { packageVersion } from '../shared/package-version.ts';
import { reportProblems, whileReportingFailures } from '../shared/problems.ts';
import { findRegionLazily } from '../shared/profile-flags.ts';
import { stopSignal } from '../shared/signals.ts';

/** After the quiet period. Both listeners give running calls 10 s. */
const MAX_STOP_MS = 30_000;

/** Runs the webhook until a signal stops it. */
export async function runServe(given: GivenValues, terminal: Terminal): Promise<number> {
  const result = await readConfig(given, findRegionLazily);
  if (result.kind === 'invalid') return reportProblems(result.problems, terminal);
  const { config, changedSettings } = result;
  const output = standardOutput();
  const logger = createLogger({ level: config.logLevel, destination: output });
  const stop = stopSignal({ ...terminal, nowMs: () => performance.now() });
  return whileReportingFailures(terminal, async () => {
    const webhook = await startWebhook({
      config,
      version: packageVersion(),
      changedSettings,
      logger,
      logReview: createReviewLog(logger, output),
      droppedLogLines: output.droppedLines,
      environment: terminal.environment,
      readInput: terminal.readInput,
    });
    endAfterFault({
      ...webhook,
      faults: terminal.signals,
      logger,
      exit: terminal.exit,
      exitCode: EXIT.failure,
      limitMs: config.quietPeriodMs + MAX_STOP_MS,
    });
    await stop;
    await webhook.stop();
    return EXIT.ok;
  });
}
