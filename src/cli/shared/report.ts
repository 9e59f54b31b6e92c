import { FileError } from '../../documents/files/file-error.ts';
import { ListenError } from '../../http/listen.ts';
import { ProfileLoadError } from '../../profiles/source.ts';
import { CertificateError } from '../../tls/certificate.ts';
import { AskError } from '../demo/example-review.ts';
import { EXIT, type Terminal } from './command.ts';
import { printable } from './terminal-text.ts';

/** Everything that is wrong with the configuration, a line each. */
export function reportProblems(problems: readonly string[], { printError }: Terminal): number {
  for (const problem of problems) printError(`${printable(problem)}\n`);
  return EXIT.usage;
}

/** What a user can mend is told in one line, without a stack; anything else is a fault of ours and ends the process as one. */
export async function whileReportingFailures(terminal: Terminal, act: () => Promise<number>): Promise<number> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof CertificateError || error instanceof ProfileLoadError || error instanceof FileError) {
      return reportProblems([error.message], terminal);
    }
    if (!(error instanceof ListenError || error instanceof AskError)) throw error;
    terminal.printError(`${printable(error.message)}\n`);
    return EXIT.failure;
  }
}
