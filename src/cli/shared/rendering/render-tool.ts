import { devNull } from 'node:os';
import { FileError } from '../../../documents/files/file-error.ts';
import { readStream } from '../../../documents/files/read-text.ts';
import { systemClock } from '../../../runtime/clock.ts';
import { findProgram, runProgram } from '../../../runtime/run-program.ts';

/** A text that a tool has made, or why there is none: one line. */
export type ToolOutput =
  | { readonly kind: 'made'; readonly text: string }
  | { readonly kind: 'failed'; readonly cause: string };

export interface ToolRun {
  /** The ways to do it, the preferred one first: programs, and the arguments of each. */
  readonly ways: readonly (readonly [program: string, ...args: string[]])[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A folder that is empty, for what a tool would keep or look up in the home of its user. */
  readonly emptyFolder: string;
}

/** A chart or a kustomization takes a second. */
const TIMEOUT_MS = 60_000;

/** As much as a file may hold that is given instead. */
const MAX_BYTES = 50 * 1024 ** 2;

/** Runs the first of the programs that is on the PATH. */
export async function runTool({ ways, environment, emptyFolder }: ToolRun): Promise<ToolOutput> {
  for (const [name, ...args] of ways) {
    const program = findProgram(name, environment['PATH']);
    if (program === undefined) continue;
    const result = await runProgram({
      program,
      args,
      environment: toolEnvironment(environment, emptyFolder),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      clock: systemClock,
    });
    switch (result.kind) {
      case 'done':
        return decoded(result.output, name);
      case 'failed':
        return failed(`${name}: ${firstError(result.errors)}`);
      case 'not-started':
        return failed(`${name} cannot be run: ${result.reason}`);
      case 'timed-out':
        return failed(`${name} took longer than ${TIMEOUT_MS / 1000} s, and was stopped`);
      case 'too-large':
        return failed(`${name} printed more than ${MAX_BYTES / 1024 ** 2} MiB, and was stopped`);
    }
  }
  return failed(`needs ${ways.map(([name]) => name).join(' or ')}, which is not on the PATH`);
}

export function failed(cause: string): ToolOutput {
  return { kind: 'failed', cause };
}

/** What programs and their wrappers need to run at all. */
const INHERITED: readonly string[] = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'USERPROFILE', 'TEMP'];

/**
 * Neither the credentials nor the settings, plugins and repositories of the user: a stranger may have written the chart. Nor
 * the network: these tools honour a proxy (Go, `http.ProxyFromEnvironment`), and nothing answers at this one; git takes no
 * protocol but those of GIT_ALLOW_PROTOCOL.
 */
function toolEnvironment(environment: ToolRun['environment'], emptyFolder: string): Readonly<Record<string, string>> {
  const inherited = INHERITED.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(inherited),
    HTTP_PROXY: NOTHING_LISTENS,
    HTTPS_PROXY: NOTHING_LISTENS,
    GIT_ALLOW_PROTOCOL: 'none',
    KUBECONFIG: devNull,
    KUBERC: 'off',
    NO_COLOR: '1',
    HELM_CACHE_HOME: emptyFolder,
    HELM_CONFIG_HOME: emptyFolder,
    HELM_DATA_HOME: emptyFolder,
  };
}

/** Port 1 of this machine: tcpmux, which no system of today serves. */
const NOTHING_LISTENS = 'http://127.0.0.1:1';

async function decoded(output: Buffer, name: string): Promise<ToolOutput> {
  try {
    return { kind: 'made', text: await readStream(chunksOf(output), name) };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return failed(error.message);
  }
}

async function* chunksOf(output: Buffer): AsyncGenerator<Uint8Array> {
  yield output;
}

/** A message of several lines becomes one: of a schema's violations, the first line only says that there are some. */
const MAX_ERROR_LENGTH = 400;

/** How kubectl reports some errors: as a record of its log. */
const KUBECTL_LOG = /^E\d{4} .*\] "command failed" err="(.*)"$/;

/** What follows `Error: `, which Helm and kustomize write before what went wrong; there may be warnings above it. */
function firstError(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const start = Math.max(
    0,
    lines.findIndex((line) => /^error: /i.test(line)),
  );
  const said = lines
    .slice(start)
    .filter((line) => line !== '' && !line.startsWith('Use --debug flag'))
    .join(' ')
    .replace(/^error: /i, '')
    .replace(KUBECTL_LOG, '$1');
  if (said === '') return 'failed without an error message';
  return said.length > MAX_ERROR_LENGTH ? `${said.slice(0, MAX_ERROR_LENGTH)}…` : said;
}
