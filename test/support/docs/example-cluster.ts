import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Field } from '../../../src/documents/field.ts';
import { kubeconfig } from '../kubernetes/kubeconfig.ts';
import { closeNow, listenLocally } from '../local-server.ts';
import { makeTemporaryFolder } from '../temporary-folder.ts';

const CLUSTER = new URL('../../../docs/examples/cluster.yaml', import.meta.url);

const KINDS: ReadonlyMap<string, string> = new Map([
  ['/api/v1/pods', 'Pod'],
  ['/api/v1/nodes', 'Node'],
  ['/api/v1/events', 'Event'],
  ['/apis/apps/v1/replicasets', 'ReplicaSet'],
  ['/apis/apps/v1/statefulsets', 'StatefulSet'],
  ['/apis/batch/v1/jobs', 'Job'],
]);

export interface ExampleCluster {
  /** The path of a file. */
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

/** The cluster that the documentation audits: an API server that lists what `docs/examples/cluster.yaml` holds. */
export async function startExampleCluster(): Promise<ExampleCluster> {
  const objects = new Field(parse(await readFile(CLUSTER, 'utf8'))).get('items').list();
  const server = createServer(({ url = '' }, response) => {
    const body = answerTo(url.split('?')[0] ?? '', objects);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { kind: 'Status', message: 'not found' }));
  });
  const port = await listenLocally(server);
  const folder = await makeTemporaryFolder();
  const path = join(folder.path, 'kubeconfig');
  await writeFile(path, JSON.stringify(kubeconfig({ server: `http://127.0.0.1:${port}` })));
  return {
    kubeconfig: path,
    stop: async () => {
      await closeNow(server);
      await folder.remove();
    },
  };
}

/** Any list, and any object by its name; undefined for what there is not. */
function answerTo(path: string, objects: readonly Field[]): unknown {
  if (path === '/version') return { major: '1', minor: '36', gitVersion: 'v1.36.1-eks-0a1b2c3' };
  const [, group = '', namespace, plural = '', name] = RESOURCE_PATH.exec(path) ?? [];
  const kind = KINDS.get(`${group}/${plural}`);
  if (kind === undefined) return undefined;
  const items = objects.filter((object) => {
    const metadata = object.get('metadata');
    const isInPlace = namespace === undefined || metadata.get('namespace').string() === namespace;
    return object.get('kind').string() === kind && isInPlace;
  });
  if (name === undefined) return { kind: 'List', metadata: {}, items: items.map(({ value }) => value) };
  return items.find((item) => item.get('metadata').get('name').string() === name)?.value;
}

const RESOURCE_PATH = /^(\/api\/v1|\/apis\/[a-z.]+\/v1)(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/([^/]+))?$/;
