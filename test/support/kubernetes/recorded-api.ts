import type { ApiAnswer, ApiRequest, KubernetesApi } from '../../../src/kubernetes/api.ts';

/** A Kubernetes API that gives these answers, in order, and keeps what it was asked. */
export class RecordedApi implements KubernetesApi {
  readonly requests: ApiRequest[] = [];
  readonly #answers: ApiAnswer[];

  constructor(answers: readonly (readonly [status: number, body: object | string])[]) {
    this.#answers = answers.map(([status, body]) => ({
      status,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }));
  }

  async send(request: ApiRequest): Promise<ApiAnswer> {
    this.requests.push(request);
    const answer = this.#answers.shift();
    if (answer === undefined) throw new RangeError(`no answer is left for ${request.path}`);
    return answer;
  }

  /** What was sent, parsed. */
  get bodies(): readonly unknown[] {
    return this.requests.flatMap(({ content }) => (content === undefined ? [] : [JSON.parse(content.body)]));
  }
}
