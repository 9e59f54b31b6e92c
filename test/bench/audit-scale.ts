import { cpus } from 'node:os';
import { type AuditProcess, runAuditProcess } from './audit-process.ts';
import { type PlainLists, readPlainLists } from './plain-lists.ts';
import type { Scale } from './scale-cluster.ts';
import { prepareGround, type ScaleGround } from './scale-ground.ts';
import { spreadOf } from './statistics.ts';
import { spreadText, tableText } from './table.ts';

/** A small cluster, once: for development, never for what is published. */
const isQuick = process.argv.includes('--quick');

const scale: Scale = { deployments: isQuick ? 50 : 500, namespaces: 20, podsPerDeployment: 20 };
const ground = await prepareGround(scale);
try {
  process.stdout.write(`${await measure(ground, isQuick ? 1 : 5)}\n`);
} finally {
  await ground.stop();
}

interface Round {
  readonly plain: PlainLists;
  readonly audit: AuditProcess;
  readonly calls: number;
}

/** The lists alone and a whole audit, by turns: what disturbs one of them soon disturbs the other. */
async function measure(on: ScaleGround, rounds: number): Promise<string> {
  await readPlainLists(on.connections);
  const played: Round[] = [];
  for (let round = 0; round < rounds; round += 1) played.push(await playRound(on));
  const html = await runAudit(on, 'html');
  return `${describe(played)}\n\n${tableText(['figure', 'measured', 'goal'], [...rowsOf(played), pageRow(html)])}`;
}

async function playRound(on: ScaleGround): Promise<Round> {
  const plain = await readPlainLists(on.connections);
  const before = await on.countListCalls();
  const audit = await runAudit(on, 'json');
  return { plain, audit, calls: (await on.countListCalls()) - before };
}

function runAudit({ entry, kubeconfig, profiles }: ScaleGround, form: string): Promise<AuditProcess> {
  return runAuditProcess({ entry, kubeconfig, args: [`--profiles=${profiles}`, `--output=${form}`] });
}

function describe(rounds: readonly Round[]): string {
  const pods = scale.deployments * scale.podsPerDeployment;
  const kilobytes = (figure(rounds, ({ plain }) => plain.podBytes).median / pods / 1_000).toFixed(1);
  const machine = `Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`;
  return `${machine}, of which API server and etcd take their share; ${pods} pods of ${kilobytes} kB in ${scale.deployments} Deployments over ${scale.namespaces} namespaces`;
}

function rowsOf(rounds: readonly Round[]): readonly (readonly string[])[] {
  const seconds = (of: (round: Round) => number) => `${spreadText(figure(rounds, of), 1)} s`;
  const { median: pages } = figure(rounds, ({ plain }) => plain.pages);
  return [
    ['the lists alone', seconds(({ plain }) => plain.seconds), ''],
    ['`audit -o json`', seconds(({ audit }) => audit.seconds), ''],
    ['beyond the lists alone', seconds(({ audit, plain }) => audit.seconds - plain.seconds), '≤ 30 s'],
    [
      'peak resident memory',
      `${spreadText(
        figure(rounds, ({ audit }) => audit.peakMB),
        0,
      )} MB`,
      '≤ 250 MB',
    ],
    [
      'API calls',
      spreadText(
        figure(rounds, ({ calls }) => calls),
        0,
      ),
      `${pages}, as there are pages`,
    ],
    ['its output', megabytes(figure(rounds, ({ audit }) => audit.outputBytes).median), ''],
  ];
}

function pageRow({ outputBytes, peakMB }: AuditProcess): readonly string[] {
  return ['`audit -o html`', `${megabytes(outputBytes)}, with ${peakMB.toFixed(0)} MB resident`, ''];
}

function figure(rounds: readonly Round[], of: (round: Round) => number) {
  return spreadOf(rounds.map(of));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
