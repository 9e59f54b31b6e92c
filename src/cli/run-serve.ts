import { readConfig } from '../config.ts';
import { findRegion } from '../profiles/eks-api.ts';
import { startWebhook } from '../serve.ts';
import type { GivenValues } from '../settings/reader.ts';
import { createLogger, standardOutput } from '../telemetry/logger.ts';
import { EXIT, type Terminal } from './command.ts';
import { reportProblems, whileReportingFailures } from './report.ts';
import { stopSignal } from './signals.ts';

/** Runs the webhook until it is told to stop. */
export async function runServe(given: GivenValues, terminal: Terminal): Promise<number> {
  const result = await readConfig(given, findRegion);
  if (result.kind === 'invalid') return reportProblems(result.problems, terminal);
  const { config } = result;
  const logger = createLogger({ level: config.logLevel, destination: standardOutput() });
  const stop = stopSignal({ ...terminal, nowMs: () => performance.now() });
  return whileReportingFailures(terminal, async () => {
    const webhook = await startWebhook({ config, logger, environment: terminal.environment });
    await stop;
    await webhook.stop();
    return EXIT.ok;
  });
}
