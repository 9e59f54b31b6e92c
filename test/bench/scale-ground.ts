import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Field } from '../../src/documents/field.ts';
import { AssetsMissingError, findAssets } from '../support/cluster/assets.ts';
import { type ControlPlane, startControlPlane } from '../support/cluster/control-plane.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { type ApiConnections, openConnections, writeAll } from './api-writer.ts';
import { compileProgram } from './compiled-program.ts';
import { clusterObjects, namespaceNames, podStatuses, type Scale, scaleProfiles } from './scale-cluster.ts';

/** A large cluster on a real API server. */
export interface ScaleGround {
  readonly connections: ApiConnections;
  readonly kubeconfig: string;
  /** Of the compiled program. */
  readonly entry: string;
  /** A file of the cluster's profiles. */
  readonly profiles: string;
  /** How many lists the program has asked for since the start. */
  countListCalls(): Promise<number>;
  stop(): Promise<void>;
}

/** @throws AssetsMissingError */
export async function prepareGround(scale: Scale): Promise<ScaleGround> {
  const directory = await makeTemporaryFolder();
  await leaveOutControllers(directory.path);
  const controlPlane = await startControlPlane({ auditPolicy: LISTS_ALONE });
  const connections = openConnections(controlPlane);
  for (const namespace of namespaceNames(scale)) await controlPlane.createNamespace(namespace);
  await writeAll(connections, clusterObjects(scale));
  await writeAll(connections, podStatuses(scale));
  const profiles = join(directory.path, 'profiles.json');
  await writeFile(profiles, JSON.stringify(scaleProfiles(scale)));
  return {
    connections,
    entry: await compileProgram(directory.path),
    kubeconfig: controlPlane.adminKubeconfig,
    profiles,
    countListCalls: () => countListCalls(controlPlane),
    stop: async () => {
      connections.close();
      await controlPlane.stop();
      await directory.remove();
    },
  };
}

/** A controller of ReplicaSets would make pods of its own, and the garbage collector would look for the Deployments. */
async function leaveOutControllers(directory: string): Promise<void> {
  const assets = findAssets();
  if (assets.kind === 'missing') throw new AssetsMissingError(assets.message);
  for (const program of ['etcd', 'kube-apiserver', 'kubectl']) {
    await symlink(join(assets.directory, program), join(directory, program));
  }
  process.env['KUBEBUILDER_ASSETS'] = directory;
}

const LISTS_ALONE = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'Metadata', verbs: ['list'] }],
};

/** As the API server has seen it. */
async function countListCalls({ auditLogFile }: ControlPlane): Promise<number> {
  const lines = (await readFile(auditLogFile, 'utf8')).trimEnd().split('\n');
  return lines.filter((line) => new Field(JSON.parse(line)).get('userAgent').value === 'fargate-admission').length;
}
