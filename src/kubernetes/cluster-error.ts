/** `configuration` and `not-found` are for the user to mend; `failed` is what the cluster did not grant or answer. */
export type ClusterProblem = 'configuration' | 'not-found' | 'failed';

/** Something could not be read from a cluster. The message is one line that says what, why, and what to do; it holds no token. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
  readonly problem: ClusterProblem;

  constructor(problem: ClusterProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/** The first line: later ones of a YAML error quote the file, and with it perhaps a token. */
export function firstLineOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const lines = error.message.split('\n').map((line) => line.trim());
  return lines.find((line) => line !== '') ?? error.name;
}
