import { Field } from '../documents/field.ts';

/** `configuration` and `not-found` are for the user to fix; `failed`: the cluster refused or did not answer. */
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

/** The JSON object in an answer; an empty one for what is none, such as the page of a proxy. */
export function answerObject(body: string): Field {
  try {
    const value: unknown = JSON.parse(body);
    return new Field(typeof value === 'object' && !Array.isArray(value) ? value : {});
  } catch {
    return new Field({});
  }
}

/** What a metav1.Status says; what a page of a proxy says is of no use in one line. */
export function wordsIn(answer: Field): string {
  const { value: message } = answer.get('message');
  return typeof message === 'string' && message !== '' ? message : 'without a reason';
}
