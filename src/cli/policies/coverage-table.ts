import { coverage } from '../../policies/coverage.ts';
import { type Cell, columnLines } from '../shared/columns.ts';
import { EXIT, type Terminal } from '../shared/command.ts';
import { paintFor } from '../shared/terminal-text.ts';

/** Prints which findings the policies cover. Returns the exit code. */
export function printCoverage(terminal: Terminal): number {
  const rows = coverage().map(({ code, severity, covered, difference }) => cells(code, severity, covered, difference));
  const lines = columnLines([cells('CODE', 'SEVERITY', 'COVERED', 'DIFFERENCE'), ...rows], paintFor(terminal));
  terminal.print(`${lines.join('\n')}\n`);
  return EXIT.ok;
}

function cells(...texts: readonly string[]): readonly Cell[] {
  return texts.map((text) => ({ text }));
}
