import type { KubernetesApi } from './api.ts';

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
