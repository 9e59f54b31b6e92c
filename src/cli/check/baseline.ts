import { writeFile } from 'node:fs/promises';
import { DocumentError } from '../../documents/document-error.ts';
import { Field } from '../../documents/field.ts';
import { FileError } from '../../documents/files/file-error.ts';
import { readText } from '../../documents/files/read-text.ts';
import type {
  BaselineSummary,
  Checked,
  CheckedFinding,
  CheckedItem,
  SuppressedFinding,
} from '../../inspection/check-report.ts';
import { type Baseline, BaselineCount, baselineOf, formatBaseline, parseBaseline } from '../../suppression/baseline.ts';
import type { Terminal } from '../shared/command.ts';
import { count as counted, printable } from '../shared/terminal-text.ts';

/** Which baseline is to be read or written: a path. Where one is written, none is read. */
export interface BaselineChoice {
  readonly read: string | undefined;
  readonly write: string | undefined;
}

/** Undefined: there is none to be read. @throws FileError */
export async function readBaseline({ read, write }: BaselineChoice): Promise<Baseline | undefined> {
  if (read === undefined || write !== undefined) return undefined;
  const text = await readText(read, read);
  try {
    return parseBaseline(new Field(JSON.parse(text)));
  } catch (error) {
    if (!(error instanceof DocumentError || error instanceof SyntaxError)) throw error;
    throw new FileError(read, error.message);
  }
}

/** What is new; the rest is suppressed. Writes the baseline where one is to be written. @throws FileError */
export async function applyBaseline(
  checked: Checked,
  { write }: BaselineChoice,
  { baseline, terminal }: { readonly baseline: Baseline | undefined; readonly terminal: Pick<Terminal, 'printError'> },
): Promise<Checked> {
  if (write === undefined) return baseline === undefined ? checked : compare(checked, baseline);
  const found = checked.items.flatMap(({ object, findings }) => findings.map((each) => ({ ...each, object })));
  const written = baselineOf(found);
  try {
    await writeFile(write, formatBaseline(written));
  } catch (error) {
    throw new FileError(write, error instanceof Error ? error.message : String(error));
  }
  terminal.printError(`${printable(`${counted(found.length, 'finding')} written to the baseline ${write}`)}\n`);
  return compare(checked, written);
}

function compare(checked: Checked, baseline: Baseline): Checked {
  const count = new BaselineCount(baseline);
  const items = checked.items.map((item) => withoutKnown(item, count));
  const found = (all: readonly CheckedItem[]) => all.reduce((sum, { findings }) => sum + findings.length, 0);
  const summary: BaselineSummary = { known: found(checked.items) - found(items), notFound: count.left };
  return { ...checked, items, baseline: summary };
}

function withoutKnown(item: CheckedItem, count: BaselineCount): CheckedItem {
  const findings: CheckedFinding[] = [];
  const suppressed: SuppressedFinding[] = [...item.suppressed];
  for (const found of item.findings) {
    if (!count.take({ ...found, object: item.object })) findings.push(found);
    else suppressed.push({ ...found, suppression: { by: 'baseline', reason: '' } });
  }
  return { ...item, findings, suppressed };
}
