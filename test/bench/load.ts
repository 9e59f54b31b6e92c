import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outputOf } from '../support/processes/run-program.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

export const CONNECTIONS = 25;

/** Of a load that went on for a while. */
export interface LoadResult {
  readonly calls: number;
  /** Refused, broken, or answered with an error. */
  readonly failed: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
}

export interface LoadOptions {
  readonly url: string;
  readonly body: string;
  readonly seconds: number;
  /** Mean time between an answer and the next call on the same connection; none unless given. */
  readonly pauseMs?: number;
  /** A connection, and so a handshake, for each call. */
  readonly closesConnections?: boolean;
}

export type Load = (options: LoadOptions) => Promise<LoadResult>;

const WRK = '/usr/bin/wrk';

/** wrk where it is installed; else what Node makes of it, which may well be slower than the server. */
export function findLoad(): { readonly name: string; readonly load: Load } {
  return existsSync(WRK) ? { name: 'wrk', load: loadByWrk } : { name: 'Node', load: loadByNode };
}

const SCRIPT = fileURLToPath(new URL('wrk.lua', import.meta.url));
const NODE_SCRIPT = fileURLToPath(new URL('node-load.ts', import.meta.url));

function loadByWrk(options: LoadOptions): Promise<LoadResult> {
  const { url, seconds, pauseMs = 0, closesConnections = false } = options;
  const head = [
    '--threads=1',
    `--connections=${CONNECTIONS}`,
    `--duration=${seconds}s`,
    `--script=${SCRIPT}`,
    url,
    '--',
  ];
  return measure(options, (file) => [WRK, ...head, file, String(pauseMs), ...(closesConnections ? ['close'] : [])]);
}

export interface NodeLoadOptions extends LoadOptions {
  readonly connections?: number;
  /** Besides those of JSON. */
  readonly headers?: Readonly<Record<string, string>>;
}

export function loadByNode(options: NodeLoadOptions): Promise<LoadResult> {
  const { url, seconds, pauseMs = 0, closesConnections = false, connections = CONNECTIONS, headers = {} } = options;
  return measure(options, (file) => [
    process.execPath,
    NODE_SCRIPT,
    JSON.stringify({ url, seconds, pauseMs, closesConnections, file, connections, headers }),
  ]);
}

/** The last line of either is its result. */
async function measure(
  { body }: LoadOptions,
  commandFor: (file: string) => readonly [string, ...string[]],
): Promise<LoadResult> {
  const folder = await makeTemporaryFolder();
  try {
    const file = join(folder.path, 'body.json');
    await writeFile(file, body);
    const [command, ...args] = commandFor(file);
    const stdout = await outputOf(command, args);
    const result: LoadResult = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    if (result.failed > 0) throw new Error(`${result.failed} of ${result.calls} calls failed`);
    return result;
  } finally {
    await folder.remove();
  }
}
