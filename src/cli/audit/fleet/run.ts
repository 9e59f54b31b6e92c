import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UnreadableClusterError } from '../../../audit/cluster-reading.ts';
import {
  type ClusterIdentity,
  type FailedCluster,
  type FleetCluster,
  fleetCluster,
  fleetReport,
} from '../../../audit/fleet/fleet-report.ts';
import { ClusterError } from '../../../kubernetes/cluster-error.ts';
import type { EksIdentity } from '../../../kubernetes/eks-identity.ts';
import { contextNames } from '../../../kubernetes/kubeconfig.ts';
import { openKubeconfig } from '../../../kubernetes/kubeconfig-api.ts';
import { ProfileLoadError } from '../../../profiles/source.ts';
import { mapConcurrently } from '../../../runtime/concurrency.ts';
import { unreadParts } from '../../shared/cluster-problems.ts';
import { EXIT, type Terminal } from '../../shared/command.ts';
import { writeOutputs } from '../../shared/outputs.ts';
import { reportProblems } from '../../shared/problems.ts';
import type { ClusterProfileOrigin } from '../../shared/profile-flags.ts';
import { createProgress } from '../../shared/progress.ts';
import { count, printable } from '../../shared/terminal-text.ts';
import { auditOnce } from '../once.ts';
import type { FleetRequest } from './request.ts';

/** A cluster as it was asked for. */
interface Target {
  /** Undefined: the current one of the file. */
  readonly context: string | undefined;
  readonly kubeconfig: string | undefined;
}

/**
 * Audits several clusters at once. One that fails is reported, and the others are audited. Resolves to the exit code of `audit`:
 * 1 also where a cluster could not be read.
 */
export async function runFleet(request: FleetRequest, terminal: Terminal): Promise<number> {
  const targets = await findTargets(request, terminal);
  if (targets.kind === 'none') return reportProblems([printable(targets.problem)], terminal);
  const progress = createProgress(terminal, () => performance.now());
  let done = 0;
  const results = await mapConcurrently(targets.targets, request.concurrency, async (target) => {
    const result = await auditTarget(target, request, terminal);
    done += 1;
    progress.show(`${done} of ${count(targets.targets.length, 'cluster')} audited`);
    return result;
  });
  progress.end();
  const clusters = results.flatMap((result) => (result.kind === 'audited' ? [result.cluster] : []));
  const failed = results.flatMap((result) => (result.kind === 'failed' ? [result.cluster] : []));
  const report = fleetReport(clusters, failed, request.pricesIn(undefined).currency);
  const written = await writeOutputs(report, request, terminal);
  reportFailures(clusters, failed, terminal);
  if (written !== EXIT.ok) return written;
  const { results: sums } = report.summary;
  const ofUpgrades = (result: 'fail' | 'warn') => clusters.some(({ upgrade }) => (upgrade?.pods[result] ?? 0) > 0);
  const isFailed = sums.fail > 0 || ofUpgrades('fail');
  const isBad = isFailed || (request.failOn === 'warn' && (sums.warn > 0 || ofUpgrades('warn')));
  const isIncomplete = failed.length > 0 || sums.error > 0;
  return isIncomplete || (request.failOn !== undefined && isBad) ? EXIT.failure : EXIT.ok;
}

type FoundTargets =
  | { readonly kind: 'found'; readonly targets: readonly [Target, ...Target[]] }
  | { readonly kind: 'none'; readonly problem: string };

async function findTargets({ clusters, kubeconfig }: FleetRequest, { environment }: Terminal): Promise<FoundTargets> {
  try {
    const targets = await targetsOf(clusters, { kubeconfig, environment });
    const [first, ...others] = targets;
    if (first !== undefined) return { kind: 'found', targets: [first, ...others] };
    return { kind: 'none', problem: 'the kubeconfig has no context, or the folder no file' };
  } catch (error) {
    if (error instanceof ClusterError) return { kind: 'none', problem: error.message };
    if (error instanceof Error && 'code' in error) return { kind: 'none', problem: error.message };
    throw error;
  }
}

