import { findFreePort, retryLostPortRace } from './free-ports.ts';
import { MAIN } from './main-process.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

export interface WebhookProcessOptions {
  /** Flags of `serve`, but for the two ports. Paths are absolute: the process runs in a folder of its own. */
  readonly flags: readonly string[];
  /** The whole environment of the process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where a webhook configuration already names it; a free one by default. */
  readonly port?: number;
  /** The program's entry; the sources' by default. */
  readonly entry?: string;
}

/** The webhook as it runs in a pod: a process, its two ports and its log. */
export interface WebhookProcess extends ServerProcess {
  readonly port: number;
  /** HTTPS, where reviews are answered. */
  readonly url: string;
}

/** @returns once it is ready. @throws DaemonExitedError when it ends before, with the end of its output. */
export async function startWebhookProcess(options: WebhookProcessOptions): Promise<WebhookProcess> {
  const { entry = MAIN, flags, env = {} } = options;
  return retryLostPortRace(async () => {
    const port = options.port ?? (await findFreePort());
    const opsPort = await findFreePort();
    const args = [entry, 'serve', ...flags, `--port=${port}`, `--ops-port=${opsPort}`];
    return {
      port,
      url: `https://127.0.0.1:${port}`,
      ...(await startServerProcess({ name: 'webhook', args, opsPort, env })),
    };
  });
}
