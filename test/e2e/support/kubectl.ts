import { execFile } from 'node:child_process';

export interface KubectlOptions {
  /** What kubectl reads from standard input. */
  readonly input?: string;
  /** The file of another user than the administrator. */
  readonly kubeconfig?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface KubectlResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Kubectl {
  /** Runs it to its end, whatever its exit code. */
  kubectl(args: readonly string[], options?: KubectlOptions): Promise<KubectlResult>;
  /** Its standard output. @throws KubectlError when it exits with any other code than 0. */
  kubectlOutput(args: readonly string[], options?: KubectlOptions): Promise<string>;
}

export interface KubectlBinding {
  readonly program: string;
  readonly kubeconfig: string;
  /** Keeps the caches of API discovery apart from the user's own. */
  readonly home: string;
}

/** Longer than the 30 s that the API server gives a webhook at most. */
const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

export function bindKubectl(binding: KubectlBinding): Kubectl {
  const kubectl = (args: readonly string[], options: KubectlOptions = {}) => run(binding, args, options);
  return {
    kubectl,
    async kubectlOutput(args, options) {
      const result = await kubectl(args, options);
      if (result.code !== 0) throw new KubectlError(args, `exited with code ${result.code}: ${result.stderr.trim()}`);
      return result.stdout;
    },
  };
}

/** kubectl has failed. */
export class KubectlError extends Error {
  override readonly name = 'KubectlError';

  constructor(args: readonly string[], failure: string, options?: ErrorOptions) {
    super(`kubectl ${args.join(' ')} ${failure}`, options);
  }
}

function run(binding: KubectlBinding, args: readonly string[], options: KubectlOptions): Promise<KubectlResult> {
  const { promise, resolve, reject } = Promise.withResolvers<KubectlResult>();
  const child = execFile(
    binding.program,
    [`--kubeconfig=${options.kubeconfig ?? binding.kubeconfig}`, ...args],
    {
      env: { PATH: process.env['PATH'], HOME: binding.home, ...options.env },
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
      maxBuffer: MAX_OUTPUT_BYTES,
    },
    (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(new KubectlError(args, `did not run to its end: ${stderr.trim()}`, { cause: error }));
    },
  );
  // Where kubectl ends before it has read everything, its exit code says why.
  child.stdin?.on('error', () => undefined).end(options.input ?? '');
  return promise;
}
