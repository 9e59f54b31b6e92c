import { findAssets } from '../support/cluster/assets.ts';
import { type ControlPlane, startControlPlane } from '../support/cluster/control-plane.ts';
import { tokenIn } from './api-writer.ts';
import { type Contestant, withContestants } from './contestant.ts';
import { type LoadResult, loadByNode } from './load.ts';
import type { Stage } from './stage.ts';
import { spreadOf } from './statistics.ts';
import { perSecond, spreadText, tableText } from './table.ts';

const NONE = 'no webhook';

/**
 * Pod creations through a real API server, with no webhook, with the floor and with ours, by turns. The API server, its
 * etcd and the load share a core: what is seen is what a webhook adds to a creation, and not what it can bear.
 */
export async function measurePodCreations(stage: Stage, rounds: number): Promise<string> {
  const assets = findAssets();
  if (assets.kind === 'missing') return `Pod creations: skipped, ${assets.message}`;
  return withContestants([stage.startFloor, stage.startOurs], async (contestants) => {
    const controlPlane = await startControlPlane();
    try {
      for (const contestant of contestants) await callInNamespaceOfItsOwn(controlPlane, contestant, stage);
      await controlPlane.createNamespace(namespaceOf(NONE));
      return await compare([NONE, ...contestants.map(({ name }) => name)], podCreator(controlPlane), rounds);
    } finally {
      await controlPlane.stop();
    }
  });
}

function namespaceOf(name: string): string {
  return name.replaceAll(' ', '-');
}

async function callInNamespaceOfItsOwn(
  { kubectlOutput, createNamespace }: ControlPlane,
  { name, port }: Contestant,
  { caPem }: Stage,
): Promise<void> {
  const namespace = namespaceOf(name);
  await createNamespace(namespace);
  const webhook = {
    name: `${namespace}.bench.example.com`,
    clientConfig: { url: `https://127.0.0.1:${port}/mutate/pods`, caBundle: Buffer.from(caPem).toString('base64') },
    rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    failurePolicy: 'Fail',
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
  };
  const configuration = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: namespace },
    webhooks: [webhook],
  };
  await kubectlOutput(['create', '--filename=-'], { input: JSON.stringify(configuration) });
}

const WARM_UP_SECONDS = 5;
const SECONDS = 3;

async function compare(names: readonly string[], createPods: CreatePods, rounds: number): Promise<string> {
  const results = new Map<string, LoadResult[]>(names.map((name) => [name, []]));
  for (const name of names) await createPods(name, WARM_UP_SECONDS);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) results.get(name)?.push(await createPods(name, SECONDS));
  }
  const rows = [...results].map(([name, all]) => {
    const figure = (of: (result: LoadResult) => number, digits: number) => spreadText(spreadOf(all.map(of)), digits);
    return [name, figure(perSecond, 0), figure(({ p50Ms }) => p50Ms, 1), figure(({ p99Ms }) => p99Ms, 1)];
  });
  return tableText(['pod creations', 'a second', 'p50, ms', 'p99, ms'], rows);
}

type CreatePods = (name: string, seconds: number) => Promise<LoadResult>;

const CONNECTIONS = 8;

function podCreator({ url, adminKubeconfig }: ControlPlane): CreatePods {
  const headers = { authorization: `Bearer ${tokenIn(adminKubeconfig)}` };
  const load = { body: JSON.stringify(POD), connections: CONNECTIONS, headers };
  return (name, seconds) => loadByNode({ ...load, url: `${url}/api/v1/namespaces/${namespaceOf(name)}/pods`, seconds });
}

/** With an annotation: the floor's constant patch adds one to those that there are. */
const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { generateName: 'web-', labels: { app: 'web', tier: 'front' }, annotations: { team: 'shop' } },
  spec: {
    containers: [
      {
        name: 'web',
        image: 'registry.k8s.io/pause:3.10',
        resources: { requests: { cpu: '250m', memory: '512Mi' } },
      },
    ],
  },
};
