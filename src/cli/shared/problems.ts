import { FileError } from '../../documents/files/file-error.ts';
import { ListenError } from '../../http/listen.ts';
import { ProfileLoadError } from '../../profiles/source.ts';
import { CertificateError } from '../../tls/certificate.ts';
import { EXIT, type Terminal } from './command.ts';
import { printable } from './terminal-text.ts';

/** A server did not answer a call of the command. */
export class CallError extends Error {
  override readonly name = 'CallError';
}

/** Prints each mistake in flags, settings and files on one line. Returns the exit code. */
export function reportProblems(problems: readonly string[], { printError }: Terminal): number {
  for (const problem of problems) printError(`${printable(problem)}\n`);
  return EXIT.usage;
}

/** Prints why no profiles could be loaded. Returns the exit code: the user can fix files, and not what EKS or a cluster answers. */
export function reportProfileFailure(
  error: ProfileLoadError,
  { kind }: { readonly kind: 'eks' | 'files' | 'resources' | 'in-plan' },
  terminal: Terminal,
): number {
  terminal.printError(`${printable(`no profiles: ${error.message}`)}\n`);
  return kind === 'files' || kind === 'in-plan' ? EXIT.usage : EXIT.failure;
}

/** Prints an error that the user can fix on one line, without a stack. Any other error is our own fault and is thrown. */
export async function whileReportingFailures(terminal: Terminal, act: () => Promise<number>): Promise<number> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof CertificateError || error instanceof ProfileLoadError || error instanceof FileError) {
      return reportProblems([error.message], terminal);
    }
    if (!(error instanceof ListenError || error instanceof CallError)) throw error;
    terminal.printError(`${printable(error.message)}\n`);
    return EXIT.failure;
  }
}
