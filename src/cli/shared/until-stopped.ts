import { type CrashOptions, endAfterFault } from '../../runtime/crash.ts';
import type { LogLevel } from '../../settings/value-type.ts';
import { type LogOutput, standardOutput } from '../../telemetry/log-output.ts';
import { createLogger, type Logger } from '../../telemetry/logger.ts';
import { EXIT, type Terminal } from './command.ts';
import { whileReportingFailures } from './problems.ts';
import { stopSignal } from './signals.ts';

/** What runs until its stop. */
type Running = Pick<CrashOptions, 'countFault' | 'stop'>;

export interface UntilStopped {
  readonly terminal: Terminal;
  readonly logLevel: LogLevel;
  /** After a fault; then the process ends whatever is under way. */
  readonly maxStopMs: number;
  readonly start: (logger: Logger, output: LogOutput) => Promise<Running>;
}

/** Runs it until a signal stops it. Resolves to the exit code. */
export async function runUntilStopped({ terminal, logLevel, maxStopMs, start }: UntilStopped): Promise<number> {
  const output = standardOutput();
  const logger = createLogger({ level: logLevel, destination: output });
  const stop = stopSignal({ ...terminal, nowMs: () => performance.now() });
  return whileReportingFailures(terminal, async () => {
    const running = await start(logger, output);
    endAfterFault({
      ...running,
      faults: terminal.signals,
      logger,
      exit: terminal.exit,
      exitCode: EXIT.failure,
      limitMs: maxStopMs,
    });
    await stop;
    await running.stop();
    return EXIT.ok;
  });
}

/** What is repeated finds the same again. */
export function reportOnce(report: (text: string) => void): (text: string) => void {
  const reported = new Set<string>();
  return (text) => {
    if (!reported.has(text)) report(text.trimEnd());
    reported.add(text);
  };
}
