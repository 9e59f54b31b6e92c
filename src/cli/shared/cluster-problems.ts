import { UnreadableClusterError } from '../../audit/cluster-reading.ts';
import type { AuditError } from '../../audit/report/report.ts';
import { ClusterError } from '../../kubernetes/cluster-error.ts';
import { ProfileLoadError } from '../../profiles/source.ts';
import type { ClusterRequest } from './cluster-request.ts';
import { EXIT, type Terminal } from './command.ts';
import { reportProfileFailure } from './problems.ts';
import { printable } from './terminal-text.ts';

/** Prints an error that the user or the cluster's operator can fix on one line. Any other error is thrown. */
export async function whileReportingClusterFailures(
  { profileOrigin }: Pick<ClusterRequest, 'profileOrigin'>,
  terminal: Terminal,
  act: () => Promise<number>,
): Promise<number> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ProfileLoadError) return reportProfileFailure(error, profileOrigin, terminal);
    if (error instanceof UnreadableClusterError) {
      terminal.printError(`${printable(error.message)}\n`);
      return EXIT.failure;
    }
    if (!(error instanceof ClusterError)) throw error;
    terminal.printError(`${printable(error.message)}\n`);
    return error.problem === 'failed' ? EXIT.failure : EXIT.usage;
  }
}

interface Unread {
  readonly errors: readonly AuditError[];
  readonly notes: readonly string[];
}

/** Prints on standard error what could not be read, also where the report goes into a file. */
export function reportUnread({ errors, notes }: Unread, { printError }: Pick<Terminal, 'printError'>): void {
  for (const { what, reason } of unreadParts(errors)) printError(`${printable(`not readable: ${what}: ${reason}`)}\n`);
  for (const note of notes) printError(`${printable(`note: ${note}`)}\n`);
}

export interface UnreadPart {
  /** `pods, events of namespace shop` */
  readonly what: string;
  readonly reason: string;
}

/** Groups what could not be read for one reason: an API server that fails ends every list. */
export function unreadParts(errors: readonly AuditError[]): readonly UnreadPart[] {
  const groups = Map.groupBy(errors, ({ namespace, reason }) => JSON.stringify([namespace, reason]));
  return Array.from(groups.values(), (group) => {
    const [{ namespace, reason } = { namespace: undefined, reason: '' }] = group;
    const place = namespace === undefined ? '' : ` of namespace ${namespace}`;
    return { what: `${group.map(({ resource }) => resource).join(', ')}${place}`, reason };
  });
}