async function targetsOf(
  clusters: FleetRequest['clusters'],
  { kubeconfig, environment }: Pick<FleetRequest, 'kubeconfig'> & Pick<Terminal, 'environment'>,
): Promise<readonly Target[]> {
  switch (clusters.kind) {
    case 'contexts':
      return clusters.names.map((context) => ({ context, kubeconfig }));
    case 'all-contexts':
      return contextNames({ environment, path: kubeconfig }).map((context) => ({ context, kubeconfig }));
    case 'folder': {
      const entries = await readdir(clusters.path, { withFileTypes: true });
      const files = entries.filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'));
      const paths = files.map(({ name }) => join(clusters.path, name)).toSorted();
      return paths.map((path) => ({ context: undefined, kubeconfig: path }));
    }
  }
}

type TargetResult =
  | { readonly kind: 'audited'; readonly cluster: FleetCluster }
  | { readonly kind: 'failed'; readonly cluster: FailedCluster };

async function auditTarget(
  { context, kubeconfig }: Target,
  request: FleetRequest,
  { environment, readInput, printError }: Terminal,
): Promise<TargetResult> {
  let identity: ClusterIdentity = { context: context ?? kubeconfig ?? '' };
  try {
    const { api, name, eks } = openKubeconfig({ environment, context, path: kubeconfig });
    identity = identityOf(name, kubeconfig, eks);
    const report = await auditOnce(
      { api, name: eks?.clusterName ?? name },
      {
        namespaces: request.namespaces,
        targetMinor: request.targetMinor,
        profileOrigin: originFor(request, eks),
        pricesIn: (region) => request.pricesIn(region ?? eks?.region),
      },
      {
        environment,
        readInput,
        errorsAreTerminal: false,
        printError: (text) => printError(`${printable(`${identity.context}: ${text.trimEnd()}`)}\n`),
      },
    );
    return { kind: 'audited', cluster: fleetCluster(identity, report) };
  } catch (error) {
    if (!isExpected(error)) throw error;
    return { kind: 'failed', cluster: { ...identity, reason: error.message } };
  }
}

function isExpected(error: unknown): error is Error {
  return error instanceof ClusterError || error instanceof ProfileLoadError || error instanceof UnreadableClusterError;
}

function identityOf(context: string, kubeconfig: string | undefined, eks: EksIdentity | undefined): ClusterIdentity {
  const { awsProfile: _, ...named } = eks ?? {};
  return { context, ...(kubeconfig === undefined ? {} : { kubeconfig }), ...named };
}

/** @throws ProfileLoadError where the context does not say which cluster of EKS it is. */
function originFor({ profiles }: FleetRequest, eks: EksIdentity | undefined): ClusterProfileOrigin {
  if (profiles.kind === 'files') return { ...profiles, clusterName: eks?.clusterName };
  if (profiles.kind === 'resources') return { ...profiles, clusterName: eks?.clusterName };
  if (eks?.region === undefined) {
    throw new ProfileLoadError(
      'the context does not say which EKS cluster it is, and in which region: write it with aws eks update-kubeconfig, or give --profiles or --profile-resources',
    );
  }
  return { kind: 'eks', clusterName: eks.clusterName, region: eks.region, awsProfile: eks.awsProfile };
}

function reportFailures(
  clusters: readonly FleetCluster[],
  failed: readonly FailedCluster[],
  { printError }: Pick<Terminal, 'printError'>,
): void {
  for (const { context, reason } of failed) printError(`${printable(`${context}: not audited: ${reason}`)}\n`);
  for (const { context, errors } of clusters) {
    for (const { what, reason } of unreadParts(errors)) {
      printError(`${printable(`${context}: not readable: ${what}: ${reason}`)}\n`);
    }
  }
}
