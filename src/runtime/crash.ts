/** What becomes a fault: an uncaught exception, or an unhandled rejection of a promise. */
export const FAULT_ORIGINS = ['uncaughtException', 'unhandledRejection'] as const;
export type FaultOrigin = (typeof FAULT_ORIGINS)[number];

/** The process, which reports both kinds under one event. Source: Node.js documentation, process, 'uncaughtException'. */
export interface FaultSource {
  on(event: 'uncaughtException', listener: (error: unknown, origin: FaultOrigin) => void): unknown;
}

export interface CrashOptions {
  readonly faults: FaultSource;
  readonly logger: { fatal(fields: object, message: string): void };
  readonly countFault: (origin: FaultOrigin) => void;
  /** Answers calls that are under way, and those that still come during the quiet period. */
  readonly stop: () => Promise<void>;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
  readonly exitCode: number;
  /** After which the process ends even if it has not stopped: whatever is broken may keep it from that. */
  readonly limitMs: number;
}

/**
 * Has the process end after an uncaught fault, and not go on in an unknown state: but as it would end on
 * SIGTERM, since reviews share nothing that a fault elsewhere could have broken.
 */
export function endAfterFault(options: CrashOptions): void {
  let isEnding = false;
  options.faults.on('uncaughtException', (error, origin) => {
    options.logger.fatal({ err: error, origin }, 'uncaught fault, ending');
    options.countFault(origin);
    if (!isEnding) end(options);
    isEnding = true;
  });
}

function end({ stop, exit, exitCode, limitMs }: CrashOptions): void {
  setTimeout(exit, limitMs, exitCode);
  const leave = (): void => exit(exitCode);
  stop().then(leave, leave);
}
