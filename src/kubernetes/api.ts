import { answerObject, ClusterError, wordsIn } from './cluster-error.ts';

/** The Kubernetes API, with the rights of one user. */
export interface KubernetesApi {
  /** Resolves to the answer, of any status. @throws ClusterError where no answer comes or the login fails. */
  send(request: ApiRequest): Promise<ApiAnswer>;
}

export interface ApiRequest {
  readonly method: 'GET' | 'PATCH' | 'PUT' | 'DELETE';
  /** With its query. */
  readonly path: string;
  /** Media types; JSON by default. */
  readonly accept?: string;
  /** {@link API_TIMEOUT_MS} by default. */
  readonly timeoutMs?: number;
  readonly content?: ApiContent;
  /** Ends the request early, when its result is no longer needed. */
  readonly signal?: AbortSignal;
}

export interface ApiContent {
  readonly type: string;
  /** JSON. */
  readonly body: string;
}

export interface ApiAnswer {
  /** HTTP. */
  readonly status: number;
  readonly body: string;
}

/** An API server answers in milliseconds; this leaves room for a slow link and a proxy. */
export const API_TIMEOUT_MS = 15_000;

/** When a request ends without an answer: after its timeout, or at the caller's signal. */
export function endOf({ timeoutMs = API_TIMEOUT_MS, signal }: ApiRequest): AbortSignal {
  const timeout = AbortSignal.timeout(timeoutMs);
  return signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
}

/** The object in an answer. `what` completes the sentence "cannot …". @throws ClusterError */
export function objectIn(answer: ApiAnswer, what: string): unknown {
  const body = parse(answer.body);
  if (answer.status >= 200 && answer.status < 300 && body !== undefined) return body;
  const words = wordsIn(answerObject(answer.body));
  throw new ClusterError('failed', `cannot ${what}: the API server answered HTTP ${answer.status}: ${words}`);
}

/** undefined: no JSON, such as the page of a proxy. */
function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The same API until the signal; then every request, also one that is under way, ends with the signal's reason. */
export function abortableApi(api: KubernetesApi, signal: AbortSignal): KubernetesApi {
  return {
    send: async (request) => {
      signal.throwIfAborted();
      try {
        return await api.send({ ...request, signal });
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      }
    },
  };
}
