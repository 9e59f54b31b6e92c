import { stringify } from 'yaml';
import { applyEdits } from '../../src/documents/edit/text-edit.ts';
import { Field } from '../../src/documents/field.ts';
import { readDocuments } from '../../src/documents/text/read-documents.ts';
import { evaluate, type PlaygroundInput, type PlaygroundResult } from '../../src/playground/evaluate.ts';
import type { PlaygroundFix } from '../../src/playground/fixes.ts';

export type Finding = PlaygroundResult['check']['items'][number]['findings'][number];

export interface AppliedFix {
  readonly fix: PlaygroundFix;
  readonly finding: Finding | undefined;
  readonly input: PlaygroundInput;
  readonly result: PlaygroundResult;
}

/** Each fix of an input, applied by itself. */
export async function applyEachFix(input: PlaygroundInput, before: PlaygroundResult): Promise<readonly AppliedFix[]> {
  return Promise.all(
    before.fixes.map(async (fix) => {
      const fixed = { ...input, [fix.text]: applyEdits(input[fix.text], fix.edits) };
      const finding = before.check.items[fix.item]?.findings[fix.finding];
      return { fix, finding, input: fixed, result: await evaluate(fixed) };
    }),
  );
}

/** The findings of a report, in words, each with its object. */
export function findingsIn({ check }: PlaygroundResult, severity?: Finding['severity']): readonly string[] {
  return check.items.flatMap(({ object, findings }, item) =>
    findings
      .filter((found) => severity === undefined || found.severity === severity)
      .map(({ code, field, message }) => `${item} ${object.kind} ${object.name}: ${code} at ${field}: ${message}`),
  );
}

async function valuesOf(text: string): Promise<readonly unknown[]> {
  const documents = await Array.fromAsync(readDocuments(text, { repeatedKeys: 'last-counts' }));
  return documents.map((document) => (document.kind === 'read' ? document.root.value : undefined));
}

/** Quotes what YAML 1.1 takes for a boolean, such as `y`. */
const AS_KUBECTL = { version: '1.1', lineWidth: 0 } as const;

/** The same documents as people write them: in blocks, in flows, as JSON, as a list of kubectl, and with the line ends of Windows. */
export const STYLES: Readonly<Record<string, (text: string) => Promise<string>>> = {
  'as it is': async (text) => text,
  'with the line ends of Windows': async (text) => text.replaceAll('\n', '\r\n'),
  'in narrow blocks': async (text) =>
    (await valuesOf(text)).map((value) => stringify(value, { indentSeq: false, ...AS_KUBECTL })).join('---\n'),
  'in flows': async (text) =>
    (await valuesOf(text))
      .map((value) => stringify(value, { collectionStyle: 'flow', ...AS_KUBECTL, lineWidth: 60 }))
      .join('---\n'),
  'as JSON': async (text) => (await valuesOf(text)).map((value) => `${JSON.stringify(value, null, 2)}\n`).join(''),
  'as JSON in one line': async (text) => (await valuesOf(text)).map((value) => `${JSON.stringify(value)}\n`).join(''),
  'as a list': async (text) => {
    const items = (await valuesOf(text)).filter((value) => new Field(value).isPresent);
    return stringify({ apiVersion: 'v1', kind: 'List', items }, AS_KUBECTL);
  },
};
