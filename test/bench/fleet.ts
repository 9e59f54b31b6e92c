import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { type AuditProcess, runAuditProcess } from './audit-process.ts';
import { compileProgram } from './compiled-program.ts';
import type { FleetSetting } from './recorded-fleet.ts';
import { type Scale, scaleProfiles } from './scale-cluster.ts';
import { spreadOf } from './statistics.ts';
import { spreadText, tableText } from './table.ts';

/** A small fleet, once: for development, never for what is published. */
const isQuick = process.argv.includes('--quick');

const scale: Scale = { deployments: isQuick ? 10 : 100, namespaces: 20, podsPerDeployment: 20 };
const setting: FleetSetting = { clusters: isQuick ? 4 : 50, scale, answerMs: 50 };
const ROUNDS = isQuick ? 1 : 3;
const CONCURRENCY = 8;

interface Ground {
  readonly entry: string;
  readonly kubeconfig: string;
  readonly profiles: string;
  readonly contexts: readonly string[];
}

interface Round {
  readonly oneByOne: AuditProcess;
  readonly concurrent: AuditProcess;
  /** A fifth of the clusters, as many at a time. */
  readonly few: AuditProcess;
}

const folder = await makeTemporaryFolder();
const fleet = new Worker(new URL('recorded-fleet.ts', import.meta.url), { workerData: setting });
try {
  const [urls] = await once(fleet, 'message');
  const ground = await prepareGround(urls);
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await playRound(ground));
  process.stdout.write(`${describe()}\n\n${tableText(['figure', 'measured'], rowsOf(rounds))}\n`);
} finally {
  await fleet.terminate();
  await folder.remove();
}

async function prepareGround(urls: readonly string[]): Promise<Ground> {
  const contexts = urls.map((_url, index) => `cluster-${index}`);
  const kubeconfig = join(folder.path, 'kubeconfig');
  await writeFile(kubeconfig, JSON.stringify(kubeconfigOf(urls, contexts)));
  const profiles = join(folder.path, 'profiles.json');
  await writeFile(profiles, JSON.stringify(scaleProfiles(scale)));
  return { entry: await compileProgram(folder.path), kubeconfig, profiles, contexts };
}

function kubeconfigOf(urls: readonly string[], names: readonly string[]): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: urls.map((server, index) => ({ name: names[index], cluster: { server } })),
    users: [{ name: 'auditor', user: { token: 'unused' } }],
    contexts: names.map((name) => ({ name, context: { cluster: name, user: 'auditor' } })),
    'current-context': names[0],
  };
}

async function playRound(ground: Ground): Promise<Round> {
  const few = ground.contexts.slice(0, Math.ceil(ground.contexts.length / 5));
  return {
    oneByOne: await runAudit(ground, ground.contexts, 1),
    concurrent: await runAudit(ground, ground.contexts, CONCURRENCY),
    few: await runAudit(ground, few, CONCURRENCY),
  };
}

function runAudit(
  { entry, kubeconfig, profiles }: Ground,
  contexts: readonly string[],
  concurrency: number,
): Promise<AuditProcess> {
  const clusters = [`--contexts=${contexts.join(',')}`, `--concurrency=${concurrency}`];
  return runAuditProcess({ entry, kubeconfig, args: [`--profiles=${profiles}`, ...clusters, '--output=json'] });
}

function describe(): string {
  const pods = scale.deployments * scale.podsPerDeployment;
  const machine = `Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`;
  return `${machine}, of which the recorded API servers take their share; ${setting.clusters} clusters of ${pods} pods in ${scale.deployments} Deployments, ${setting.answerMs} ms for each answer; ${ROUNDS} rounds`;
}

function rowsOf(rounds: readonly Round[]): readonly (readonly string[])[] {
  const figure = (of: (round: Round) => number, digits: number) => spreadText(spreadOf(rounds.map(of)), digits);
  const fewer = Math.ceil(setting.clusters / 5);
  return [
    ['one cluster after another', `${figure(({ oneByOne }) => oneByOne.seconds, 1)} s`],
    [`${CONCURRENCY} at a time`, `${figure(({ concurrent }) => concurrent.seconds, 1)} s`],
    ['the second to the first', figure(({ oneByOne, concurrent }) => concurrent.seconds / oneByOne.seconds, 2)],
    ['peak resident memory, one after another', `${figure(({ oneByOne }) => oneByOne.peakMB, 0)} MB`],
    [`peak resident memory, ${CONCURRENCY} at a time`, `${figure(({ concurrent }) => concurrent.peakMB, 0)} MB`],
    [`the same for ${fewer} clusters`, `${figure(({ few }) => few.peakMB, 0)} MB`],
    [
      `its output, for ${setting.clusters} clusters`,
      `${figure(({ concurrent }) => concurrent.outputBytes / 1e6, 1)} MB`,
    ],
  ];
}
