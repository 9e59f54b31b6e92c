import { FileError } from '../../documents/files/file-error.ts';
import { findManifests, type ManifestFile } from '../../documents/files/find-manifests.ts';
import { readText, STANDARD_INPUT } from '../../documents/files/read-text.ts';
import { type NotCheckedThing, notRead } from '../../inspection/not-checked.ts';
import type { Renderer } from '../../inspection/object-reference.ts';
import type { Terminal } from './command.ts';
import type { Rendering } from './rendering/rendered-inputs.ts';

/** One thing to read, not yet read. */
export interface Input extends Pick<ManifestFile, 'name' | 'isFound' | 'isInChart'> {
  /** What makes the text from a file of that name. */
  readonly renderedBy?: Renderer;
  /** @throws FileError */
  read(): Promise<string>;
}

export interface FoundInputs {
  /** In the order of the paths, each once. */
  readonly inputs: readonly Input[];
  readonly errors: readonly FileError[];
  readonly notChecked: readonly NotCheckedThing[];
}

/**
 * All files of the paths, and what becomes of charts and kustomizations. A file that is named by its own path does not count
 * as found in a folder.
 */
export async function findInputs(
  paths: readonly string[],
  terminal: Terminal,
  rendering?: Rendering,
): Promise<FoundInputs> {
  const inputs = new Map<string, Input>();
  const errors: FileError[] = [];
  const notChecked: NotCheckedThing[] = [];
  let charts = 0;
  for (const path of new Set(paths)) {
    if (path === '-') {
      inputs.set(path, { name: STANDARD_INPUT, isFound: false, isInChart: false, read: terminal.readInput });
      continue;
    }
    const found = await findIn(path, terminal, rendering);
    charts += found.charts.length;
    errors.push(...found.errors);
    notChecked.push(...found.leftOut.map(notRead), ...found.notRendered);
    for (const file of found.files) {
      if (inputs.get(file.path)?.isFound !== false) inputs.set(file.path, fileInput(file));
    }
    for (const [index, { text, ...source }] of found.rendered.entries()) {
      inputs.set(JSON.stringify([path, index]), { ...source, isInChart: false, read: async () => text });
    }
  }
  const isForCharts = rendering !== undefined && rendering.values.length + rendering.sets.length > 0;
  if (isForCharts && charts === 0) errors.push(new FileError(paths.join(', '), NO_CHART));
  return { inputs: [...inputs.values()], errors, notChecked };
}

const NO_CHART = 'holds no Helm chart, for which --values and --set are';

async function findIn(path: string, terminal: Terminal, rendering: Rendering | undefined) {
  if (rendering === undefined) return { ...(await findManifests(path)), rendered: [], notRendered: [] };
  const { renderManifests } = await import('./rendering/rendered-inputs.ts');
  return renderManifests(path, rendering, terminal);
}

function fileInput({ path, name, isFound, isInChart }: ManifestFile): Input {
  return { name, isFound, isInChart, read: () => readText(path, name) };
}
