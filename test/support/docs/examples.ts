import { fileURLToPath } from 'node:url';
import { run } from '../../../src/cli/program.ts';
import { FakeTerminal } from '../terminal.ts';
import { startExampleCluster } from './example-cluster.ts';

/** What the commands of the documentation read; they run in this folder. */
const EXAMPLES = fileURLToPath(new URL('../../../docs/examples/', import.meta.url));

/** A block that shows a command, with the line above its fence. */
export interface CommandBlock {
  readonly above: string;
  readonly language: string;
  readonly text: string;
}

const BLOCK = /(?:^(.*)\n)?^```(sh|console)\n([\s\S]*?)^```$/gm;

export function commandBlocks(page: string): readonly CommandBlock[] {
  return [...page.matchAll(BLOCK)].map(([, above = '', language = '', text = '']) => ({ above, language, text }));
}

/** Why a block is not run: `<!-- not run: REASON -->` or `<!-- tested by FILE -->` above it. */
export function markerOf({ above }: CommandBlock): string | undefined {
  return /^<!-- ((?:not run: |tested by ).+) -->$/.exec(above)?.[1];
}

/** Shows one command, and nothing but what it prints; runs in the folder of the examples. */
export function isExample(block: CommandBlock): boolean {
  return block.language === 'console' && block.text.startsWith('$ fargate-admission ') && markerOf(block) === undefined;
}

/** A page whose examples show what their commands print today. */
export async function renewExamples(page: string): Promise<string> {
  let renewed = page;
  for (const block of commandBlocks(page).filter(isExample)) {
    const example = fenced(await renewExample(block));
    renewed = renewed.replace(fenced(block.text), () => example);
  }
  return renewed;
}

function fenced(text: string): string {
  return `\`\`\`console\n${text}\`\`\``;
}

/** The block with what its command prints today. */
export async function renewExample({ text }: CommandBlock): Promise<string> {
  const [command = ''] = text.split('\n');
  return `${command}\n${await runExample(command)}`;
}

/** Each run has another. */
const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

async function runExample(command: string): Promise<string> {
  const { output, errors } = await runInExamples(command, {});
  return (output + errors).replaceAll(TIME, '…');
}

/** The command and what it prints to a terminal with colours. */
export async function runColouredExample(command: string): Promise<string> {
  const { output } = await runInExamples(command, { outputIsTerminal: true });
  return `${command}\n${output}`;
}

/** What the command writes to its standard output, at a fixed time. */
export async function outputOfExample(command: string): Promise<string> {
  const { output } = await runInExamples(command, {});
  return output.replaceAll(TIME, '2026-11-28T08:00:00.000Z');
}

/**
 * Runs the command with the kubeconfig of the example cluster. It may exit with any code. In this process, whose folder
 * changes meanwhile: one at a time.
 */
async function runInExamples(
  command: string,
  { outputIsTerminal = false }: Partial<Pick<FakeTerminal, 'outputIsTerminal'>>,
): Promise<FakeTerminal> {
  const folder = process.cwd();
  const cluster = await startExampleCluster();
  const terminal = new FakeTerminal({ KUBECONFIG: cluster.kubeconfig });
  terminal.outputIsTerminal = outputIsTerminal;
  process.chdir(EXAMPLES);
  try {
    await run(command.replace(/^\$ fargate-admission /, '').split(' '), terminal);
  } finally {
    process.chdir(folder);
    await cluster.stop();
  }
  return terminal;
}
