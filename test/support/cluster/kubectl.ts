import { outputOf, type ProgramOptions, type ProgramResult, runProgram } from '../processes/run-program.ts';

export interface KubectlOptions {
  /** What kubectl reads from standard input. */
  readonly input?: string;
  /** The file of another user than the administrator. */
  readonly kubeconfig?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Kubectl {
  /** Runs it to its end, whatever its exit code. */
  kubectl(args: readonly string[], options?: KubectlOptions): Promise<ProgramResult>;
  /** Its standard output. @throws ProgramError when it exits with any other code than 0. */
  kubectlOutput(args: readonly string[], options?: KubectlOptions): Promise<string>;
}

export interface KubectlBinding {
  readonly program: string;
  readonly kubeconfig: string;
  /** Keeps the caches of API discovery apart from the user's own. */
  readonly home: string;
}

export function bindKubectl({ program, kubeconfig, home }: KubectlBinding): Kubectl {
  const command = (args: readonly string[], options: KubectlOptions) => {
    const env = { PATH: process.env['PATH'], HOME: home, ...options.env };
    const all: ProgramOptions = { env, ...(options.input !== undefined && { input: options.input }) };
    return [program, [`--kubeconfig=${options.kubeconfig ?? kubeconfig}`, ...args], all] as const;
  };
  return {
    kubectl: (args, options = {}) => runProgram(...command(args, options)),
    kubectlOutput: (args, options = {}) => outputOf(...command(args, options)),
  };
}
