import type { AuditError } from '../../audit/report/report.ts';
import type { Terminal } from '../shared/command.ts';
import { printable } from '../shared/terminal-text.ts';

interface Unread {
  readonly errors: readonly AuditError[];
  readonly notes: readonly string[];
}

/** On standard error, so that a person sees it where the output goes into a file. */
export function tellUnread({ errors, notes }: Unread, { printError }: Pick<Terminal, 'printError'>): void {
  for (const { what, reason } of unreadParts(errors)) printError(`${printable(`not readable: ${what}: ${reason}`)}\n`);
  for (const note of notes) printError(`${printable(`note: ${note}`)}\n`);
}

export interface UnreadPart {
  /** `pods, events of namespace shop` */
  readonly what: string;
  readonly reason: string;
}

/** What could not be read for the same reason is one part: an API server that goes away ends every list. */
export function unreadParts(errors: readonly AuditError[]): readonly UnreadPart[] {
  const groups = Map.groupBy(errors, ({ namespace, reason }) => JSON.stringify([namespace, reason]));
  return Array.from(groups.values(), (group) => {
    const [{ namespace, reason } = { namespace: undefined, reason: '' }] = group;
    const place = namespace === undefined ? '' : ` of namespace ${namespace}`;
    return { what: `${group.map(({ resource }) => resource).join(', ')}${place}`, reason };
  });
}
