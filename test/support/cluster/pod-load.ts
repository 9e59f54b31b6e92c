import type { TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { CoreV1Api, KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { eventually } from '../eventually.ts';
import type { ControlPlane } from './control-plane.ts';

/** Three to four reviews a second. */
const PAUSE_MS = 250;

const POD: V1Pod = {
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'web', image: 'registry.k8s.io/pause:3.10' }] },
};

/** Pods that a client creates one after the other, as dry runs, until it is stopped. */
export interface PodLoad {
  /** Resolves once a pod has its annotation: the API server sees a changed configuration a moment later. What failed before does not count. */
  firstSuccess(): Promise<void>;
  /** Resolves once so many calls have ended from now on. */
  reach(calls: number): Promise<void>;
  /** On all since the first success. */
  stop(): Promise<{ readonly calls: number; readonly failures: readonly string[] }>;
}

export function startPodLoad(t: TestContext, { adminKubeconfig }: ControlPlane, namespace: string): PodLoad {
  const api = coreApi(adminKubeconfig);
  let calls = 0;
  let failures: string[] = [];
  let isStopped = false;

  async function createUntilStopped(): Promise<void> {
    while (!isStopped) {
      const failure = await failureOf(api, namespace);
      calls += 1;
      if (failure !== undefined) failures.push(failure);
      await setTimeout(PAUSE_MS);
    }
  }

  const running = createUntilStopped();
  async function stop() {
    isStopped = true;
    await running;
    return { calls, failures };
  }
  // Where the test fails before.
  t.after(stop);
  return {
    async firstSuccess() {
      await eventually(() => {
        if (calls === failures.length) throw new Error(`no pod has its annotation: ${failures.at(-1)}`);
      });
      calls = 0;
      failures = [];
    },
    async reach(count) {
      const target = calls + count;
      await eventually(() => {
        if (calls < target) throw new Error(`${calls} of ${target} calls have ended`);
      });
    },
    stop,
  };
}

function coreApi(kubeconfig: string): CoreV1Api {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  return config.makeApiClient(CoreV1Api);
}

/** The API server goes on without a webhook that it cannot call: the annotation tells. */
async function failureOf(api: CoreV1Api, namespace: string): Promise<string | undefined> {
  try {
    const pod = await api.createNamespacedPod({ namespace, dryRun: 'All', body: POD });
    const profile = pod.metadata?.annotations?.['fargate-admission/profile'];
    return profile === 'web' ? undefined : `a pod with the profile ${profile}`;
  } catch (error) {
    return String(error);
  }
}
