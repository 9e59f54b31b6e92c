import { constants } from 'node:os';
import type { SignalSource } from './command.ts';

export interface StopOptions {
  readonly signals: SignalSource;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
  readonly nowMs: () => number;
}

/** On Ctrl-C the terminal signals both npm and this process, and npm passes its own on: one wish, heard twice. */
const ECHO_MS = 1_000;

/**
 * Resolves at the first SIGTERM, SIGINT or SIGHUP, which a closing terminal sends; a second ends the process at once. There
 * is nothing to reload at SIGHUP: certificates and profiles are watched.
 */
export function stopSignal({ signals, exit, nowMs }: StopOptions): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let firstAtMs: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (firstAtMs === undefined) {
      firstAtMs = nowMs();
      resolve();
    } else if (signal === 'SIGTERM' || nowMs() - firstAtMs >= ECHO_MS) {
      exit(128 + constants.signals[signal]);
    }
  };
  signals.on('SIGTERM', onSignal);
  signals.on('SIGINT', onSignal);
  signals.on('SIGHUP', onSignal);
  return promise;
}
