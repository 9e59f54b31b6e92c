import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { KustomizationFolder, ManifestFolder } from '../../../documents/files/find-manifests.ts';
import type { KustomizationTree } from '../../../documents/files/kustomization-tree.ts';
import { isWithin, targetOf } from '../../../documents/files/resolved-path.ts';
import { failed, runTool, type ToolOutput, type ToolRun } from './render-tool.ts';

/** Of a chart or a kustomization. */
export type Rendered =
  | { readonly kind: 'rendered'; readonly texts: readonly RenderedText[] }
  /** One line. */
  | { readonly kind: 'not-rendered'; readonly cause: string };

export interface RenderedText {
  /** The template, or the file of the kustomization. */
  readonly name: string;
  readonly text: string;
}

/** What the user gives to Helm. */
export interface ChartOptions {
  /** Absolute paths of files. */
  readonly values: readonly string[];
  /** As `helm --set` takes them. */
  readonly sets: readonly string[];
  /** Of the release. */
  readonly namespace: string;
}

export type Tools = Pick<ToolRun, 'environment' | 'emptyFolder'>;

/** @param root of the given path: what a symbolic link out of it leads to is not read. */
export async function renderChart(
  chart: ManifestFolder & { readonly root: string },
  { values, sets, namespace }: ChartOptions,
  tools: Tools,
): Promise<Rendered> {
  const link = await linkOutOf(chart.path, chart.root);
  if (link !== undefined) {
    return notRendered(failed(`${link} is a symbolic link that leads out of the folder, and is not followed`));
  }
  const args = [
    `--namespace=${namespace}`,
    ...values.map((path) => `--values=${commaSafe(path)}`),
    ...sets.map((text) => `--set=${text}`),
  ];
  const output = await runTool({ ways: [['helm', 'template', RELEASE, chart.path, ...args]], ...tools });
  return output.kind === 'made'
    ? { kind: 'rendered', texts: splitBySource(output.text, chart.name) }
    : notRendered(output);
}

/** What Helm calls a release without a name. */
const RELEASE = 'release-name';

export async function buildKustomization(
  { name, path, fileName }: KustomizationFolder,
  { refusal }: KustomizationTree,
  tools: Tools,
): Promise<Rendered> {
  if (refusal !== undefined) return notRendered(failed(refusal));
  const output = await runTool({
    ways: [
      ['kustomize', 'build', path],
      ['kubectl', 'kustomize', path],
    ],
    ...tools,
  });
  if (output.kind === 'failed') return notRendered(output);
  return { kind: 'rendered', texts: [{ name: join(name, fileName), text: output.text }] };
}

function notRendered(output: ToolOutput): Rendered {
  return { kind: 'not-rendered', cause: output.kind === 'failed' ? output.cause : '' };
}

/** Helm takes several paths in one flag, as a line of CSV. */
function commaSafe(path: string): string {
  return /[",]/.test(path) ? `"${path.replaceAll('"', '""')}"` : path;
}

/** Helm follows every link in a chart, and a template may print what it leads to. Undefined where none leads out of the root. */
async function linkOutOf(chart: string, root: string): Promise<string | undefined> {
  const folders = new Set([chart]);
  for (const folder of folders) {
    for (const { name, target } of await entriesOf(folder)) {
      if (!isWithin(root, target.path)) return name;
      if (target.isFolder) folders.add(target.path);
    }
  }
  return undefined;
}

/** What a folder holds, without links that lead to nothing; nothing for a file. */
async function entriesOf(folder: string) {
  if (!(await stat(folder)).isDirectory()) return [];
  const names = await readdir(folder);
  const entries = await Promise.all(names.map(async (name) => ({ name, target: await targetOf(join(folder, name)) })));
  return entries.flatMap(({ name, target }) => (target === undefined ? [] : [{ name, target }]));
}

const SOURCE = /^---\n# Source: (.*)\n/gm;

/**
 * Helm writes above each document of which template it is: `# Source: NAME/templates/web.yaml`, with the name of the chart in
 * place of its folder. Documents of one template in a row are one text.
 */
function splitBySource(text: string, chart: string): readonly RenderedText[] {
  const starts = [...text.matchAll(SOURCE)];
  const texts: { name: string; text: string }[] = [];
  for (const [index, { 1: source = '', index: start }] of starts.entries()) {
    const name = templateName(source, chart);
    const part = text.slice(start, starts[index + 1]?.index);
    const last = texts.at(-1);
    if (last?.name === name) last.text += part;
    else texts.push({ name, text: part });
  }
  return starts[0]?.index === 0 || text.trim() === '' ? texts : [{ name: chart, text }];
}

/** The folder of the chart itself for what a template only claims to be. */
function templateName(source: string, chart: string): string {
  const [, ...path] = source.split('/');
  return path.length === 0 || path.some((part) => ['', '.', '..'].includes(part)) ? chart : join(chart, ...path);
}
